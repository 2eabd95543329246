"""Everything that a person reads is English in the source and German in the room's catalogue."""

import io
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

from handschlag.core.tests.rooms import PACKAGE, Room, rooms

KEYWORDS = {
    **dict.fromkeys(["_", "gettext", "gettext_lazy", "gettext_noop"], (None, 1, None)),
    **dict.fromkeys(["ngettext", "ngettext_lazy"], (None, 1, 2)),
    **dict.fromkeys(["pgettext", "pgettext_lazy"], (1, 2, None)),
    **dict.fromkeys(["npgettext", "npgettext_lazy"], (1, 2, 3)),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[a-z]")
UNNAMED = re.compile(r"%[sd]|\{\}")
PLURAL_ONLY = {"count", "counter", "number"}
TAGS = re.compile(
    r"\{#.*?#\}|\{%\s*comment.*?endcomment\s*%\}|\{%\s*blocktranslate.*?endblocktranslate\s*%\}"
    r"|\{%\s*verbatim.*?endverbatim\s*%\}|\{%.*?%\}|\{\{.*?\}\}",
    re.DOTALL,
)
WORD = re.compile(r"[^\W\d_]{2,}")
READ_ATTRIBUTES = {"title", "alt", "placeholder", "aria-label", "aria-description", "label"}
SAME_EVERYWHERE = {"Handschlag", "PDF", "CSV", "XLSX"}

Message = tuple[str | None, str]
WITH_WORDS = [room for room in rooms() if room.files(".py", ".html", ".txt")]
EVERY_ROOM = pytest.mark.parametrize("room", WITH_WORDS, ids=lambda room: room.name)


def messages_of(room: Room) -> dict[Message, str]:
    """Context and msgid of each text in the source, and where one stands."""
    found: dict[Message, str] = {}
    for path in room.files(".py"):
        for message in messages_in(path.read_text()):
            found.setdefault(message, str(path.relative_to(PACKAGE)))
    for path in room.files(".html", ".txt"):
        lines = templatize(path.read_text(), origin=str(path)).splitlines()
        for message in messages_in("\n".join(line.lstrip() for line in lines)):
            found.setdefault(message, str(path.relative_to(PACKAGE)))
    return found


def messages_in(source: str) -> Iterator[Message]:
    file = io.BytesIO(source.encode())
    for _, function, texts, _ in extract_python(file, KEYWORDS, [], {"encoding": "utf-8"}):
        if function not in KEYWORDS:
            continue
        given = texts if isinstance(texts, tuple) else (texts,)
        context, singular, _plural = KEYWORDS[function]
        msgid = given[singular - 1]
        if msgid:
            yield (given[context - 1] if context else None), msgid


def catalogue(room: Room) -> Catalog:
    path = room.folder / "locale" / "de" / "LC_MESSAGES" / "django.po"
    if not path.exists():
        return Catalog(locale="de")
    with path.open("rb") as file:
        return read_po(file, locale="de", abort_invalid=True)


def entries(room: Room) -> dict[Message, tuple[str, ...]]:
    return {
        (message.context, message.id[0] if message.pluralizable else message.id): (
            tuple(message.string) if message.pluralizable else (message.string,)
        )
        for message in catalogue(room)
        if message.id
    }


@EVERY_ROOM
def test_every_text_is_german_too(room: Room) -> None:
    known = entries(room)
    missing = {m[1]: place for m, place in messages_of(room).items() if m not in known}
    assert missing == {}
    assert [message[1] for message, german in known.items() if not all(german)] == []


@EVERY_ROOM
def test_catalogue_holds_nothing_old(room: Room) -> None:
    old = [message[1] for message in entries(room).keys() - messages_of(room).keys()]
    assert sorted(old) == []
    assert list(catalogue(room).obsolete) == []
    assert [message.id for message in catalogue(room) if message.id and message.fuzzy] == []


@EVERY_ROOM
def test_translations_keep_their_placeholders(room: Room) -> None:
    wrong = [
        message[1]
        for message, german in entries(room).items()
        for text in german
        if set(PLACEHOLDER.findall(text)) - PLURAL_ONLY
        != set(PLACEHOLDER.findall(message[1])) - PLURAL_ONLY
    ]
    assert wrong == []


@EVERY_ROOM
def test_placeholders_have_names(room: Room) -> None:
    assert [text for _, text in messages_of(room) if UNNAMED.search(text)] == []


@EVERY_ROOM
def test_blocks_are_trimmed(room: Room) -> None:
    untrimmed = [
        str(path.relative_to(PACKAGE))
        for path in room.files(".html", ".txt")
        if re.search(r"\{%\s*blocktranslate(?![^%]*\btrimmed\b)", path.read_text())
    ]
    assert untrimmed == []


class _Words(HTMLParser):
    """What a person would read of a template whose tags and variables are gone."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        self.found.append(data)

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if name in READ_ATTRIBUTES and value]


def literal_words(path: Path) -> set[str]:
    reader = _Words()
    reader.feed(TAGS.sub(" ", path.read_text()))
    return {word for text in reader.found for word in WORD.findall(text)} - SAME_EVERYWHERE


@EVERY_ROOM
def test_templates_hold_no_untranslated_word(room: Room) -> None:
    wrong = {
        str(path.relative_to(PACKAGE)): words
        for path in room.files(".html", ".txt")
        if "samples" not in path.parts and (words := literal_words(path))
    }
    assert wrong == {}


def test_extraction_finds_what_is_there() -> None:
    source = (
        "x = _('One'); y = ngettext('%(count)s day', '%(count)s days', 3); z = pgettext('c', 'T')"
    )
    assert list(messages_in(source)) == [(None, "One"), (None, "%(count)s day"), ("c", "T")]
    template = templatize(
        '{% translate "Two" %}{% blocktranslate trimmed %}\n  Three\n{% endblocktranslate %}'
    )
    assert list(messages_in(template)) == [(None, "Two"), (None, "Three")]
