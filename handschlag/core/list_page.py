"""What every page with a list shows around its table: search, chips, choices, export, empty."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from handschlag.core.exports import MAX_ROWS
from handschlag.core.listing import Listing, ListPage
from handschlag.core.moments import as_of, today
from handschlag.core.narrowing import Choice, Narrowing, chosen_year
from handschlag.core.ui.components import (
    Button,
    Chip,
    Empty,
    Menu,
    MenuEntry,
    Pager,
    Toolbar,
    chips,
    pager,
)

EVERYTHING = gettext_lazy("All")
KEPT_BY_SEARCH = ("status", "year", "site")
QUOTED = 60
UNSAFE_IN_A_NAME = re.compile(r"[^\w.,-]+")


@dataclass(frozen=True, slots=True)
class ListTexts:
    """A list in words. `no_match_*` take %(search)s and %(year)s, `too_long` takes %(limit)s."""

    search: Any
    nothing: Any
    nothing_hint: Any
    no_match: Any
    no_match_search: Any
    no_match_year: Any
    no_match_search_year: Any
    too_long: Any


@dataclass(frozen=True, slots=True)
class Listed:
    """The parts of a list's page, ready for the components; `hits` says what a search found."""

    toolbar: Toolbar
    chips: tuple[Chip, ...]
    choices: tuple[Menu, ...]
    pager: Pager
    empty: Empty | None
    as_of: str
    too_long: str
    hits: str = ""
    place: str = ""


def listed(
    found: ListPage, narrowing: Narrowing, query: QueryDict, texts: ListTexts, export_url: str
) -> Listed:
    total = next(state.count for state in found.filters if state.is_current)
    is_too_long = total > MAX_ROWS
    return Listed(
        toolbar=Toolbar(
            texts.search,
            found.search,
            tuple((key, str(query[key])) for key in KEPT_BY_SEARCH if query.get(key)),
            None
            if is_too_long or not found.rows
            else _export(export_url, found.export_query, total),
        ),
        chips=chips(found.filters),
        choices=_choices(narrowing),
        pager=pager(found.older_query, found.newer_query),
        place=_place(found, total),
        empty=None if found.rows else _empty(found, narrowing, texts),
        as_of=_age(getattr(row, "as_of", None) for row in found.rows),
        too_long=texts.too_long % {"limit": MAX_ROWS} if is_too_long else "",
        hits=_hits(found.search, total) if found.search and found.rows else "",
    )


def _hits(search: str, total: int) -> str:
    sentence = ngettext(
        "%(count)s match for “%(search)s”", "%(count)s matches for “%(search)s”", total
    )
    return sentence % {"count": total, "search": _quoted(search)}


def _quoted(search: str) -> str:
    return Truncator(search).chars(QUOTED)


def export_name(what: str, listing: Listing, query: QueryDict) -> str:
    """`Bestellungen Offen 2026 Pumpe 2026-11-23`: what a file holds and when it was made."""
    label, search = listing.words(query)
    parts = (what, label, chosen_year(query), search[:QUOTED], today().isoformat())
    return " ".join(UNSAFE_IN_A_NAME.sub(" ", " ".join(parts)).split())


def _export(url: str, query: str, total: int) -> Menu:
    formats = ((_("CSV file"), "csv"), (_("Excel file"), "xlsx"))
    joined = f"{query}&" if query else ""
    rows = ngettext("%(count)s row", "%(count)s rows", total) % {"count": total}
    return Menu(
        _("Export"),
        tuple(
            MenuEntry(label, f"{url}?{joined}format={name}", hint=rows) for label, name in formats
        ),
        icon="download",
    )


def _choices(narrowing: Narrowing) -> tuple[Menu, ...]:
    year = narrowing.year or EVERYTHING
    site = narrowing.site or EVERYTHING
    menus = (
        (_("Year: %(year)s") % {"year": year}, narrowing.years),
        (_("Site: %(site)s") % {"site": site}, narrowing.sites),
    )
    return tuple(Menu(label, _entries(choices)) for label, choices in menus if choices)


def _entries(choices: Iterable[Choice]) -> tuple[MenuEntry, ...]:
    return tuple(
        MenuEntry(choice.label, f"?{choice.query}", "check" if choice.is_current else "")
        for choice in choices
    )


def _empty(found: ListPage, narrowing: Narrowing, texts: ListTexts) -> Empty:
    if not (found.is_filtered or narrowing.is_narrow):
        return Empty("nothing", texts.nothing, texts.nothing_hint)
    chosen = next(state for state in found.filters if state.is_current)
    reset = Button(_("Reset filter"), "?", "secondary")
    if chosen.nothing and not (found.search or narrowing.is_narrow):
        return Empty("no_match", chosen.nothing, button=reset)
    sentences = {
        (True, True): texts.no_match_search_year,
        (True, False): texts.no_match_search,
        (False, True): texts.no_match_year,
        (False, False): texts.no_match,
    }
    sentence = sentences[bool(found.search), bool(narrowing.year)]
    names = {"search": _quoted(found.search), "year": narrowing.year}
    return Empty("no_match", sentence % names, button=reset)


def _place(found: ListPage, total: int) -> str:
    """`26 to 50 of 112`, where there is more than one page."""
    if found.older_query is None and found.newer_query is None:
        return ""
    shown = len(found.rows)
    # Rows that came or went meanwhile move the places, but never the end of the list.
    last = total if found.older_query is None else min(found.first + shown - 1, total)
    return _("%(first)s–%(last)s of %(total)s") % {
        "first": last - shown + 1,
        "last": last,
        "total": total,
    }


def _age(moments: Iterable[datetime | None]) -> str:
    known = [moment for moment in moments if moment]
    return as_of(max(known)) if known else ""
