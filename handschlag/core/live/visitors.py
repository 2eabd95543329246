"""Who listens: asked of the pages' own middleware and door, so that no rule stands here again."""

from dataclasses import dataclass
from http import HTTPStatus
from io import BytesIO
from typing import Any

from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest
from django.db import close_old_connections
from django.http import HttpResponseBase

from handschlag.core.actor import ANONYMOUS, Actor

Scope = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Visitor:
    """`status` is what the door answered: 204 lets in, and `actor` is whom it let in."""

    status: int
    actor: Actor

    @property
    def is_let_in(self) -> bool:
        return self.status == HTTPStatus.NO_CONTENT

    @property
    def refusal(self) -> HTTPStatus:
        """A stream leads nowhere, so a door that would send to the sign-in says no."""
        is_broken = self.status >= HTTPStatus.INTERNAL_SERVER_ERROR
        return HTTPStatus.SERVICE_UNAVAILABLE if is_broken else HTTPStatus.FORBIDDEN


class Reception(BaseHandler):
    """Blocks while it asks; call it in a thread."""

    def __init__(self) -> None:
        super().__init__()
        self.load_middleware()

    def visitor(self, scope: Scope) -> Visitor:
        request = WSGIRequest(environment_of(scope))
        response = self._answered(request)
        return Visitor(response.status_code, getattr(request, "actor", ANONYMOUS))

    def answer(self, scope: Scope) -> HttpResponseBase:
        return self._answered(WSGIRequest(environment_of(scope)))

    def _answered(self, request: WSGIRequest) -> HttpResponseBase:
        close_old_connections()
        try:
            response = self.get_response(request)
            response.close()
            return response
        finally:
            close_old_connections()


def environment_of(scope: Scope) -> dict[str, Any]:
    """The environment of PEP 3333 for an ASGI request without body."""
    host, port = scope.get("server") or ("localhost", 80)
    environment = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode().decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": host,
        "SERVER_PORT": str(port),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": (scope.get("client") or ("",))[0],
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": BytesIO(),
    }
    for name, value in scope["headers"]:
        if b"_" in name:  # would pass for the same name with hyphens, which the proxy has set
            continue
        key = "HTTP_" + name.decode("latin-1").upper().replace("-", "_")
        separator = "; " if key == "HTTP_COOKIE" else ","
        known = environment.get(key)
        text = value.decode("latin-1")
        environment[key] = f"{known}{separator}{text}" if known else text
    return environment
