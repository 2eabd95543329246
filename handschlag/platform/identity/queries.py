from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet

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


def last_sign_ins(people: QuerySet[Any, Any], by: Actor) -> dict[int, datetime]:
    """When each of `people`, given by their ids, signed in last; who never did is left out."""
    with acting(by, at_gate=True):
        logins = Login.objects.filter(person__in=people)
        moments = logins.values_list("person_id", "last_login")
        return {person: moment for person, moment in moments if moment is not None}


def person_signing_in(by: Actor, email: str) -> Person | None:
    """Whoever signs in with `email`."""
    with acting(by, at_gate=True):
        return Person.objects.filter(login__email=email.lower()).first()
