"""A list declared once: searched, filtered by chips with counts, paged by key, exportable."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core import signing
from django.core.exceptions import BadRequest
from django.core.signing import BadSignature
from django.db.models import Count, Model, Q, QuerySet, Subquery, Value
from django.http import QueryDict

from handschlag.core.actor import Actor
from handschlag.core.moments import today
from handschlag.core.prepared import fetched

PAGE_SIZE = 25
MAX_SEARCH = 200


@dataclass(frozen=True, slots=True)
class Filter:
    """A chip: `key` in the address, `label` on screen, `condition` on the rows, by the day maybe.

    A `is_rare` one is shown where there are such rows. `nothing` says that there are none.
    """

    key: str
    label: Any
    condition: Q | Callable[[date], Q]
    is_rare: bool = False
    nothing: Any = ""

    @property
    def rows_now(self) -> Q:
        return self.condition if isinstance(self.condition, Q) else self.condition(today())


@dataclass(frozen=True, slots=True)
class FilterState:
    key: str
    label: Any
    count: int
    query: str
    is_current: bool
    nothing: Any = ""


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page of a list; `*_query` are query strings without `?`, None where there is no more.

    `first` is the place of the first row in the whole list, as of when the reader turned pages.
    """

    rows: list[Any]
    first: int
    search: str
    filters: list[FilterState]
    older_query: str | None
    newer_query: str | None
    export_query: str

    @property
    def is_filtered(self) -> bool:
        return bool(self.search) or any(f.is_current and f.key for f in self.filters)


def _same_rows(rows: QuerySet[Any], _query: QueryDict) -> QuerySet[Any]:
    return rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """`gate` gives the rows that somebody may see, with what is shown of them.

    `moment` and `id` order the rows, newest first; an index must begin with them. The rows have
    a `public_id`, by which a page ends. What the address asks for beyond a chip and a page is
    done by `search` and `narrow`.
    """

    gate: Callable[[Actor], QuerySet[Any]]
    filters: tuple[Filter, ...]
    moment: str
    all_label: Any
    search: Callable[[Actor, QuerySet[Any], str], QuerySet[Any]] | None = None
    narrow: Callable[[QuerySet[Any], QueryDict], QuerySet[Any]] = _same_rows

    def page(self, by: Actor, query: QueryDict) -> ListPage:
        """Raises BadRequest for a cursor that we have not made."""
        chosen = self._chosen(query)
        page, counts = self._asked(by, query, chosen)
        page, has_older, has_newer = _trimmed(page, query)
        first = self._first(query, page, has_newer=has_newer)
        return ListPage(
            rows=page,
            search=self._text(query),
            filters=self._states(counts, query, chosen),
            first=first,
            older_query=(
                self._cursor_query(query, "after", page[-1], first + len(page) - 1)
                if has_older
                else None
            ),
            newer_query=(
                self._cursor_query(query, "before", page[0], first) if has_newer else None
            ),
            export_query=_without(query, "after", "before").urlencode(),
        )

    def filtered(self, by: Actor, query: QueryDict) -> QuerySet[Any]:
        """All rows of the search and chip, newest first: what an export holds."""
        return self._ordered(_of(self._chosen(query), self._found(by, query)))

    def words(self, query: QueryDict) -> tuple[str, str]:
        """The label of the chip and the text of the search; empty for none."""
        chosen = self._chosen(query)
        return str(chosen.label) if chosen else "", self._text(query)

    def _text(self, query: QueryDict) -> str:
        return query.get("q", "").replace("\x00", "").strip()[:MAX_SEARCH]

    def _asked(
        self, by: Actor, query: QueryDict, chosen: Filter | None
    ) -> tuple[list[Any], list[int]]:
        """The rows of the page and one more, and how many there are of each chip."""
        if set(query) - {"status"}:
            found = self._found(by, query)
            page = list(self._slice(_of(chosen, found), query))
            return page, self._counts(self._counted(found))
        same = (self.gate, self.moment, *(f.key for f in self.filters), today())
        page = fetched(
            lambda by: self._slice(_of(chosen, self.gate(by)), query),
            by,
            shape=(same, chosen and chosen.key),
        )
        counts = fetched(lambda by: self._counted(self.gate(by)), by, shape=same)
        return page, self._counts(counts)

    def _counts(self, counted: Iterable[tuple[int, ...]]) -> list[int]:
        """Nothing was asked where it is clear that there is nothing."""
        return list(next(iter(counted), (0,) * (len(self.filters) + 1)))

    def _found(self, by: Actor, query: QueryDict) -> QuerySet[Any]:
        rows, text = self.narrow(self.gate(by), query), self._text(query)
        return self.search(by, rows, text) if text and self.search else rows

    def _counted(self, rows: QuerySet[Any]) -> QuerySet[Any, Any]:
        """One row: how many there are in all, then how many of each chip."""
        counts = {f"n_{f.key}": Count("pk", filter=f.rows_now) for f in self.filters}
        one = rows.order_by().annotate(one=Value(1)).values("one")
        return one.annotate(total=Count("pk"), **counts).values_list("total", *counts)

    def _chosen(self, query: QueryDict) -> Filter | None:
        return next((f for f in self.filters if f.key == query.get("status")), None)

    def _ordered(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.order_by(f"-{self.moment}", "-id")

    def _slice(self, rows: QuerySet[Any], query: QueryDict) -> QuerySet[Any]:
        if "before" in query:
            newer = rows.filter(self._beyond(rows, query.get("before", ""), "gt"))
            return newer.order_by(self.moment, "id")[: PAGE_SIZE + 1]
        if "after" in query:
            rows = rows.filter(self._beyond(rows, query.get("after", ""), "lt"))
        return self._ordered(rows)[: PAGE_SIZE + 1]

    def _beyond(self, rows: QuerySet[Any], cursor: str, side: str) -> Q:
        moment, public_id, _ = _read_cursor(cursor, self._salt(rows.model))
        same_or_beyond = Q(**{f"{self.moment}__{side}e": moment})
        # Readers can decode a cursor, and internal ids would tell them how much the house sells.
        row = rows.model._default_manager.filter(public_id=public_id).values("id")
        beyond = Q(**{f"{self.moment}__{side}": moment}) | Q(**{f"id__{side}": Subquery(row)})
        return same_or_beyond & beyond

    def _first(self, query: QueryDict, page: list[Any], *, has_newer: bool) -> int:
        side = next((name for name in ("before", "after") if name in query), None)
        if not (page and side and has_newer):
            return 1
        _, _, place = _read_cursor(query.get(side, ""), self._salt(type(page[0])))
        return max(place + 1 if side == "after" else place - len(page), 1)

    def _cursor_query(self, query: QueryDict, side: str, row: Any, place: int) -> str:
        moment: date | datetime = getattr(row, self.moment)
        changed = _without(query, "after", "before")
        changed[side] = signing.dumps(
            [moment.isoformat(), row.public_id, place], salt=self._salt(type(row))
        )
        return changed.urlencode()

    def _salt(self, model: type[Model]) -> str:
        """A cursor of one list is no cursor of another: their moments differ in kind."""
        return f"handschlag.listing.{model._meta.label_lower}.{self.moment}"

    def _states(
        self, counts: list[int], query: QueryDict, chosen: Filter | None
    ) -> list[FilterState]:
        total, *of_chips = counts
        base = _without(query, "after", "before", "status")
        everything = FilterState("", self.all_label, total, base.urlencode(), not chosen)
        return [everything] + [
            FilterState(f.key, f.label, count, _with(base, "status", f.key), f is chosen, f.nothing)
            for f, count in zip(self.filters, of_chips, strict=True)
            if count or f is chosen or not f.is_rare
        ]


def _of(chosen: Filter | None, rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.filter(chosen.rows_now) if chosen else rows


def _trimmed(page: list[Any], query: QueryDict) -> tuple[list[Any], bool, bool]:
    has_more = len(page) > PAGE_SIZE
    page = page[:PAGE_SIZE]
    if "before" in query:
        return page[::-1], bool(page), has_more and bool(page)
    return page, has_more, "after" in query and bool(page)


def _read_cursor(cursor: str, salt: str) -> tuple[str, str, int]:
    """Moment, public id and place in the list of the row at which a page ends."""
    try:
        moment, public_id, place = signing.loads(cursor, salt=salt)
    except BadSignature as error:
        raise BadRequest("cursor") from error
    return moment, public_id, place


def _without(query: QueryDict, *keys: str) -> QueryDict:
    changed = query.copy()
    for key in keys:
        changed.pop(key, None)
    return changed


def _with(query: QueryDict, key: str, value: str) -> str:
    changed = query.copy()
    changed[key] = value
    return changed.urlencode()
