from collections.abc import Iterable

from django.db.models import F

from handschlag.core.actor import Actor
from handschlag.core.isolation import acting
from handschlag.platform.identity.models import Login, Person


def mailboxes(by: Actor, people: Iterable[int]) -> dict[int, str]:
    """The verified address of each of `people` who can sign in; empty when it takes no mail."""
    with acting(by, at_gate=True):
        logins = Login.objects.filter(
            person__in=list(people),
            is_active=True,
            emailaddress__verified=True,
            emailaddress__email=F("email"),
        )
        found = logins.values_list("person_id", "email", "person__refused_email")
        return {person: "" if email == refused else email for person, email, refused in found}


def person_signing_in(by: Actor, email: str) -> Person | None:
    """Whoever signs in with `email`."""
    with acting(by, at_gate=True):
        return Person.objects.filter(login__email=email.lower()).first()
