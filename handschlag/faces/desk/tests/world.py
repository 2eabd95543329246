"""Two customers, a member of staff who may see everything, and one who may not see invoices."""

from dataclasses import dataclass
from typing import Any

from django.test import Client

from handschlag.capabilities.billing.models import Invoice
from handschlag.capabilities.billing.tests.factories import make_invoice
from handschlag.capabilities.ordering.models import Order
from handschlag.capabilities.ordering.tests.factories import make_order
from handschlag.core.actor import system_actor
from handschlag.core.isolation import acting
from handschlag.platform.identity.models import Login, Person
from handschlag.platform.identity.tests.factories import PASSWORD, make_login, make_person
from handschlag.platform.organisations.actions import give_staff_role
from handschlag.platform.organisations.models import Organisation
from handschlag.platform.organisations.tests.factories import (
    make_membership,
    make_organisation,
    make_role,
)
from handschlag.platform.portals.tests.factories import admit, make_portal

HOST = {"host": "desk.testserver"}
SYSTEM = system_actor("test")


@dataclass(frozen=True)
class World:
    kern: Organisation
    sommer: Organisation
    order: Order
    invoice: Invoice
    eva: Login


def make_world() -> World:
    kern = make_organisation("Kern Haustechnik GmbH", number="K-2001")
    sommer = make_organisation("Sommer & Söhne", number="K-2002")
    admit(make_portal(), kern, sommer)
    eva = make_login(make_person("Eva Kern", email="eva@kern.example"))
    role = make_role("ordering.read", name={"de": "Einkauf", "en": "Purchasing"})
    make_membership(eva.person, kern, role)
    order = make_order(kern, number="AB-2026-0815")
    return World(kern, sommer, order, make_invoice(kern, number="RE-2026-4711", order=order), eva)


def make_staff(name: str, *rights: str) -> Login:
    person = make_person(name, kind=Person.Kind.STAFF)
    if rights:
        with acting(SYSTEM):
            give_staff_role(SYSTEM, person=person, role=make_role(*rights))
    return make_login(person)


def at_desk(login: Login, language: str = "de") -> Client:
    browser = Client(headers={**HOST, "accept-language": language})
    browser.post("/sign-in/", {"login": login.email, "password": PASSWORD})
    return browser


def text_of(response: Any) -> str:
    assert response.status_code == 200
    return str(response.content.decode())
