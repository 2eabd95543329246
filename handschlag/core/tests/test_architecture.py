"""What the import linter cannot see: strings, templates, models, clocks and sizes."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

from handschlag.core.tests.rooms import (
    FLOORS,
    PACKAGE,
    Room,
    room_labelled,
    room_of,
    rooms,
    tracked,
)

LINE_LIMIT = 400
NETWORK = {"requests", "httpx", "aiohttp", "urllib3", "urllib.request", "http.client"}
CLOCKS = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today")}
URL_NAME = re.compile(r"^([a-z_]+):[a-z_]+$")
KIND = re.compile(r"^([a-z_]+)\.[a-z_]+$")
TEMPLATE = re.compile(r"^([a-z_]+)/[a-z_/]+\.(?:html|txt)$")
TEMPLATE_URL = re.compile(r"\{%\s*url\s+['\"]([a-z_]+):")
TEMPLATE_USE = re.compile(r"\{%\s*(?:include|extends)\s+['\"]([^'\"]+)['\"]")
WRITE = re.compile(
    r"\.(?:save|delete|bulk_create|bulk_update)\(|\.objects\.create\(|\.update\([a-z]"
)
PAGES = {"pages.py", "desk.py", "api.py"}
SHOWN = {".css", ".html", ".js", ".po", ".py", ".svg", ".txt", ".typ"}
BUILT = PACKAGE / "core" / "ui" / "static" / "ui" / "dist"
HOST = re.compile(r"(?:https?:)?//([\w-]+(?:\.[\w-]+)*\.[a-z]{2,})\b")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


EVERY_ROOM = pytest.mark.parametrize("room", rooms(), ids=lambda room: room.name)


def trees(room: Room) -> Iterator[tuple[Path, ast.Module]]:
    for path in room.files(".py"):
        yield path, ast.parse(path.read_text())


def strings(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def where(path: Path) -> str:
    return str(path.relative_to(PACKAGE))


def test_every_room_has_its_floor() -> None:
    assert sorted(room.name for room in rooms()) == sorted(name for row in FLOORS for name in row)


def test_keys_point_downward() -> None:
    wrong = [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for model in apps.get_models(include_auto_created=True)
        if (room := room_labelled(model._meta.app_label)) is not None
        for field in model._meta.local_fields + model._meta.local_many_to_many
        if field.is_relation
        and (target := room_labelled(field.related_model._meta.app_label)) is not None
        and not (target == room or target.floor < room.floor)
    ]
    assert wrong == []


@EVERY_ROOM
def test_templates_use_their_own_and_the_components(room: Room) -> None:
    allowed = (f"{room.label}/", "ui/")
    wrong = [
        f"{where(path)}: {used}"
        for path in room.files(".html", ".txt")
        for used in TEMPLATE_USE.findall(path.read_text())
        if not used.startswith(allowed)
    ]
    assert wrong == []


@EVERY_ROOM
def test_no_template_of_another_room_is_named(room: Room) -> None:
    wrong = [
        f"{where(path)}: {text}"
        for path, tree in trees(room)
        for text in strings(tree)
        if (match := TEMPLATE.match(text))
        and (other := room_labelled(match[1])) is not None
        and other.label not in {room.label, "ui"}
    ]
    assert wrong == []


@EVERY_ROOM
@pytest.mark.parametrize("pattern", [URL_NAME, KIND], ids=["url", "kind"])
def test_no_name_of_a_room_that_is_not_below(room: Room, pattern: re.Pattern[str]) -> None:
    wrong = [
        f"{where(path)}: {text}"
        for path, tree in trees(room)
        for text in strings(tree)
        if (match := pattern.match(text)) and is_above(room, match[1])
    ]
    assert wrong == []


@EVERY_ROOM
def test_no_template_links_to_a_room_that_is_not_below(room: Room) -> None:
    wrong = [
        f"{where(path)}: {label}"
        for path in room.files(".html", ".txt")
        for label in TEMPLATE_URL.findall(path.read_text())
        if is_above(room, label)
    ]
    assert wrong == []


def is_above(room: Room, label: str) -> bool:
    other = room_labelled(label)
    return other is not None and other != room and other.floor >= room.floor


def modules() -> list[Path]:
    skipped = {"tests", "migrations"}
    return [p for p in tracked() if p.suffix == ".py" and not skipped & set(p.parts)]


def test_only_core_http_and_connectors_speak_to_the_network() -> None:
    wrong = [
        f"{where(path)}: {name}"
        for path in modules()
        if not where(path).startswith(("core/http/", "connectors/"))
        for name in imported(ast.parse(path.read_text()))
        if name in NETWORK or name.split(".")[0] in NETWORK
    ]
    assert wrong == []


def test_nothing_that_is_shown_or_mailed_names_a_foreign_host() -> None:
    built = list(BUILT.rglob("*"))
    shown = [
        path
        for path in [*tracked(), *built]
        if path.suffix in SHOWN and not {"tests", "migrations"} & set(path.parts)
    ]
    assert {".css", ".js", ".svg"} <= {path.suffix for path in built}
    named = {where(path): foreign_hosts(path.read_text()) for path in shown}
    allowed = {"config/environment.py": ["portal.example.com"]}  # told to operators
    assert {path: hosts for path, hosts in named.items() if hosts} == allowed


def foreign_hosts(text: str) -> list[str]:
    """`.example` belongs to nobody (RFC 2606), and SVG is named after an address."""
    hosts = HOST.findall(COMMENT.sub("", text))
    return [host for host in hosts if not host.endswith(".example") and host != "www.w3.org"]


def imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_time_comes_from_django() -> None:
    """Aware, in UTC, and frozen by tests; a day is the portal's, from core.moments."""
    wrong = [
        f"{where(path)}:{node.lineno}"
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and (node.value.id, node.attr) in CLOCKS
    ]
    assert wrong == []


def test_pages_write_nothing_by_themselves() -> None:
    wrong = [
        f"{where(path)}: {found}"
        for path in modules()
        if path.name in PAGES
        for found in WRITE.findall(path.read_text())
    ]
    assert wrong == []


def test_no_file_is_too_long_to_read() -> None:
    wrong = {
        where(path): lines
        for path in tracked()
        if path.suffix in {".py", ".html", ".css", ".js", ".ts"}
        and "migrations" not in path.parts
        and (lines := len(path.read_text().splitlines())) > LINE_LIMIT
    }
    assert wrong == {}


def test_every_file_of_a_room_is_found() -> None:
    assert room_of(PACKAGE / "core" / "ui" / "pages.py").label == "ui"
    assert room_of(PACKAGE / "core" / "money.py").label == "core"
    assert len(modules()) > 100
