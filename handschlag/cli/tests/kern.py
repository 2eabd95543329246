"""A customer whose people see different orders, for tests of who hears what.

Planted by the application's own login, so that it also fills an installation in production.
"""

from datetime import UTC, datetime
from decimal import Decimal

from handschlag.capabilities.ordering.events import OrderChanged
from handschlag.capabilities.ordering.models import Order, Progress
from handschlag.capabilities.ordering.rules import READ
from handschlag.core.actions import Outcome, action
from handschlag.core.actor import Actor, Scope, system_actor
from handschlag.core.isolation import acting
from handschlag.core.journal import subject_of
from handschlag.core.rules import is_system
from handschlag.core.tests.write_guard import unguarded
from handschlag.platform.identity.actions import create_login, create_person
from handschlag.platform.identity.models import Person
from handschlag.platform.organisations.actions import (
    add_member,
    create_organisation,
    create_site,
)
from handschlag.platform.organisations.giving import Grant
from handschlag.platform.organisations.models import Organisation, Role, RoleRight, Site
from handschlag.platform.portals.actions import admit_organisation
from handschlag.platform.portals.models import Portal

SYSTEM = system_actor("test")
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


def ship_number(number: str) -> str:
    with acting(SYSTEM):
        return str(ship(SYSTEM, order=Order.objects.get(number=number)))


class Company:
    """Kern with two sites: Anna sees all orders, Ben those of the south, Carla those of the
    north, Dora none. Ida is a stranger."""

    def __init__(self, password: str | None = None) -> None:
        self.password = password
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
                "last": self._order(kern, "AB-4", self.north),
            }

    def ship(self, name: str) -> str:
        return ship_number(self.orders[name].number)

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
        create_login(SYSTEM, person=person, email=person.email, password=self.password)
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
