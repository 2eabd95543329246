"""The lines of a long document, a hundred at a time, by their position."""

import re
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from handschlag.core.ui.components import Button

LINES_SHOWN = 100
ANCHOR = "#lines"
POSITION = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class LinePage:
    lines: list[Any]
    buttons: tuple[Button, ...]


def line_page(lines: QuerySet[Any], query: QueryDict) -> LinePage:
    """Of `lines`, ordered by `position`, those behind the position `after` in the address.

    Raises BadRequest for an `after` that is no position.
    """
    after = query.get("after", "0")
    if not POSITION.fullmatch(after):
        raise BadRequest("position")
    found = list(lines.filter(position__gt=int(after))[: LINES_SHOWN + 1])
    shown = found[:LINES_SHOWN]
    buttons = []
    if int(after):
        buttons.append(Button(_("First lines"), f"?{ANCHOR}", "secondary", "chevron-left"))
    if found[LINES_SHOWN:]:
        further = f"?after={shown[-1].position}{ANCHOR}"
        buttons.append(Button(_("Further lines"), further, "secondary", "chevron-right"))
    return LinePage(shown, tuple(buttons))
