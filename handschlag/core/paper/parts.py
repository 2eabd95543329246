"""What a business document consists of, every value formatted and translated."""

from dataclasses import dataclass, replace

from handschlag.core.files.rasters import Raster
from handschlag.core.postal import PostalAddress
from handschlag.core.ui.components import Cell, Fact, Table
from handschlag.core.ui.palette import palette


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who writes: `footer` has the lines about them, `brand` is a colour such as `#1F5C4D`.

    The `logo` stands beside the name.
    """

    name: str
    address: PostalAddress
    brand: str
    footer: tuple[str, ...] = ()
    logo: Raster | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """A business letter by DIN 5008, form B.

    `mark` stands on every page and says what the paper is not: an original, say. The totals of
    `lines` end the letter's sum; `language` is that of all texts.
    """

    title: str
    language: str
    letterhead: Letterhead
    recipient: PostalAddress
    facts: tuple[Fact, ...]
    lines: Table
    breakdown: Table | None = None
    notes: tuple[str, ...] = ()
    mark: str = ""


# In millimetres; a small picture is rather shown smaller than blurred.
LOGO_BOX = (60.0, 12.0)
SHARP_DOTS = 200
INCH = 25.4

Value = str | list["Value"] | dict[str, "Value"]


def described(paper: Paper) -> dict[str, Value]:
    """The paper as the template takes it: texts, lists and names of fields, nothing else."""
    head = paper.letterhead
    sender, recipient = _within(head.address, paper.recipient)
    return {
        "title": paper.title,
        "language": paper.language,
        "sender": head.name,
        "sender_line": ", ".join(sender.lines),
        "brand": palette(head.brand).light["brand-text"],
        "footer": list(head.footer),
        "recipient": list(recipient.lines),
        "facts": [_fact(fact) for fact in paper.facts if fact.lines],
        "lines": _table(paper.lines),
        "totals": [[str(row.cells[1].text), str(row.cells[-1].text)] for row in paper.lines.totals],
        "breakdown": _table(paper.breakdown) if paper.breakdown else {},
        "notes": list(paper.notes),
        "mark": paper.mark,
    }


def logo_size(logo: Raster) -> tuple[float, float]:
    """How wide and how high it is printed, in millimetres."""
    widest, highest = LOGO_BOX
    dot = min(INCH / SHARP_DOTS, widest / logo.width, highest / logo.height)
    return round(logo.width * dot, 2), round(logo.height * dot, 2)


def _within(sender: PostalAddress, recipient: PostalAddress) -> tuple[PostalAddress, ...]:
    """Both without their country where it is the same, as the post wants it."""
    if sender.country != recipient.country:
        return sender, recipient
    return replace(sender, country=""), replace(recipient, country="")


def _fact(fact: Fact) -> list[Value]:
    return [str(fact.label), [str(line) for line in fact.lines]]


def _table(table: Table) -> dict[str, Value]:
    return {
        "caption": str(table.caption),
        "heads": [str(column.label) for column in table.columns],
        "kinds": [_kind(column.kind, column.phone) for column in table.columns],
        "rows": [[_cell(cell) for cell in row.cells] for row in table.rows],
    }


def _kind(kind: str, phone: str) -> str:
    """What takes the room that the others leave is the title."""
    return "title" if phone == "title" else kind


def _cell(cell: Cell) -> list[Value]:
    return [str(cell.text), str(cell.hint)]
