"""`handschlag demo`: what it refuses before it starts anything."""

import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from handschlag.cli.tests.commands import free_port, process


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


@pytest.mark.parametrize("by", ["option", "variable"])
def test_taken_port_is_one_sentence_and_nothing_is_started(
    taken: int, tmp_path: Path, by: str
) -> None:
    words = ("--port", str(taken)) if by == "option" else ()
    variables = {} if words else {"PORT": str(taken)}
    ended = process("demo", *words, **variables, HANDSCHLAG_VAR=str(tmp_path))
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr == (
        f"Port {taken} is taken. Take another one: PORT={taken + 1} make demo\n"
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("port", ["eight", "0", "70000"])
def test_impossible_port_is_refused(tmp_path: Path, port: str) -> None:
    ended = process("demo", f"--port={port}", HANDSCHLAG_VAR=str(tmp_path))
    assert ended.returncode == 2
    assert "--port" in ended.stderr
    assert list(tmp_path.iterdir()) == []


def test_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "occupied").write_text("a file where a folder should be")
    ended = process("demo", f"--port={free_port()}", HANDSCHLAG_VAR=str(tmp_path / "occupied"))
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr == (f"Handschlag cannot go on: Not a directory: {tmp_path}/occupied/demo\n")


@pytest.mark.parametrize("before", ["nothing", "data"])
def test_fresh_demo_removes_what_was_there(before: str) -> None:
    with tempfile.TemporaryDirectory(prefix="handschlag-") as made:
        var = Path(made)
        var.chmod(0o755)  # root's server runs as somebody else, who has to enter
        if before == "data":
            (var / "demo/mail").mkdir(parents=True)
            (var / "demo/mail/1.eml").write_text("an old mail")
        impossible = {"HANDSCHLAG_VAR": made, "HANDSCHLAG_LOG_LEVEL": "loud"}
        ended = process("demo", "--fresh", f"--port={free_port()}", **impossible)
        assert ended.stdout.splitlines()[:2] == [
            "· Removing the old data …",
            "· Starting PostgreSQL …",
        ]
        assert "HANDSCHLAG_LOG_LEVEL must be debug, info, warning or error" in ended.stderr
        assert not (var / "demo/mail").exists()
        assert (var / "demo/database/PG_VERSION").exists()
        assert not (var / "demo/database/postmaster.pid").exists()
        assert (var / "demo/files").stat().st_mode & 0o777 == 0o700
