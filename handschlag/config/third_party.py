"""Rooms that come in as packages of their own, found by their entry point."""

from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec


def third_party_rooms() -> list[str]:
    """Dotted names of their `Capability` classes, in the order of the entry points' names."""
    return [entry.value.replace(":", ".") for entry in _found()]


def third_party_addresses() -> list[tuple[str, str]]:
    """Where those with pages have them, below their entry point's name, and their routes."""
    rooms = {entry.name: entry.module.removesuffix(".apps") for entry in _found()}
    return [(name, f"{room}.urls") for name, room in rooms.items() if find_spec(f"{room}.urls")]


def _found() -> list[EntryPoint]:
    return sorted(entry_points(group="handschlag.capabilities"), key=lambda entry: entry.name)
