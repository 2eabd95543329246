"""The lines of a long document, a hundred at a time, by their position."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import BadRequest
from django.db.models import Model, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from handschlag.core.prepared import fetched
from handschlag.core.ui.components import Button

LINES_SHOWN = 100
ANCHOR = "#lines"
POSITION = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class LinePage:
    lines: list[Any]
    buttons: tuple[Button, ...]


def line_page(
    lines_of: Callable[[Any], QuerySet[Any]], record: Model, query: QueryDict
) -> LinePage:
    """Of a record's lines, by `position`, those behind the position `after` in the address.

    Raises BadRequest for an `after` that is no position.
    """
    after = query.get("after", "0")
    if not POSITION.fullmatch(after):
        raise BadRequest("position")
    found = fetched(
        lambda record, after: lines_of(record).filter(position__gt=after)[: LINES_SHOWN + 1],
        record,
        int(after),
        shape=lines_of,
    )
    shown = found[:LINES_SHOWN]
    buttons = []
    if int(after):
        buttons.append(Button(_("First lines"), f"?{ANCHOR}", "secondary", "chevron-left"))
    if found[LINES_SHOWN:]:
        further = f"?after={shown[-1].position}{ANCHOR}"
        buttons.append(Button(_("Further lines"), further, "secondary", "chevron-right"))
    return LinePage(shown, tuple(buttons))
