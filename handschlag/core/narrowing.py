"""Narrows a list by the year its rows are from and the site they are for."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict

YEAR = re.compile(r"(19|20)[0-9]{2}")
Seen = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One value to narrow by; `query` is the address without `?` that chooses it."""

    label: str
    query: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Narrowing:
    """`years` and `sites` are empty where there is nothing to choose; else the first is all."""

    year: str
    site: str
    years: tuple[Choice, ...]
    sites: tuple[Choice, ...]

    @property
    def is_narrow(self) -> bool:
        return bool(self.year or self.site)


def narrowed(rows: QuerySet[Any], query: QueryDict, *, moment: str) -> QuerySet[Any]:
    """Rows of the year and site in the address; a year that is none is not heeded."""
    if year := chosen_year(query):
        rows = rows.filter(**{f"{moment}__year": int(year)})
    if site := _site(query):
        rows = rows.filter(site__public_id=site)
    return rows


def year_and_site(moment: str) -> tuple[str, ...]:
    """The fields of a row that make what was `Seen`."""
    return f"{moment}__year", "site__public_id", "site__name"


def narrowing(seen: Iterable[Seen], query: QueryDict, *, everything: str) -> Narrowing:
    """What a whole list could be narrowed by, which holds what was `seen` by years and sites."""
    seen = set(seen)
    years = [(str(year), str(year)) for year in sorted({year for year, _, _ in seen}, reverse=True)]
    sites = sorted({(name, site) for _, site, name in seen if site})
    chosen_site = _site(query)
    return Narrowing(
        year=chosen_year(query),
        site=next((name for name, site in sites if site == chosen_site), chosen_site),
        years=_choices(query, "year", years, chosen_year(query), everything),
        sites=_choices(query, "site", [(s, n) for n, s in sites], chosen_site, everything),
    )


def _choices(
    query: QueryDict, name: str, values: list[tuple[str, str]], chosen: str, everything: str
) -> tuple[Choice, ...]:
    if not (values[1:] or chosen):
        return ()
    return tuple(
        Choice(label, _address(query, name, value), value == chosen)
        for value, label in [("", everything), *values]
    )


def _address(query: QueryDict, name: str, value: str) -> str:
    changed = query.copy()
    for key in (name, "after", "before"):
        changed.pop(key, None)
    if value:
        changed[name] = value
    return changed.urlencode()


def chosen_year(query: QueryDict) -> str:
    """The year in the address; empty for none and for what is no year."""
    year = query.get("year", "")
    return year if YEAR.fullmatch(year) else ""


def _site(query: QueryDict) -> str:
    return query.get("site", "").replace("\x00", "")[:22]
