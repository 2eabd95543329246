"""Rooms that come in as packages of their own, found by their entry point."""

from importlib.metadata import EntryPoint, entry_points


def third_party_rooms() -> list[str]:
    """Dotted names of their `Capability` classes, in the order of the entry points' names."""
    return [entry.value.replace(":", ".") for entry in _found()]


def third_party_addresses() -> list[tuple[str, str]]:
    """Where each has its pages, below its entry point's name, and the module of its routes."""
    return [(entry.name, f"{entry.module.removesuffix('.apps')}.urls") for entry in _found()]


def _found() -> list[EntryPoint]:
    return sorted(entry_points(group="handschlag.capabilities"), key=lambda entry: entry.name)
