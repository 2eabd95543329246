"""Streams of a real server on a real database: who is told what, and who is sent away."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import transaction
from django.test import Client

from handschlag.capabilities.billing.actions import attach_document
from handschlag.capabilities.billing.models import Invoice
from handschlag.cli.live import LiveServer
from handschlag.cli.tests.commands import command
from handschlag.cli.tests.listening import (
    SYSTEM,
    Listen,
    Listener,
    answered,
    cookies_of,
    listeners,
    live_server,
    reached,
    rendered,
    signed_in,
)
from handschlag.connectors.files.tests.making import EVERY_KIND, write_csv
from handschlag.core.actor import ANONYMOUS
from handschlag.core.database import login_parameters
from handschlag.core.files import storage
from handschlag.core.files.models import StoredFile
from handschlag.core.isolation import acting
from handschlag.core.live import app as live_app
from handschlag.core.live.backlog import MOST_CALLS
from handschlag.core.live.recent import now
from handschlag.platform.identity.models import Login
from handschlag.platform.organisations.actions import install_preset_roles, suspend_membership
from handschlag.platform.organisations.models import Membership

PEOPLE = (
    ("eva@kern.example", "Eva Kern", "12347", "administrator"),
    ("ben@kern.example", "Ben Kern", "12347", "buyer"),
    ("ida@sommer.example", "Ida Sommer", "12348", "administrator"),
)


@pytest.fixture
def company(committed_db: str, tmp_path: Path, settings: Any) -> str:
    """Eva reads all of customer 12347, Ben no invoices; Ida belongs to customer 12348."""
    settings.FILES = tmp_path / "files"
    history = write_csv(tmp_path / "history.csv", EVERY_KIND)
    with acting(SYSTEM):
        install_preset_roles(SYSTEM)
    assert command("createportal", "--company", "Brenner GmbH").exit_code == 0
    assert command("import", "orders", str(history)).exit_code == 0
    for email, name, organisation, role in PEOPLE:
        words = ("--name", name, "--organisation", organisation, "--role", role, "--no-mail")
        assert command("invite", email, *words).exit_code == 0
    return committed_db


@pytest.fixture
def server(company: str) -> Iterator[LiveServer]:
    with live_server() as running:
        yield running


@pytest.fixture
def listening(server: LiveServer) -> Iterator[Listen]:
    with listeners(server) as listen:
        yield listen


def invoice_of(number: str = "1001") -> Invoice:
    with acting(SYSTEM):
        return Invoice.objects.get(number=number)


def attach(invoice: Invoice) -> str:
    """Change an invoice by an action; returns what those who may know it are told."""
    with acting(SYSTEM):
        content = b"%PDF-1.7\n%%EOF"
        clean = StoredFile.State.CLEAN
        document = storage.store(invoice.organisation_id, "Rechnung.pdf", content, state=clean)
        attach_document(SYSTEM, invoice=invoice, document=document)
    return f"changed billing.invoice:{invoice.public_id}"


def test_change_is_told_to_those_who_may_see_it_and_nobody_else(listening: Listen) -> None:
    eva, ben, ida = (listening(email) for email, *_ in PEOPLE)
    theirs, others = invoice_of("1001"), invoice_of("1002")
    told, told_others = attach(theirs), attach(others)
    assert eva.told() == told
    assert ida.told() == told_others
    suspend(PEOPLE[1][0])
    assert ben.told() == "end"


def test_what_changed_before_the_stream_was_there_is_told_to_those_who_may_know(
    listening: Listen,
) -> None:
    page = rendered()
    told, told_others = attach(invoice_of("1001")), attach(invoice_of("1002"))
    eva, ida = (listening(PEOPLE[n][0], since=page) for n in (0, 2))
    assert (eva.told(), ida.told()) == (told, told_others)
    ben = listening(PEOPLE[1][0], since=page)
    late = listening(PEOPLE[0][0], since=now() + 60_000)
    suspend(PEOPLE[1][0])
    assert ben.told() == "end"
    again = attach(invoice_of("1001"))
    assert late.told() == again


@pytest.mark.parametrize("since", [1, 9**30])
def test_page_of_long_ago_looks_anew(listening: Listen, since: int) -> None:
    assert listening(PEOPLE[0][0], since=since).told() == "anew"


def suspend(email: str) -> None:
    with acting(SYSTEM):
        membership = Membership.objects.get(person__email=email)
        suspend_membership(SYSTEM, membership_id=membership.pk)


def test_suspended_member_is_sent_away(listening: Listen) -> None:
    ben = listening(PEOPLE[1][0])
    suspend(PEOPLE[1][0])
    assert ben.told() == "end"
    assert listening(PEOPLE[1][0]).status == 403


@pytest.mark.parametrize("cookies", ["", "handschlag_portal=invented"])
def test_stranger_hears_nothing(server: LiveServer, cookies: str) -> None:
    with closing(Listener(server, cookies)) as listener:
        assert listener.status == 403
        assert listener.answer.read() == b""


def test_host_without_portal_hears_nothing(server: LiveServer) -> None:
    cookies = cookies_of(signed_in(PEOPLE[0][0]))
    with closing(Listener(server, cookies, Host="elsewhere.example")) as listener:
        assert listener.status == 403


def test_quiet_changes_are_not_told(listening: Listen, tmp_path: Path) -> None:
    eva = listening(PEOPLE[0][0])
    changed = [{**line, "description": "Kugelhahn"} for line in EVERY_KIND]
    again = write_csv(tmp_path / "again.csv", changed)
    assert command("import", "orders", str(again)).exit_code == 0
    told = attach(invoice_of())
    assert eva.told() == told


def test_change_that_is_rolled_back_is_not_told(listening: Listen) -> None:
    eva = listening(PEOPLE[0][0])
    with acting(SYSTEM):
        attach(invoice_of("1001"))
        transaction.set_rollback(True)
    told = attach(invoice_of("C1003"))
    assert eva.told() == told


def test_pages_look_anew_when_the_database_was_away(listening: Listen) -> None:
    eva = listening(PEOPLE[0][0])
    with psycopg.connect(**login_parameters()) as connection:
        ended = connection.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where query like 'listen %' and datname = current_database()"
        )
        assert ended.rowcount == 1
    assert eva.told() == "anew"
    told = attach(invoice_of())
    assert eva.told() == told


def test_call_that_nobody_understands_silences_nothing(listening: Listen) -> None:
    eva = listening(PEOPLE[0][0])
    with psycopg.connect(**login_parameters(), autocommit=True) as connection:
        for payload in ("x", "[1]", "{}", "null"):
            connection.execute("select pg_notify('handschlag_live', %s)", [payload])
    told = attach(invoice_of())
    assert eva.told() == told


def test_nobody_listens_too_often(listening: Listen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_app, "MOST_OF_ONE_PERSON", 2)
    first = listening(PEOPLE[0][0])
    assert [listening(PEOPLE[0][0]).status for _ in range(2)] == [200, 429]
    assert listening(PEOPLE[2][0]).status == 200
    assert first.status == 200


def test_server_tells_whether_it_is_ready(server: LiveServer) -> None:
    with closing(reached(server.config.port)) as connection:
        connection.request("GET", "/readyz")
        answer = connection.getresponse()
        assert (answer.status, answer.read()) == (200, b'{"status": "ready", "problems": []}')


def test_nothing_else_is_there(server: LiveServer) -> None:
    assert answered(server.config.port, "/orders/") == 404


def test_view_lets_in_members_alone(company: str) -> None:
    with acting(ANONYMOUS):
        assert Login.objects.filter(email=PEOPLE[0][0]).exists()
    assert Client().get("/live/", headers={"host": "localhost"}).status_code == 302


def test_flood_of_calls_makes_pages_look_anew(listening: Listen) -> None:
    eva = listening(PEOPLE[0][0])
    with psycopg.connect(**login_parameters(), autocommit=True) as connection:
        connection.execute(
            "select pg_notify('handschlag_live',"
            " json_build_array('billing.invoice', -number, false)::text)"
            " from generate_series(1, %s) number",
            [MOST_CALLS * 5],
        )
    assert eva.told() == "anew"
    heard, told = 1, attach(invoice_of())
    while eva.told() != told:
        heard, told = heard + 1, attach(invoice_of())
    assert heard <= 10
