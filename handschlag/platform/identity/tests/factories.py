from functools import cache
from itertools import count
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.test import Client

from handschlag.core.tests.factory_role import as_owner
from handschlag.platform.identity.models import Login, Person

PASSWORD = "blaue-tasse-im-regen"
_numbers = count(1)


@cache
def hashed() -> str:
    return make_password(PASSWORD)


def make_person(name: str = "Anna Kessler", **changes: Any) -> Person:
    with as_owner():
        return Person.objects.create(name=name, **changes)


def make_login(person: Person | None = None, **changes: Any) -> Login:
    person = person or make_person()
    email = changes.pop("email", f"{person.name.split()[0].lower()}{next(_numbers)}@example.test")
    with as_owner():
        login = Login.objects.create(person=person, email=email, password=hashed(), **changes)
        EmailAddress.objects.create(user=login, email=email, verified=True, primary=True)
        return login


def signed_in(login: Login, **client: Any) -> Client:
    """A browser in which `login` has signed in."""
    browser = Client(**client)
    with as_owner():
        browser.force_login(login)
    return browser
