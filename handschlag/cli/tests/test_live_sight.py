"""Within one company too, each hears of what they may see and of nothing else."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from handschlag.cli.live import LiveServer
from handschlag.cli.tests.commands import command
from handschlag.cli.tests.kern import Company, mail_of
from handschlag.cli.tests.listening import (
    SYSTEM,
    Listen,
    Listener,
    cookies_of,
    listeners,
    live_server,
    signed_in,
)
from handschlag.core.actor import Actor, ActorKind
from handschlag.core.isolation import acting
from handschlag.core.live import hub
from handschlag.core.tests.write_guard import unguarded
from handschlag.platform.identity.actions import end_session, renew_login
from handschlag.platform.identity.models import Person, Session
from handschlag.platform.identity.queries import own_sessions
from handschlag.platform.organisations.actions import remove_membership
from handschlag.platform.organisations.models import Membership

SUPPLIERS = "lieferant.localhost"


@pytest.fixture
def company(committed_db: str) -> Company:
    for words in ((), ("--host", SUPPLIERS, "--purpose", "supplier")):
        opened = command("createportal", "--company", "Brenner GmbH", *words)
        assert opened.exit_code == 0, opened.output
    return Company()


@pytest.fixture
def server(company: Company) -> Iterator[LiveServer]:
    with live_server() as running:
        yield running


@pytest.fixture
def listening(server: LiveServer) -> Iterator[Listen]:
    with listeners(server) as listen:
        yield lambda name: listen(mail_of(name))


def test_shipped_order_is_told_to_those_who_may_see_it(company: Company, listening: Listen) -> None:
    anna, ben, carla, dora, ida = map(listening, ("anna", "ben", "carla", "dora", "ida"))
    south, north, theirs = (company.ship(name) for name in ("south", "north", "theirs"))
    assert [anna.told(), anna.told()] == [south, north]
    assert ben.told() == south
    assert carla.told() == north
    assert ida.told() == theirs
    remove("ben", "dora")
    assert ben.told() == dora.told() == "end", "neither heard of anything else before"


def remove(*names: str) -> None:
    with acting(SYSTEM):
        for name in names:
            membership = Membership.objects.get(person__email=mail_of(name))
            remove_membership(SYSTEM, membership_id=membership.pk)


def test_whoever_comes_back_is_told_again(company: Company, listening: Listen) -> None:
    listening("ben").close()
    back = listening("ben")
    assert company.ship("north") != (south := company.ship("south"))
    assert back.told() == south


def test_sign_out_ends_the_streams_of_that_session_alone(
    server: LiveServer, company: Company, listening: Listen
) -> None:
    browser = signed_in(mail_of("anna"))
    here, elsewhere = Listener(server, cookies_of(browser)), listening("anna")
    assert browser.post("/sign-out/", headers={"host": "localhost"}).status_code == 302
    assert here.told() == "end"
    south = company.ship("south")
    assert elsewhere.told() == south
    here.close()


def test_new_password_ends_all_streams(company: Company, listening: Listen) -> None:
    streams = [listening("anna"), listening("anna")]
    with acting(SYSTEM):
        anna = Person.objects.get(email=mail_of("anna"))
        renew_login(SYSTEM, person=anna, password="blaue-tasse-im-regen")
    assert [stream.told() for stream in streams] == ["end", "end"]


def test_session_that_its_owner_ends_ends_its_stream(company: Company, listening: Listen) -> None:
    lost, mine = listening("anna"), listening("anna")
    with acting(SYSTEM):
        anna = Person.objects.get(email=mail_of("anna"))
    by = Actor(kind=ActorKind.PERSON, person_id=anna.pk)
    with acting(by):
        *_, first = own_sessions(by)
        end_session(by, session=first)
    assert lost.told() == "end"
    south = company.ship("south")
    assert mine.told() == south
    mine.close()


def test_session_that_is_gone_ends_its_stream_in_time(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub, "LOOK_AGAIN_AFTER", 0.2)
    with live_server() as server, listeners(server) as listen:
        stream = listen(mail_of("anna"))
        with acting(SYSTEM, at_gate=True), unguarded():
            assert Session.objects.all().delete()[0] == 1
        assert stream.told() == "end"


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": SUPPLIERS},
        {"Sec_Fetch_Site": "same-site"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Origin": "http://lieferant.localhost"},
        {"Origin": "null"},
    ],
)
def test_stream_stays_at_its_own_portal(
    server: LiveServer, company: Company, headers: dict[str, str]
) -> None:
    cookies = cookies_of(signed_in(mail_of("anna")))
    refused, let_in = Listener(server, cookies, **headers), Listener(server, cookies)
    assert (refused.status, let_in.status) == (403, 200)
    refused.close()
    let_in.close()


def test_listening_keeps_no_session_alive(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handschlag.platform.portals.sessions.TOUCH_AFTER", timedelta(-1))
    browser = signed_in(mail_of("anna"))
    at = {"host": "localhost"}
    assert browser.get("/", headers=at).cookies, "a page is a use"
    assert browser.get("/live/", headers=at).status_code == 204
    assert not browser.get("/live/", headers=at).cookies
