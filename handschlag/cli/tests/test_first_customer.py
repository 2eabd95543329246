"""The whole way of a new installation: from an empty database to a customer with their orders."""

import email
import re
import time
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import psycopg
import pytest
from aiosmtpd.controller import Controller

from handschlag.cli.tests.commands import PATIENCE, free_port, on_database, process
from handschlag.cli.tests.running import Visitor, logged, staying
from handschlag.core.tests import databases

HISTORY = """\
invoice_no,stock_code,description,quantity,invoice_date,unit_price,customer_id,country
536365,85123A,Kugelhahn DN 20,6,2010-12-01 08:26:00,2.55,17850,United Kingdom
536365,71053,Pumpe,1,2010-12-01 08:26:00,303.39,17850,United Kingdom
536367,84879,Muffe,32,2010-12-01 08:34:00,1.69,13047,United Kingdom
"""


class Letterbox:
    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        self.mails.append(email.message_from_bytes(envelope.content, policy=default))
        return "250 OK"

    def next(self) -> EmailMessage:
        deadline = time.monotonic() + PATIENCE
        while not self.mails:
            assert time.monotonic() < deadline, "no mail came"
            time.sleep(0.05)
        return self.mails.pop(0)


@pytest.fixture
def empty() -> Iterator[dict[str, str]]:
    """The variables of a new installation in production on an empty database."""
    name = databases.copy_of("template1")
    yield on_database(name)
    databases.drop(name)


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return body.get_content()


def done(*words: str, variables: dict[str, str]) -> str:
    ended = process(*words, **variables)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


def rows(url: str, statement: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(url) as connection:
        return connection.execute(statement).fetchall()


def test_migrate_changes_nothing_the_second_time(empty: dict[str, str]) -> None:
    owner = empty["HANDSCHLAG_OWNER_DATABASE_URL"]
    variables = {**empty, "HANDSCHLAG_SECRET_KEY": "x" * 40}
    state = (
        "select count(*), max(id)::text from django_migrations union all"
        " select count(*), string_agg(relacl::text, '' order by oid) from pg_class union all"
        " select count(*), string_agg(polname || pg_get_expr(polqual, polrelid), '' order by"
        " polrelid, polname) from pg_policy union all"
        " select count(*), max(id)::text from organisations_roleright union all"
        " select count(*), max(id)::text from core_journal"
    )
    assert "Applying portals.0001_initial... OK" in done("migrate", variables=variables)
    before = rows(owner, state)
    assert "No migrations to apply." in done("migrate", variables=variables)
    assert rows(owner, state) == before


@pytest.mark.parametrize("words", [("createportal", "--company", "Brenner"), ("worker",)], ids=str)
def test_empty_database_is_one_sentence(empty: dict[str, str], words: tuple[str, ...]) -> None:
    ended = process(*words, **empty, HANDSCHLAG_SECRET_KEY="x" * 40)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr == (
        "The database is not yet that of this release: run `handschlag migrate`.\n"
    )


def test_customer_signs_in_by_code_and_sees_their_orders(
    empty: dict[str, str], tmp_path: Path
) -> None:
    letterbox, port = Letterbox(), free_port()
    mail_server = Controller(letterbox, hostname="127.0.0.1", port=free_port())
    variables = {
        **empty,
        "HANDSCHLAG_SECRET_KEY": "x" * 40,
        "HANDSCHLAG_VAR": str(tmp_path / "var"),
        "HANDSCHLAG_MAIL_URL": f"smtp://127.0.0.1:{mail_server.port}",
        "HANDSCHLAG_MAIL_FROM": "portal@brenner.example",
        "PUBLIC_URL": f"http://localhost:{port}",
    }
    (tmp_path / "history.csv").write_text(HISTORY)
    invitation = ("eva@kern.example", "--name", "Eva Kern", "--organisation", "17850")

    done("migrate", variables=variables)
    done("createportal", "--company", "Brenner Wärmetechnik GmbH", variables=variables)
    done("import", "orders", str(tmp_path / "history.csv"), variables=variables)
    done("invite", *invitation, variables=variables)

    log, visitor = tmp_path / "web.log", Visitor(f"http://localhost:{port}/")
    mail_server.start()
    try:
        with (
            staying("web", f"--port={port}", log=log, **variables),
            staying("worker", log=tmp_path / "worker.log", **variables),
        ):
            visitor.wait_for("/readyz")
            [link] = re.findall(r"http://\S+/invitation/\S+", text_of(letterbox.next()))
            visitor.open("/orders/")
            assert visitor.url.endswith("/sign-in/?next=/orders/")
            visitor.open(link.removeprefix(f"http://localhost:{port}"))
            visitor.send(name="Eva Kern", way="plain")
            visitor.open("/orders/")
            assert "536365" in visitor.page
            assert "536367" not in visitor.page
            reference = visitor.headers["X-Request-Id"]
    finally:
        mail_server.stop()

    [told] = [line for line in logged(log) if line.get("request_id") == reference]
    assert (told["method"], told["path"], told["status"]) == ("GET", "/orders/", 200)
    assert "eva@kern.example" not in log.read_text()
    assert logged(tmp_path / "worker.log")
