"""Two portals, and a member of staff who may change how they look."""

from typing import Any

from django.test import Client

from handschlag.core.actor import system_actor
from handschlag.core.isolation import acting
from handschlag.platform.identity.models import Login, Person
from handschlag.platform.identity.tests.factories import PASSWORD, make_login, make_person
from handschlag.platform.organisations.actions import give_staff_role
from handschlag.platform.organisations.tests.factories import make_role

HOST = {"host": "studio.testserver"}
SYSTEM = system_actor("test")


def make_staff(name: str, *rights: str) -> Login:
    person = make_person(name, kind=Person.Kind.STAFF)
    if rights:
        with acting(SYSTEM):
            give_staff_role(SYSTEM, person=person, role=make_role(*rights))
    return make_login(person)


def at_studio(login: Login, language: str = "de") -> Client:
    browser = Client(headers={**HOST, "accept-language": language})
    browser.post("/sign-in/", {"login": login.email, "password": PASSWORD})
    return browser


def text_of(response: Any) -> str:
    assert response.status_code == 200
    return str(response.content.decode())
