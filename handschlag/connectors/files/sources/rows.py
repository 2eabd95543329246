from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, Protocol

from django.utils.translation import gettext as _

from handschlag.connectors.files.refusals import ImportRefused, Reason

SHOWN = 8
SHOWN_LENGTH = 40


class Row(NamedTuple):
    """`number` is the one that a spreadsheet shows; `cells` are those of our columns.

    `done` is how much of the file has been read, in the unit of the source's `size`.
    """

    number: int
    cells: Sequence[Any]
    done: int
    problem: Reason | None = None


class Source(Protocol):
    size: int

    def rows(self, *, after: int) -> Iterator[Row]:
        """The rows with a number above `after`; raises ImportRefused where the file breaks off."""

    def sample(self, column: str, count: int) -> list[Any]:
        """The first cells of one of our columns."""


def places_of(columns: dict[str, str], header: Sequence[str]) -> list[int]:
    """Where in `header` our columns stand; raises ImportRefused when one is not there once."""
    plain = [_plain(name) for name in header]
    wanted = [_plain(theirs) for theirs in columns.values()]
    missing = [theirs for theirs in columns.values() if _plain(theirs) not in plain]
    if missing:
        raise ImportRefused(
            _(
                "The file has no column %(missing)s. It has: %(found)s. Say in a mapping file"
                " what its columns mean."
            )
            % {"missing": _listed(missing), "found": _listed(header)}
        )
    double = [name for name in wanted if plain.count(name) > 1]
    if double:
        raise ImportRefused(
            _("The file has the column %(double)s more than once.") % {"double": _listed(double)}
        )
    return [plain.index(name) for name in wanted]


def _plain(name: str) -> str:
    return name.strip().casefold()


def _listed(names: Sequence[str]) -> str:
    shown = [repr(name[:SHOWN_LENGTH]) for name in names[:SHOWN]]
    return ", ".join([*shown, "…"] if len(names) > SHOWN else shown)
