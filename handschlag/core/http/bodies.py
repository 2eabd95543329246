"""Takes in what a form sends before a transaction begins: who sends slowly holds none open."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest, HttpResponseBase
from django.http.request import split_domain_port
from django.shortcuts import render
from django.utils import translation

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class BodyMiddleware:
    """Refuses by its announced length what is larger than any form, without reading it.

    Only a POST is read, since no view asks for the body of anything else.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        length = _announced(request)
        if length > _most(request):
            return _too_large(request)
        # A visitor who went away half-way has not sent the form that the rest would make of it.
        if request.method == "POST" and len(request.body) < length:
            raise BadRequest("body")
        return self.get_response(request)


class StudioUploads(MemoryFileUploadHandler):
    """Keeps what is uploaded in the memory; at other hosts than the studio's a file is refused."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        if not _is_studio(self.request):  # type: ignore[arg-type]
            raise BadRequest("file")
        super().new_file(*args, **kwargs)


def _most(request: HttpRequest) -> int:
    is_studio = _is_studio(request)
    return settings.DATA_UPLOAD_MAX_MEMORY_SIZE if is_studio else settings.LARGEST_FORM


def _is_studio(request: HttpRequest) -> bool:
    return split_domain_port(request.get_host())[0] == settings.STUDIO_HOST


def _announced(request: HttpRequest) -> int:
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal():
        raise BadRequest("length")
    return int(length)


def _too_large(request: HttpRequest) -> HttpResponseBase:
    context = {"reference": request.reference}  # type: ignore[attr-defined]
    with translation.override(translation.get_language_from_request(request)):
        return render(
            request,
            "ui/errors/413.html",
            context,
            status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        )
