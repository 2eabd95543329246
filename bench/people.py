"""Who calls: people of many organisations, each with a session, as the sign-in would leave it."""

from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from bench.history import LARGE, MODEL
from handschlag.core.actor import ANONYMOUS, Scope, system_actor
from handschlag.core.isolation import acting
from handschlag.platform.identity.models import Login, Person
from handschlag.platform.organisations.models import Organisation, Role
from handschlag.platform.organisations.rights import Preset
from handschlag.platform.portals.actions import Newcomer, invite
from handschlag.platform.portals.queries import first_host, portal_at
from handschlag.platform.portals.sessions import PORTAL, SessionStore

BY = system_actor("bench")
VISITORS, LISTENERS = 40, 84
OWNER = "s.kessler@kessler-haustechnik.example"


def fill_people() -> None:
    """One visitor in each of many organisations, and many who look at the pages of one."""
    with acting(BY):
        if Person.objects.filter(email=_email("visitor", 0)).exists():
            return
        copies = Organisation.objects.filter(number__startswith=f"{MODEL}-").order_by("?")
        _invite("visitor", copies[:VISITORS])
        _invite("listener", [Organisation.objects.get(number=LARGE)] * LISTENERS)


def _invite(kind: str, organisations: Iterable[Organisation]) -> None:
    portal, role = portal_at(first_host()), Role.objects.get(preset=Preset.ADMINISTRATOR)
    for place, organisation in enumerate(organisations):
        newcomer = Newcomer(
            name=f"{kind.title()} Nr. {place}",
            email=_email(kind, place),
            organisation=organisation,
            role=role,
            scope=Scope.COMPANY,
            is_told_by_mail=False,
        )
        invite(BY, portal=portal, newcomer=newcomer)


def _email(kind: str, place: int) -> str:
    return f"{kind}.{place}@bench.example"


def visitors() -> list[str]:
    """Cookies of people with as many orders as is usual."""
    return [_cookie(_email("visitor", place)) for place in range(VISITORS)]


def listeners() -> list[str]:
    return [_cookie(_email("listener", place)) for place in range(LISTENERS)]


def owner() -> str:
    """The cookie of whoever has thousands of orders."""
    return _cookie(OWNER)


def _cookie(email: str) -> str:
    with acting(ANONYMOUS):
        login = Login.objects.get(email=email)
        session = SessionStore.of(PORTAL, None)
        session[SESSION_KEY] = str(login.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = login.get_session_auth_hash()
        session.save()
        return f"{PORTAL.cookie}={session.session_key}"
