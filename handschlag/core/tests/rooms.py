"""The rooms as folders of source text, for tests that read them."""

import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from handschlag.core.capability import capabilities

PACKAGE = Path(__file__).parents[2]
# Bottom to top; rooms of one row know nothing of each other.
FLOORS = (
    ("core",),
    ("core.ui",),
    ("platform.identity",),
    ("platform.organisations",),
    ("platform.portals",),
    ("platform.notifications", "platform.shortcuts"),
    ("capabilities.ordering",),
    ("capabilities.billing",),
    ("faces.portal", "faces.desk", "faces.studio", "connectors.files"),
)


@dataclass(frozen=True)
class Room:
    name: str
    label: str

    @property
    def folder(self) -> Path:
        return PACKAGE.joinpath(*self.name.split("."))

    @property
    def floor(self) -> int:
        return next(n for n, names in enumerate(FLOORS) if self.name in names)

    def may_know(self, other: "Room") -> bool:
        return other == self or other.floor < self.floor or CORE in {self.label, other.label}

    def files(self, *suffixes: str) -> list[Path]:
        """Its own files of the work tree, without tests, migrations and what a build makes."""
        return [
            path
            for path in tracked()
            if path.suffix in suffixes
            and path.is_relative_to(self.folder)
            and not {"tests", "migrations", "node_modules", "dist"} & set(path.parts)
            and room_of(path) == self
        ]


CORE = "core"


@cache
def rooms() -> tuple[Room, ...]:
    found = (Room(c.name.removeprefix("handschlag."), c.label) for c in capabilities())
    return tuple(sorted(found, key=lambda room: -len(room.name)))


def room_of(path: Path) -> Room | None:
    return next((room for room in rooms() if path.is_relative_to(room.folder)), None)


def room_labelled(label: str) -> Room | None:
    return next((room for room in rooms() if room.label == label), None)


@cache
def tracked() -> list[Path]:
    """What belongs to the project: known to git or new, and not ignored."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "handschlag"],
        cwd=PACKAGE.parent,
        capture_output=True,
        text=True,
        check=False,
    ).stdout.split()
    paths = [PACKAGE.parent / name for name in listed] or list(PACKAGE.rglob("*"))
    return [path for path in paths if path.is_file()]
