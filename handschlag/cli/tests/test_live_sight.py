"""Within one company too, each hears of what they may see and of nothing else."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from handschlag.capabilities.ordering.events import OrderChanged
from handschlag.capabilities.ordering.models import Order, Progress
from handschlag.capabilities.ordering.rules import READ
from handschlag.cli.live import LiveServer
from handschlag.cli.tests.commands import command
from handschlag.cli.tests.listening import (
    SYSTEM,
    Listen,
    Listener,
    cookies_of,
    listeners,
    live_server,
    signed_in,
)
from handschlag.core.actions import Outcome, action
from handschlag.core.actor import Actor, Scope
from handschlag.core.isolation import acting
from handschlag.core.journal import subject_of
from handschlag.core.live import hub
from handschlag.core.rules import is_system
from handschlag.core.tests.write_guard import unguarded
from handschlag.platform.identity.actions import create_login, create_person, renew_login
from handschlag.platform.identity.models import Person, Session
from handschlag.platform.organisations.actions import (
    add_member,
    create_organisation,
    create_site,
    remove_membership,
)
from handschlag.platform.organisations.giving import Grant
from handschlag.platform.organisations.models import (
    Membership,
    Organisation,
    Role,
    RoleRight,
    Site,
)
from handschlag.platform.portals.actions import admit_organisation
from handschlag.platform.portals.models import Portal

SUPPLIERS = "lieferant.localhost"
NOON = datetime(2026, 11, 12, 12, 0, tzinfo=UTC)


@action(is_system)
def ship(by: Actor, *, order: Order) -> Outcome[str]:
    """Returns what those are told who may see the order."""
    order.progress = Progress.SHIPPED
    order.save(update_fields=["progress"])
    event = OrderChanged(
        number=order.number,
        progress=order.progress,
        gross_amount=str(order.gross_amount),
        currency=order.currency,
    )
    return Outcome(f"changed ordering.order:{order.public_id}", event, subject_of(order))


class Company:
    """Kern with two sites: Anna sees all orders, Ben those of the south, Carla those of the
    north, Dora none. Ida is a stranger."""

    def __init__(self) -> None:
        with acting(SYSTEM), unguarded():
            kern, sommer = self._customer("10001"), self._customer("10002")
            self.south, self.north = self._site(kern, "S"), self._site(kern, "N")
            reader, guest = self._role(READ), self._role()
            self._member("anna", kern, reader)
            self._member("ben", kern, reader, self.south)
            self._member("carla", kern, reader, self.north)
            self._member("dora", kern, guest)
            self._member("ida", sommer, reader)
            self.orders = {
                "south": self._order(kern, "AB-1", self.south),
                "north": self._order(kern, "AB-2", self.north),
                "theirs": self._order(sommer, "AB-3"),
            }

    def ship(self, name: str) -> str:
        with acting(SYSTEM):
            return str(ship(SYSTEM, order=self.orders[name]))

    def _customer(self, number: str) -> Organisation:
        customer = Organisation(name=f"Kunde {number}", number=number)
        create_organisation(SYSTEM, organisation=customer)
        admit_organisation(
            SYSTEM, portal=Portal.objects.get(host="localhost"), organisation=customer
        )
        return customer

    def _site(self, organisation: Organisation, number: str) -> Site:
        site = Site(organisation=organisation, number=number, name=f"Lager {number}")
        create_site(SYSTEM, site=site)
        return site

    def _role(self, *rights: str) -> Role:
        role = Role.objects.create(name={"de": "Rolle", "en": "Role"})
        for right in rights:
            RoleRight.objects.create(role=role, right=right, scope=Scope.COMPANY)
        return role

    def _member(self, name: str, organisation: Organisation, role: Role, *sites: Site) -> None:
        person = Person(name=name.title(), email=mail_of(name))
        create_person(SYSTEM, person=person)
        create_login(SYSTEM, person=person, email=person.email)
        scope = Scope.SITE if sites else Scope.COMPANY
        grant = Grant(
            person=person, organisation=organisation, roles=[role], scope=scope, sites=sites
        )
        add_member(SYSTEM, grant=grant)

    def _order(self, organisation: Organisation, number: str, site: Site | None = None) -> Order:
        amounts = {name: Decimal(100) for name in ("net_amount", "gross_amount")}
        return Order.objects.create(
            organisation=organisation,
            site=site,
            number=number,
            ordered_at=NOON,
            changed_at=NOON,
            currency="EUR",
            tax_amount=Decimal(0),
            **amounts,
        )


def mail_of(name: str) -> str:
    return f"{name}@kern.example"


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
