"""What a form sends is taken in before a transaction begins, or refused unread."""

import io
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client

from handschlag.core.isolation import current_actor

FORM = b"login=eva@kern.example"
SIGN_IN = "/sign-in/"
pytestmark = pytest.mark.django_db


class Body(io.BytesIO):
    """What comes in by the wire; `read_by` is who was acting whenever it was asked for."""

    def __init__(self, content: bytes) -> None:
        super().__init__(content)
        self.read_by: list[object] = []

    def read(self, size: int | None = -1) -> bytes:
        self.read_by.append(current_actor())
        return super().read(size)


def sent(body: Body, length: str, *, method: str = "POST", language: str = "de") -> Any:
    headers = {"content-type": "application/x-www-form-urlencoded", "accept-language": language}
    about: dict[str, Any] = {"wsgi.input": body, "CONTENT_LENGTH": length}
    return Client(headers=headers).generic(method, SIGN_IN, **about)


@pytest.mark.usefixtures("portal_here")
def test_form_is_read_before_the_transaction() -> None:
    body = Body(FORM)
    assert sent(body, str(len(FORM))).status_code == 200
    assert body.read_by
    assert set(body.read_by) == {None}


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("de", "ist größer als jedes Formular dieses Portals"),
        ("en", "is larger than any form of this portal"),
    ],
)
@pytest.mark.parametrize("method", ["POST", "GET", "PUT"])
def test_too_large_is_refused_unread(language: str, sentence: str, method: str) -> None:
    body = Body(FORM)
    length = str(settings.LARGEST_FORM + 1)
    response = sent(body, length, method=method, language=language)
    assert response.status_code == 413
    assert sentence in response.text
    assert response["X-Request-Id"] in response.text
    assert body.read_by == []


@pytest.mark.usefixtures("portal_here")
def test_half_a_form_is_no_form() -> None:
    assert sent(Body(FORM), str(len(FORM) + 1)).status_code == 400


@pytest.mark.parametrize("length", ["-5", "²", "1e3"])
def test_length_that_is_no_number_is_refused(length: str) -> None:
    body = Body(FORM)
    assert sent(body, length).status_code == 400
    assert body.read_by == []


@pytest.mark.usefixtures("portal_here")
def test_nobody_waits_for_the_body_of_a_get() -> None:
    body = Body(b"")
    assert sent(body, "100", method="GET").status_code == 200
    assert body.read_by == []


@pytest.mark.usefixtures("portal_here")
def test_file_is_refused() -> None:
    upload = {"login": "eva@kern.example", "file": SimpleUploadedFile("a.txt", b"text")}
    careful = Client(enforce_csrf_checks=True)
    careful.get(SIGN_IN)
    assert [browser.post(SIGN_IN, upload).status_code for browser in (Client(), careful)] == [
        400,
        400,
    ]


@pytest.mark.parametrize("alias", ["default", "autocommit"])
def test_no_transaction_stays_open_for_long(alias: str) -> None:
    with connections[alias].cursor() as cursor:
        cursor.execute("show idle_in_transaction_session_timeout")
        assert cursor.fetchone() == ("1min",)
