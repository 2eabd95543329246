"""`handschlag verify-journal` as an operator runs it."""

from django.db import connections

from handschlag.cli.tests.commands import command
from handschlag.core.tests.sealed import note, seal


def test_sound_journal_is_said_to_be_so_and_its_tail_is_named(committed_db: str) -> None:
    note(3)
    head = str(seal()[-1])
    note(2)
    result = command("verify-journal", "--head", head)
    assert result.exit_code == 0, result.output
    assert "Seals: 1\n3 entries are as they were sealed.\n" in result.output
    assert "2 entries are not sealed yet" in result.output
    assert f"Head: {head}" in result.output


def test_change_ends_with_1_and_says_where(committed_db: str) -> None:
    note(3)
    head = str(seal()[-1])
    with connections["owner"].cursor() as cursor:
        cursor.execute("update core_journal set body = '{}' where subject_id = 1")
    result = command("verify-journal", "--head", head)
    assert result.exit_code == 1
    assert "✗ seal 1 covers 3 entries" in result.output
    assert "as they were sealed" not in result.output


def test_head_is_asked_for(committed_db: str) -> None:
    note(1)
    seal()
    result = command("verify-journal")
    assert result.exit_code == 0
    assert "--head finds what was taken off the end" in result.output


def test_head_of_another_journal_is_found_out(committed_db: str) -> None:
    note(1)
    seal()
    result = command("verify-journal", "--head", "7:" + "0" * 64)
    assert result.exit_code == 1
    assert "there is no seal 7:0000" in result.output
