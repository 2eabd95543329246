"""Sessions as a browser holds them, begun without the pages that would begin them."""

from datetime import timedelta
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.utils import timezone

from handschlag.core.tests.matrix.planted import Company, create, find

# A full run takes longer than a proof of who somebody is lasts.
LATER = timezone.now() + timedelta(days=30)


def signed_in(
    person: Any, host: str, chosen: Company | None, method: str = "password"
) -> dict[str, str]:
    """The cookie of a session at `host`, in which the person has just signed in."""
    login = login_of(person)
    lasting = {"method": method, "at": LATER.timestamp()}
    values = {
        SESSION_KEY: str(login.pk),
        BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
        HASH_SESSION_KEY: login.get_session_auth_hash(),
        "account_authentication_methods": [lasting],
        "account_authentication_methods_user": str(login.pk),
    }
    if chosen is not None:
        values["organisation"] = chosen.organisation.pk
    return session_with(values, host)


def login_of(person: Any) -> Any:
    known = find("identity.Login", person=person).first()
    login = known or create("identity.Login", person=person, email=person.email)
    if not find("account.EmailAddress", user=login):
        create("account.EmailAddress", user=login, email=login.email, verified=True, primary=True)
    return login


def session_with(values: dict[str, Any], host: str) -> dict[str, str]:
    sessions: Any = import_module(settings.SESSION_ENGINE)
    face = sessions.face_at(host)
    session = sessions.SessionStore.of(face, None)
    session.update(values)
    session.save()
    return {face.cookie: session.session_key}
