"""What the component templates take: small values, already formatted and translated."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal, Protocol
from urllib.parse import urlencode

from django.utils.functional import Promise

Text = str | Promise
Tone = Literal["neutral", "info", "success", "warning", "danger"]
Look = Literal["primary", "secondary", "quiet", "danger"]
StepState = Literal["done", "current", "open"]


@dataclass(frozen=True, slots=True)
class Button:
    """`ui/button.html`: with `url` a link, else the submit of the form around it.

    `busy` is what the button says while its form is on the way.
    """

    label: Text
    url: str = ""
    look: Look = "primary"
    icon: str = ""
    name: str = ""
    value: str = ""
    busy: Text = ""


@dataclass(frozen=True, slots=True)
class Badge:
    """`{% badge %}`: a state as word and icon; without `icon` the tone chooses one."""

    text: Text
    tone: Tone = "neutral"
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Chip:
    """`ui/chips.html`: one filter; the address carries the choice."""

    label: Text
    url: str
    count: int | None = None
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class Tab:
    """`ui/tabs.html`: one part of a record, each with its own address."""

    label: Text
    url: str
    count: int | None = None
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column; `phone` is its place in the two-line card below 640 px.

    Line one holds `title` and `amount`, line two `detail` and `status`, line three what is
    `labelled`: values that mean nothing without the heading of their column.
    """

    label: Text
    kind: Literal["text", "number", "action"] = "text"
    phone: Literal["title", "amount", "detail", "status", "labelled", "hidden"] = "detail"
    is_label_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """One value; `hint` is a muted second line, `url` a link of its own beside the row's.

    What `is_repeated` says nothing new; the card on a phone leaves it out.
    """

    text: Text = ""
    hint: Text = ""
    url: str = ""
    badge: Badge | None = None
    button: Button | None = None
    is_repeated: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """`url` makes the first cell a link that covers the row."""

    cells: tuple[Cell, ...]
    url: str = ""


MOST_COLUMNS = 6
MOST_COUNTED = 99


@dataclass(frozen=True, slots=True)
class Table:
    """`ui/table.html`: `caption` is read to those who do not see it; `totals` end the table."""

    caption: Text
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    totals: tuple[Row, ...] = ()

    def without_links(self) -> "Table":
        """For a face that has no page for the rows."""
        return replace(self, rows=tuple(replace(row, url="") for row in self.rows))

    @property
    def is_wide(self) -> bool:
        """Too many columns for a tablet, which then gets the cards of the phone."""
        return len(self.columns) > MOST_COLUMNS


def total_row(label: Text, amount: Text, width: int) -> Row:
    """A row of totals for a table whose second column has the names and whose last the amounts."""
    return Row((Cell(), Cell(label), *(Cell() for _ in range(width - 3)), Cell(amount)))


@dataclass(frozen=True, slots=True)
class Pager:
    """`ui/pager.html`: where the list goes on; empty where it does not."""

    older_url: str = ""
    newer_url: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """`ui/facts.html`: a label with one or more `lines`."""

    label: Text
    lines: tuple[Text, ...] = ()
    url: str = ""
    badge: Badge | None = None
    hint: Text = ""


@dataclass(frozen=True, slots=True)
class Step:
    """`ui/progress.html`: a stage of something that moves forward."""

    label: Text
    state: StepState
    hint: Text = ""


@dataclass(frozen=True, slots=True)
class TimelineItem:
    """`ui/timeline.html`: what happened and when; `moment` is formatted."""

    title: Text
    moment: str
    text: Text = ""
    icon: str = "circle-dot"
    tone: Tone = "neutral"
    url: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """`ui/notice.html`: a sentence above the content; `as_of` is the age of what is shown."""

    text: Text
    tone: Tone = "info"
    title: Text = ""
    as_of: str = ""
    button: Button | None = None


@dataclass(frozen=True, slots=True)
class Empty:
    """`ui/empty.html`: nothing yet, nothing that matches, or not permitted; each says what next."""

    kind: Literal["nothing", "no_match", "not_permitted"]
    title: Text
    text: Text = ""
    button: Button | None = None
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Confirmation:
    """`ui/confirmation.html`: what has been done, its reference, and what happens next."""

    title: Text
    reference_label: Text = ""
    reference: str = ""
    next_steps: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class TodoRow:
    """`ui/todo.html`: one thing that waits for the reader; its button does the thing."""

    text: Text
    button: Text
    url: str
    due: str = ""
    tone: Tone = "warning"


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """`ui/menu.html`: a link in a pop-up menu."""

    label: Text
    url: str
    icon: str = ""
    hint: Text = ""


@dataclass(frozen=True, slots=True)
class Menu:
    label: Text
    entries: tuple[MenuEntry, ...]
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Bell:
    """`ui/page/inbox.html`: how much is unread; `live` is the kind of what makes it ring."""

    unread: int
    url: str
    part_url: str
    live: str

    @property
    def count(self) -> str:
        return str(self.unread) if self.unread <= MOST_COUNTED else f"{MOST_COUNTED}+"


@dataclass(frozen=True, slots=True)
class Toolbar:
    """`ui/toolbar.html`: the search field of a list and its export.

    `kept` are name and value pairs of the address that a search keeps, such as the chip.
    """

    label: Text
    search: str = ""
    kept: tuple[tuple[str, str], ...] = ()
    export: Menu | None = None

    @property
    def clear_url(self) -> str:
        return f"?{urlencode(self.kept)}"


@dataclass(frozen=True, slots=True)
class Dialog:
    """`ui/dialog.html`: asks before what cannot be undone; opened by `data-opens="id"`."""

    id: str
    title: Text
    text: Text
    confirm: Button
    keep: Text


class FilterLike(Protocol):
    @property
    def label(self) -> Text: ...
    @property
    def count(self) -> int: ...
    @property
    def query(self) -> str: ...
    @property
    def is_current(self) -> bool: ...


def chips(filters: Iterable[FilterLike]) -> tuple[Chip, ...]:
    """The chips of a `core.listing` page."""
    return tuple(Chip(f.label, f"?{f.query}", f.count, f.is_current) for f in filters)


def pager(older_query: str | None, newer_query: str | None) -> Pager:
    """The pager of a `core.listing` page."""
    return Pager(
        f"?{older_query}" if older_query is not None else "",
        f"?{newer_query}" if newer_query is not None else "",
    )


def initials(name: str) -> str:
    """`Petra Lindner` is `PL`, `Kessler GmbH` is `KG`."""
    words = [word for word in name.split() if word[0].isalnum()]
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()
