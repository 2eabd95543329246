"""One session cookie per face, each with its own lifetime.

A session remembers the face that began it, so the desk's opens no portal page and the reverse,
whatever cookie it is sent in.
"""

import re
import time
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.http import http_date

from handschlag.core.http import FaceName

STAMP = "_stamp"
KEY = re.compile(r"[a-z0-9]{32}")
TOUCH_AFTER = timedelta(hours=1).total_seconds()


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


def face_at(host: str) -> Face:
    return DESK if host == settings.DESK_HOST else PORTAL


class SessionStore(db.SessionStore):
    """A session of one face; one that is too old, or another face's, reads as empty."""

    face = PORTAL
    is_used = True

    @classmethod
    def of(cls, face: Face, key: str | None) -> "SessionStore":
        store = cls(key)
        store.face = face
        return store

    def get_session_cookie_age(self) -> int:
        return int(self.face.idle.total_seconds())

    def load(self) -> dict[str, Any]:
        data = super().load()
        if self._has_ended(data.get(STAMP)):
            self._session_key = None
            return {}
        return data

    def stamp(self) -> None:
        """Note the last use; whoever signs in begins the session's life anew."""
        now, known = time.time(), self.get(STAMP)
        login = self.get(SESSION_KEY)
        began = known["began"] if known and known["login"] == login else now
        self[STAMP] = {"face": self.face.name, "began": began, "seen": now, "login": login}

    @property
    def is_due(self) -> bool:
        """True when the last use was noted so long ago that it should be noted again."""
        known = self.get(STAMP) if self.is_used else None
        return known is not None and time.time() - known["seen"] > TOUCH_AFTER

    def _has_ended(self, stamp: dict[str, Any] | None) -> bool:
        if stamp is None:
            return False
        now = time.time()
        return (
            stamp["face"] != self.face.name
            or now - stamp["began"] > self.face.absolute.total_seconds()
            or now - stamp["seen"] > self.face.idle.total_seconds()
        )


class FaceSessionMiddleware(SessionMiddleware):
    def process_request(self, request: HttpRequest) -> None:
        face: Face = request.face  # type: ignore[attr-defined]
        request.session = SessionStore.of(face, _key_in(request.COOKIES.get(face.cookie, "")))

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
    session.stamp()
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
