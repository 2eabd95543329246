"""One session cookie per face, each with its own lifetime.

A session remembers the face that began it, so the desk's opens no portal page and the reverse,
whatever cookie it is sent in.
"""

import re
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.sessions.middleware import SessionMiddleware
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import http_date

from handschlag.core.http import FaceName
from handschlag.core.prepared import fetched
from handschlag.platform.identity.models import Session
from handschlag.platform.portals.devices import device_of

KEY = re.compile(r"[a-z0-9]{32}")
TOUCH_AFTER = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Face:
    """`home` is its first page, `idle` the longest pause of its sessions, `absolute` their life."""

    name: FaceName
    home: str
    idle: timedelta
    absolute: timedelta

    @property
    def cookie(self) -> str:
        return f"{settings.COOKIE_PREFIX}handschlag_{self.name}"


PORTAL = Face(FaceName.PORTAL, "/", idle=timedelta(days=7), absolute=timedelta(days=30))
DESK = Face(FaceName.DESK, "/desk/", idle=timedelta(hours=1), absolute=timedelta(hours=12))
STUDIO = Face(FaceName.STUDIO, "/studio/", idle=timedelta(hours=1), absolute=timedelta(hours=12))
FOR_STAFF = (DESK, STUDIO)


def face_at(host: str) -> Face:
    return {settings.DESK_HOST: DESK, settings.STUDIO_HOST: STUDIO}.get(host, PORTAL)


class SessionStore(db.SessionStore):
    """A session of one face; one that is too old, or another face's, reads as empty.

    `agent` is what the browser says it is. `is_used` is False where a page only listens.
    """

    face = PORTAL
    agent = ""
    is_used = True
    _known: Session | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    @classmethod
    def of(cls, face: Face, key: str | None, agent: str = "") -> "SessionStore":
        store = cls(key)
        store.face, store.agent = face, agent
        return store

    def get_session_cookie_age(self) -> int:
        return int(self.face.idle.total_seconds())

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """Whoever signs in begins the session's life anew."""
        now, login = timezone.now(), data.get(SESSION_KEY)
        goes_on = self._known is not None and self._known.login_id == (login and int(login))
        began = self._known.began_at if self._known and goes_on else now
        browser, system = device_of(self.agent)
        return Session(
            session_key=self._get_or_create_session_key(),  # type: ignore[attr-defined]
            session_data=self.encode(data),
            expire_date=min(now + self.face.idle, began + self.face.absolute),
            login_id=login,
            face=self.face.name,
            browser=browser,
            system=system,
            began_at=began,
            seen_at=now,
        )

    @property
    def is_due(self) -> bool:
        """True when the last use was noted so long ago that it should be noted again."""
        known = self._known if self.is_used else None
        return known is not None and timezone.now() - known.seen_at > TOUCH_AFTER

    def _get_session_from_db(self) -> Session | None:
        found = next(iter(fetched(_unended, self.session_key, timezone.now())), None)
        if found is None or found.face != self.face.name:
            self._session_key = found = None
        self._known = found
        return found


def _unended(key: str, now: datetime) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=now)


class FaceSessionMiddleware(SessionMiddleware):
    def process_request(self, request: HttpRequest) -> None:
        face: Face = request.face  # type: ignore[attr-defined]
        key, agent = request.COOKIES.get(face.cookie, ""), request.headers.get("User-Agent", "")
        request.session = SessionStore.of(face, _key_in(key), agent)

    def process_response(  # type: ignore[override]
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        session: SessionStore = request.session  # type: ignore[assignment]
        if session.accessed:
            patch_vary_headers(response, ("Cookie",))
        if session.face.cookie in request.COOKIES and session.is_empty():
            response.delete_cookie(session.face.cookie, samesite="Lax")
        elif _wants_saving(session) and response.status_code < HTTPStatus.INTERNAL_SERVER_ERROR:
            _save(session)
            _send(session, response)
        return response


def _key_in(cookie: str) -> str | None:
    """What cannot be a key is none, and is never put to the database."""
    return cookie if KEY.fullmatch(cookie) else None


def _wants_saving(session: SessionStore) -> bool:
    if not session.accessed or session.is_empty():
        return False
    return session.modified or session.is_due


def _save(session: SessionStore) -> None:
    try:
        session.save()
    except UpdateError:
        raise SessionInterrupted("The session ended while its request was under way.") from None


def _send(session: SessionStore, response: HttpResponseBase) -> None:
    age = session.get_session_cookie_age()
    response.set_cookie(
        session.face.cookie,
        session.session_key or "",
        max_age=age,
        expires=http_date(time.time() + age),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
