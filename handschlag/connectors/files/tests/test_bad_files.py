"""Files and mappings that cannot be used: a sentence, and nothing half done."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from django.utils.translation import override

from handschlag.connectors.files.mapping import DEFAULT
from handschlag.connectors.files.orders import import_orders
from handschlag.connectors.files.refusals import ImportRefused
from handschlag.connectors.files.tests import contents
from handschlag.connectors.files.tests.making import (
    COLUMNS,
    line,
    write_csv,
    write_parquet,
    write_text,
)

pytestmark = pytest.mark.django_db

Make = Callable[[Path], Any]
HEADING = ",".join(COLUMNS)
MANY = [line(str(number)) for number in range(3_000)]
STAGING = (
    "connector_files_importrun",
    "connector_files_stagedline",
    "connector_files_stageddocument",
    "connector_files_finding",
)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with override("en"):
        yield


def refusal(path: Path, **options: Any) -> str:
    """What the import says; it must leave nothing behind."""
    before = contents.exactly()
    with pytest.raises(ImportRefused) as refused:
        import_orders(path, **options)
    assert contents.exactly() == before
    assert contents.rows_in(*STAGING) == [0, 0, 0, 0]
    return str(refused.value)


def cut_short(path: Path) -> None:
    whole = write_parquet(path, MANY).read_bytes()
    path.write_bytes(whole[: len(whole) // 2])


def damaged_within(path: Path) -> None:
    """The heading and the first rows can be read, the last ones cannot."""
    pq.write_table(pa.Table.from_pylist(MANY), path, row_group_size=1_000, compression="zstd")
    place = pq.ParquetFile(path).metadata.row_group(2).column(0).data_page_offset
    content = bytearray(path.read_bytes())
    content[place : place + 40] = b"\xff" * 40
    path.write_bytes(content)


def doubled_parquet(path: Path) -> None:
    table = pa.Table.from_pylist([line()])
    pq.write_table(table.append_column("quantity", pa.array(["3"])), path)


UNUSABLE: dict[str, tuple[str, Make, str]] = {
    "empty": ("a.csv", lambda p: p.write_bytes(b""), "The file a.csv is empty."),
    "heading only": ("a.csv", write_text, "The file a.csv has no rows."),
    "parquet without rows": (
        "a.parquet",
        lambda p: pq.write_table(pa.Table.from_pylist([line()]).slice(0, 0), p),
        "The file a.parquet has no rows.",
    ),
    "blank lines": (
        "a.csv",
        lambda p: p.write_bytes(b"\n\n\n"),
        "The first row of a.csv must name the columns.",
    ),
    "cut short": (
        "a.parquet",
        cut_short,
        "The Parquet file a.parquet is damaged or incomplete.",
    ),
    "damaged within": (
        "a.parquet",
        damaged_within,
        "The Parquet file a.parquet is damaged or incomplete.",
    ),
    "not parquet": (
        "a.parquet",
        lambda p: p.write_bytes(b"PK\x03\x04"),
        "The file a.parquet is no Parquet file.",
    ),
    "parquet by its beginning": (
        "a.csv",
        lambda p: p.write_bytes(b"PAR1" + bytes(100)),
        "The Parquet file a.csv is damaged or incomplete.",
    ),
    "one huge line": (
        "a.csv",
        lambda p: p.write_bytes(b"x" * 9_000_000),
        "The first row of a.csv must name the columns.",
    ),
    "only NUL": ("a.csv", lambda p: p.write_bytes(bytes(5_000)), "The file has no column"),
    "a picture": (
        "a.csv",
        lambda p: p.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40),
        "The file has no column",
    ),
    "UTF-16 without mark": (
        "a.csv",
        lambda p: p.write_bytes(f"{HEADING}\n1".encode("utf-16-le")),
        "The file has no column",
    ),
    "missing column": (
        "a.csv",
        lambda p: write_text(p, "1", header=COLUMNS[:-1]),
        (
            "The file has no column 'country'. It has: 'invoice_no', 'stock_code', 'description',"
            " 'quantity', 'invoice_date', 'unit_price', 'customer_id'. Say in a mapping file what"
            " its columns mean."
        ),
    ),
    "doubled column": (
        "a.csv",
        lambda p: write_text(p, "1", header=(*COLUMNS, "quantity")),
        "The file has the column 'quantity' more than once.",
    ),
    "doubled column in parquet": (
        "a.parquet",
        doubled_parquet,
        "The file has the column 'quantity' more than once.",
    ),
}


@pytest.mark.parametrize(("name", "make", "sentence"), UNUSABLE.values(), ids=UNUSABLE)
def test_unusable_file_is_refused(name: str, make: Make, sentence: str, tmp_path: Path) -> None:
    path = tmp_path / name
    make(path)
    said = refusal(path)
    assert said == sentence or (said.startswith(sentence) and sentence.endswith("column"))


def test_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.csv") == (
        "The file none.csv cannot be read: No such file or directory."
    )
    assert refusal(tmp_path).endswith("cannot be read: Is a directory.")


def test_file_damaged_within_is_refused_by_a_dry_run_too(tmp_path: Path) -> None:
    damaged_within(tmp_path / "a.parquet")
    assert refusal(tmp_path / "a.parquet", dry_run=True).endswith("is damaged or incomplete.")


ONLINE_RETAIL = DEFAULT.read_text("utf-8")
MAPPINGS: dict[str, tuple[bytes, str]] = {
    "no TOML": (b"[columns", "Expected ']'"),
    "no text": (b"system = '\xff'", "it is not UTF-8"),
    "empty": (b"", "system: Field required"),
    "misspelt": (
        ONLINE_RETAIL.replace("[prefixes]", "[prefix]").encode(),
        "prefix: Extra inputs are not permitted",
    ),
    "another kind": (
        ONLINE_RETAIL.replace("paid = true", 'paid = "yes"').encode(),
        "history.paid: Input should be a valid boolean",
    ),
    "unknown currency": (
        ONLINE_RETAIL.replace("GBP", "PFUND").encode(),
        "values.currency: Value error, PFUND is no ISO 4217 currency",
    ),
    "unknown zone": (
        ONLINE_RETAIL.replace("Europe/London", "Europe/Kiel").encode(),
        "values.time_zone: Value error, Europe/Kiel is no time zone",
    ),
    "a path for a zone": (
        ONLINE_RETAIL.replace("Europe/London", "../../etc/passwd").encode(),
        "values.time_zone: Value error, ../../etc/passwd is no time zone",
    ),
    "unknown progress": (
        ONLINE_RETAIL.replace("delivered", "lost").encode(),
        "history.progress: Input should be",
    ),
}


@pytest.mark.parametrize(("content", "problem"), MAPPINGS.values(), ids=MAPPINGS)
def test_wrong_mapping_is_refused(content: bytes, problem: str, tmp_path: Path) -> None:
    mapping = tmp_path / "ours.toml"
    mapping.write_bytes(content)
    said = refusal(write_csv(tmp_path / "a.csv", [line()]), mapping=mapping)
    assert said.startswith(f"The mapping ours.toml cannot be used: {problem}")


def test_mapping_that_is_no_mapping_is_refused(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", [line()])
    huge = tmp_path / "huge.toml"
    huge.write_bytes(b"#" * 1_000_001)
    assert refusal(path, mapping=huge) == "huge.toml is too large for a mapping."
    gone = refusal(path, mapping=tmp_path / "gone.toml")
    assert gone == "The mapping gone.toml cannot be used: No such file or directory."


def test_mapping_for_other_columns_is_refused(tmp_path: Path) -> None:
    mapping = tmp_path / "ours.toml"
    mapping.write_text(ONLINE_RETAIL.replace('"invoice_no"', '"Belegnummer"'))
    said = refusal(write_csv(tmp_path / "a.csv", [line()]), mapping=mapping)
    assert said.startswith("The file has no column 'Belegnummer'. It has: 'invoice_no', ")


def test_report_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", [line()])
    before = path.read_bytes()
    nowhere = refusal(path, report=tmp_path / "nowhere" / "refused.csv")
    assert nowhere == "The report refused.csv cannot be written: No such file or directory."
    assert refusal(path, report=path) == "The report must not be written over the file itself."
    assert path.read_bytes() == before
