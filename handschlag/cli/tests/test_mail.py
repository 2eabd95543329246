"""`handschlag mail test`: a real mail, and the very words of the server."""

from handschlag.cli.tests.commands import command
from handschlag.core.tests.post import Post, port, post

__all__ = ["port", "post"]

FULL = "full@x.example"


def test_command_says_what_the_server_answered(committed_db: str, post: Post, port: int) -> None:
    result = command("mail", "test", "b@x.example")
    assert result.exit_code == 0
    assert result.output == f"127.0.0.1:{port} took the mail to b@x.example: 250 OK\n"
    [(recipients, mail)] = post.mails
    assert recipients == ["b@x.example"]
    assert mail["Subject"] == "Test mail of your portal"


def test_command_says_what_the_server_refused(committed_db: str, post: Post, port: int) -> None:
    post.answers[FULL] = "552 5.2.2 mailbox full"
    result = command("mail", "test", FULL)
    assert result.exit_code == 1
    assert f"127.0.0.1:{port} did not take the mail: 552 5.2.2 mailbox full" in result.output
    assert post.mails == []


def test_command_names_a_server_that_is_away(port: int) -> None:
    result = command("mail", "test", "b@x.example")
    assert result.exit_code == 1
    assert f"127.0.0.1:{port} did not take the mail" in result.output


def test_command_refuses_what_is_no_address() -> None:
    assert command("mail", "test", "nobody").exit_code == 1
