from collections.abc import Iterable
from datetime import datetime
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from handschlag.core.actor import Actor
from handschlag.core.isolation import acting
from handschlag.platform.identity.models import FormerAddress, Login, Person, Session


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


def last_sign_ins(people: QuerySet[Any, Any] | Iterable[int], by: Actor) -> dict[int, datetime]:
    """When each of `people`, given by their ids, signed in last; who never did is left out."""
    with acting(by, at_gate=True):
        logins = Login.objects.filter(person__in=people)
        moments = logins.values_list("person_id", "last_login")
        return {person: moment for person, moment in moments if moment is not None}


def with_second_factor(people: Iterable[int], by: Actor) -> set[int]:
    """Those of `people` for whom signing in takes more than a password or a code by mail."""
    with acting(by, at_gate=True):
        factors = Authenticator.objects.filter(user__person__in=list(people))
        second = factors.exclude(type=Authenticator.Type.RECOVERY_CODES)
        return set(second.values_list("user__person", flat=True))


def person_signing_in(by: Actor, email: str) -> Person | None:
    """Whoever signs in with `email`."""
    with acting(by, at_gate=True):
        return Person.objects.filter(login__email=email.lower()).first()


def login_of(person: Person) -> Login:
    """What the person signs in with; asked in the database role `gate`."""
    return Login.objects.get(person=person)


def is_taken(by: Actor, email: str, *, but: int | None) -> bool:
    """Whether somebody signs in with `email`, or may soon again, who is not the person `but`.

    Asks the same whatever it finds.
    """
    with acting(by, at_gate=True):
        logins = Login.objects.filter(~Q(person=but), email=email)
        former = FormerAddress.objects.filter(~Q(login__person=but), email=email)
        return any([logins.exists(), former.exists()])


def sessions_of(by: Actor) -> QuerySet[Session]:
    """The browsers in which the person has signed in; asked in the database role `gate`."""
    return Session.objects.filter(Q(login__person=by.person_id), login__isnull=False)


def own_sessions(by: Actor) -> list[Session]:
    """Where the person is signed in, the latest use first."""
    with acting(by, at_gate=True):
        return list(sessions_of(by).filter(expire_date__gt=timezone.now()).order_by("-seen_at"))


def own_session(by: Actor, handle: str) -> Session | None:
    return next((session for session in own_sessions(by) if session.handle == handle), None)


def factors_of(by: Actor) -> QuerySet[Authenticator]:
    """The person's passkeys, authenticator app and recovery codes; asked in the role `gate`."""
    return Authenticator.objects.filter(Q(user__person=by.person_id))


def own_factors(by: Actor) -> list[Authenticator]:
    """Recovery codes last, otherwise as they were added."""
    with acting(by, at_gate=True):
        found = factors_of(by).order_by("created_at")
        return sorted(found, key=lambda factor: factor.type == Authenticator.Type.RECOVERY_CODES)


def own_factor(by: Actor, number: str) -> Authenticator | None:
    return next((factor for factor in own_factors(by) if str(factor.pk) == number), None)


def has_second_factor(by: Actor) -> bool:
    """Whether signing in takes more than a password or a code by mail."""
    types = {factor.type for factor in own_factors(by)}
    return bool(types - {Authenticator.Type.RECOVERY_CODES})


def signed_in_by_factor(request: HttpRequest) -> bool:
    """Whether this session has passed the second step, at its beginning or since."""
    records = get_authentication_records(request, request.user)  # type: ignore[arg-type]
    return any(record["method"] == "mfa" for record in records)
