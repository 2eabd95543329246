"""Asks one question as a visitor and says what is wrong with the answer."""

import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

from django.db import transaction
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from handschlag.core.actor import ANONYMOUS
from handschlag.core.capability import contributions
from handschlag.core.exports import XLSX
from handschlag.core.paper.answers import PDF
from handschlag.core.tests.matrix.cells import SAFE, Cell
from handschlag.core.tests.matrix.planted import rooms_with_rights
from handschlag.core.tests.matrix.scene import Scene
from handschlag.core.tests.matrix.statements import Log, overheard, unowned, written
from handschlag.core.tests.matrix.visitors import OF_PERSON
from handschlag.core.tests.pdf import words_of

OK, FORBIDDEN = 200, 403
BROWSER = Client(raise_request_exception=False)


@dataclass(frozen=True)
class Answer:
    status: int
    text: str
    response: Any
    log: Log


def faults(cell: Cell, scene: Scene) -> Iterator[str]:
    """What is wrong with one cell; all that it did is taken back."""
    with taken_back():
        for fault in _faults(cell, scene, asked(cell)):
            yield f"{cell}: {fault}"


@contextmanager
def taken_back() -> Iterator[None]:
    with transaction.atomic(), transaction.atomic(using="autocommit"):
        yield
        transaction.set_rollback(True)
        transaction.set_rollback(True, using="autocommit")


def asked(cell: Cell) -> Answer:
    BROWSER.cookies = SimpleCookie(cell.visitor.cookies)
    with overheard() as log:
        response = BROWSER.generic(
            cell.method,
            cell.url(),
            headers={"host": cell.visitor.host, **cell.visitor.headers},
            **_form(cell),
        )
        text = text_of(response)
    return Answer(response.status_code, text, response, log)


def _form(cell: Cell) -> dict[str, Any]:
    if cell.method == "GET":
        return {}
    return {
        "data": urlencode(cell.data()),
        "content_type": "application/x-www-form-urlencoded",
    }


def text_of(response: Any) -> str:
    """Body and headers; of a workbook its cells and of a PDF its words, which are packed."""
    body = b"".join(response) if response.streaming else response.content
    head = json.dumps(dict(response.headers)) + str(response.cookies)
    if response.headers.get("Content-Type") == XLSX and body:
        rows = load_workbook(io.BytesIO(body)).active.iter_rows(values_only=True)
        return head + str(list(rows))
    if response.headers.get("Content-Type") == PDF and body:
        return head + words_of(body).replace(" ", "")  # a canary may stand in two lines
    return head + body.decode(errors="replace")


def _faults(cell: Cell, scene: Scene, answer: Answer) -> Iterator[str]:
    if answer.status != cell.expected:
        yield f"{answer.status} instead of {cell.expected}"
    yield from _canaries(cell, scene, answer)
    yield from _mistaken(cell, answer)
    if cell.answers.of_guest and cell.is_let_in:
        return
    yield from _menu(cell, answer)
    changed = written(answer.log) - _noted(cell)
    if changed and (cell.method in SAFE or not cell.is_let_in):
        yield f"changed {sorted(changed)}"
    if not cell.answers.is_of_all and (tables := unowned(answer.log)):
        yield f"asked {sorted(tables)} without saying whose rows"


def _noted(cell: Cell) -> set[str]:
    return {"core_journal"} if cell.answers.is_noted and cell.is_let_in else set()


def _canaries(cell: Cell, scene: Scene, answer: Answer) -> Iterator[str]:
    for token in scene.foreign_to(cell.visitor) | cell.others:
        if token in answer.text:
            yield f"shows {token}"
    for token in _own(cell, answer):
        if token not in answer.text:
            yield f"lacks its own {token}"


def _own(cell: Cell, answer: Answer) -> set[str]:
    if answer.status == FORBIDDEN and not cell.is_let_in and cell.visitor.is_placed:
        return set(cell.visitor.knows) if cell.method == "GET" else set()
    if cell.method == "HEAD" or answer.status != OK or not cell.is_let_in:
        return set()
    own = set(cell.shows)
    if _is_framed(answer) and cell.visitor.is_signed_in and not cell.answers.of_guest:
        here = cell.visitor.actor.organisation_id
        named = {c.token for c in cell.visitor.companies if c.organisation.pk == here}
        own |= {cell.visitor.token} | named
    return own - {""}


def _is_framed(answer: Answer) -> bool:
    """A page with the menu and the switcher around its content."""
    context = answer.response.context or {}
    url = context.get("sign_out_url")
    return url is not None and url in answer.text


def _mistaken(cell: Cell, answer: Answer) -> Iterator[str]:
    """Whoever asks is taken for nobody else, with no other right and at no other site."""
    door = cell.route.door
    expected = ANONYMOUS if door.is_public else cell.visitor.actor
    known = getattr(answer.response.wsgi_request, "actor", None)
    for name in OF_PERSON:
        if known is not None and getattr(known, name) != getattr(expected, name):
            yield f"{name} {getattr(known, name)} instead of {getattr(expected, name)}"
    language = answer.response.headers.get("Content-Language", cell.visitor.language)
    if language != cell.visitor.language and not door.is_public:
        yield f"speaks {language} instead of {cell.visitor.language}"


def _menu(cell: Cell, answer: Answer) -> Iterator[str]:
    if not _is_framed(answer):
        return
    actor = cell.visitor.actor
    shown = {link.url for link in answer.response.context["menu"]}
    for room, url in menu_of_rooms():
        is_theirs = cell.visitor.scope_in(room) is not None and room in actor.uses
        if (url in shown) != is_theirs:
            yield f"menu {'offers' if url in shown else 'lacks'} {url}"


def menu_of_rooms() -> list[tuple[str, str]]:
    """The rooms that a right opens, with where the menu leads to."""
    rooms = rooms_with_rights()
    return [
        (room.label, reverse(item.url_name))
        for room, items in contributions("menu")
        for item in items
        if room.label in rooms
    ]
