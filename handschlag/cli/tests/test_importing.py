"""`handschlag import orders` as an operator gives it and reads it."""

from pathlib import Path

import pytest

from handschlag.cli.tests.commands import command, on_database, process
from handschlag.connectors.files.tests.making import EVERY_KIND, line, write_csv, write_parquet

pytestmark = pytest.mark.usefixtures("committed_db")

TOTAL = "£116.44"


@pytest.fixture
def history(tmp_path: Path) -> Path:
    return write_csv(tmp_path / "history.csv", EVERY_KIND)


def figures(output: str) -> dict[str, list[str]]:
    """The rows of both tables by their first words."""
    rows = [row.strip().split("  ", 1) for row in output.splitlines() if "  " in row.strip()]
    return {row[0]: row[1].split() for row in rows}


def refusal(*words: str) -> str:
    """The one sentence after which the command ends."""
    result = command("import", "orders", *words)
    assert result.exit_code == 1
    assert "Traceback" not in result.output
    return result.output.strip().splitlines()[-1]


def test_import_says_what_came_of_it(history: Path) -> None:
    result = command("import", "orders", str(history))
    assert result.exit_code == 0
    said = figures(result.output)
    assert said["Customers"] == ["2", "0", "0"]
    assert said["Invoices without customer"] == ["1", "1", "£38.25"]
    assert said["Credit notes"] == ["2", "2", "−£25.50", "1"]
    assert said["Bookings"] == ["1", "1", "−£11.06"]
    assert said["Total"] == ["6", "7", TOTAL]
    assert said["Total of the file"] == [TOTAL]
    assert "Rows read: 7, refused: 0" in result.output
    assert "Credit notes without a link: 1 (no earlier invoice" in result.output
    assert "nothing has been changed" not in result.output


def test_dry_run_says_so(history: Path) -> None:
    dry = command("import", "orders", str(history), "--dry-run")
    assert dry.exit_code == 0
    assert "This was a dry run: nothing has been changed." in dry.output
    assert figures(dry.output)["Customers"] == ["2", "0", "0"]
    after = command("import", "orders", str(history))
    assert figures(after.output)["Customers"] == ["2", "0", "0"]
    again = command("import", "orders", str(history), "--dry-run")
    assert figures(again.output)["Customers"] == ["0", "0", "2"]


def test_report_names_row_and_reason(tmp_path: Path) -> None:
    path = write_parquet(tmp_path / "history.parquet", [line(), line(quantity="two")])
    listed = tmp_path / "refused.csv"
    result = command("import", "orders", str(path), "--report", str(listed))
    assert "Rows read: 2, refused: 1" in result.output
    assert f"Refused rows and missing links are in {listed}." in result.output
    assert listed.read_text("utf-8-sig").splitlines() == [
        "Row;Column;Value;Reason",
        "2;quantity;two;is not a number",
    ]


def test_file_that_cannot_be_used_ends_in_a_sentence(tmp_path: Path, history: Path) -> None:
    missing = refusal(str(tmp_path / "missing.csv"))
    assert missing == "The file missing.csv cannot be read: No such file or directory."
    empty = tmp_path / "empty.csv"
    empty.touch()
    assert refusal(str(empty)) == "The file empty.csv is empty."
    assert refusal(str(history), "--mapping", str(empty)).startswith(
        "The mapping empty.csv cannot be used: system: Field required"
    )


def test_file_without_a_good_row_changes_nothing(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "bad.csv", [line(quantity="two")] * 3)
    result = command("import", "orders", str(path))
    assert result.exit_code == 0
    assert "Rows read: 3, refused: 3" in result.output
    assert figures(result.output)["Total"] == ["0", "0", "£0.00"]


def test_import_runs_as_a_process_of_its_own(committed_db: str, tmp_path: Path) -> None:
    variables = {**on_database(committed_db), "HANDSCHLAG_MODE": "test"}
    cut = write_parquet(tmp_path / "cut.parquet", EVERY_KIND)
    cut.write_bytes(cut.read_bytes()[:-20])
    ended = process("import", "orders", str(cut), **variables)
    assert (ended.returncode, ended.stderr.strip()) == (
        1,
        "The Parquet file cut.parquet is damaged or incomplete.",
    )
    path = write_parquet(tmp_path / "history.parquet", EVERY_KIND)
    ended = process("import", "orders", str(path), **variables)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert figures(ended.stdout)["Total"] == ["6", "7", TOTAL]


def test_help_names_every_option() -> None:
    assert "orders" in command("import", "--help").output
    said = command("import", "orders", "--help").output
    assert [option for option in ("--mapping", "--dry-run", "--report") if option not in said] == []
