"""Shortcuts as pages show them, in the reader's words."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.core.actor import Actor
from handschlag.core.capability import contributions
from handschlag.core.narrowing import chosen_year
from handschlag.core.prepared import fetched
from handschlag.core.slots import MenuItem
from handschlag.platform.shortcuts.models import LONGEST_QUERY, Shortcut
from handschlag.platform.shortcuts.queries import shortcuts_for

KEPT = ("status", "year", "site", "q")
HOME = "/"


@dataclass(frozen=True, slots=True)
class Shown:
    """A shortcut that leads somewhere; without an own name it is called after what it shows."""

    id: str
    label: str
    own_name: str
    icon: str
    url: str


def shown(by: Actor) -> list[Shown]:
    """Without those of rooms that are closed to `by` now; they come back with the right."""
    items = {item.url_name: item for item in pinnable(by)}
    known = [shortcut for shortcut in fetched(shortcuts_for, by) if shortcut.url_name in items]
    return [_shown(by, shortcut, items[shortcut.url_name]) for shortcut in known]


def pinnable(by: Actor) -> list[MenuItem]:
    offered = [item for _, items in contributions("menu") for item in items]
    return [item for item in offered if item.rule.test(by) and reverse(item.url_name) != HOME]


def kept_of(query: str) -> str:
    """What of a list's address a shortcut keeps: filters and search, and not the page."""
    known = QueryDict(query.replace("\x00", ""))
    kept = urlencode([(key, known[key]) for key in KEPT if known.get(key)])
    return kept if len(kept) <= LONGEST_QUERY else ""


def _shown(by: Actor, shortcut: Shortcut, item: MenuItem) -> Shown:
    words = [str(item.label), *_words(by, item, QueryDict(shortcut.query))]
    url = reverse(item.url_name)
    return Shown(
        shortcut.public_id,
        shortcut.name or " · ".join(words),
        shortcut.name,
        item.icon,
        f"{url}?{shortcut.query}" if shortcut.query else url,
    )


def _words(by: Actor, item: MenuItem, query: QueryDict) -> list[str]:
    chip, text = item.listing.words(query) if item.listing else ("", "")
    site = _("one site") if query.get("site") else ""
    search = _("“%(text)s”") % {"text": text} if text else ""
    return [word for word in (chip, chosen_year(query), site, search) if word]
