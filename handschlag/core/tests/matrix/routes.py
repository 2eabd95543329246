"""Every route of the installation, from the resolver, and a path that leads nowhere."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from handschlag.core.http import Door

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")


@dataclass(frozen=True)
class Route:
    name: str
    pattern: str
    door: Door
    arguments: frozenset[str]

    @property
    def room(self) -> str:
        return self.name.partition(":")[0]

    @property
    def undeclared(self) -> tuple[str, ...]:
        return tuple(method for method in METHODS if method not in self.door.methods)


def all_routes() -> list[Route]:
    """The first route of a pattern is the one that answers."""
    found: dict[str, Route] = {}
    for route in _walk(get_resolver().url_patterns):
        found.setdefault(route.pattern, route)
    return list(found.values())


def _walk(entries: list[Any], prefix: str = "", namespace: str = "") -> Iterator[Route]:
    for entry in entries:
        pattern = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry.url_patterns, pattern, inner)
        elif isinstance(entry, URLPattern):
            arguments = frozenset(entry.pattern.regex.groupindex)
            yield Route(f"{namespace}{entry.name}", pattern, entry.callback.door, arguments)
