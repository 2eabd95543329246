"""Paging by key: every row once, in order, forwards and backwards, also over ties."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core import signing
from django.core.exceptions import BadRequest
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handschlag.core.actor import Actor, system_actor
from handschlag.core.files.models import StoredFile
from handschlag.core.isolation import acting
from handschlag.core.listing import MAX_SEARCH, PAGE_SIZE, Filter, Listing, ListPage
from handschlag.core.mail.models import OutgoingMail

BY = system_actor("test", organisation_id=10)
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
CLEAN = Filter("clean", "Clean", Q(state="clean"))
PENDING = Filter("pending", "Pending", Q(state="pending"))

pytestmark = pytest.mark.django_db


def files(_by: Actor) -> QuerySet[Any]:
    return StoredFile.objects.all()


def by_name(_by: Actor, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    return rows.filter(name__icontains=text)


LISTING = Listing(
    gate=files, search=by_name, filters=(CLEAN, PENDING), moment="stored_at", all_label="All"
)


def plant(minutes: list[int], name: str = "x", state: str = "clean") -> None:
    files = StoredFile.objects.bulk_create(
        StoredFile(organisation_id=10, name=f"{name}{n}", media_type="-", size=1, state=state)
        for n in range(len(minutes))
    )
    for file, minute in zip(files, minutes, strict=True):
        file.stored_at = NOON + timedelta(minutes=minute)
    StoredFile.objects.bulk_update(files, ["stored_at"])


def page(query: str = "") -> ListPage:
    return LISTING.page(BY, QueryDict(query))


def in_order() -> list[int]:
    return list(StoredFile.objects.order_by("-stored_at", "-id").values_list("id", flat=True))


def ids(found: ListPage) -> list[int]:
    return [row.id for row in found.rows]


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(minutes=st.lists(st.integers(0, 3), max_size=3 * PAGE_SIZE))
def test_pages_hold_every_row_once(minutes: list[int]) -> None:
    with acting(BY), transaction.atomic():
        plant(minutes)
        found, forwards = page(), []
        forwards += ids(found)
        pages = [ids(found)]
        while found.older_query:
            found = page(found.older_query)
            pages.append(ids(found))
            forwards += ids(found)
        assert forwards == in_order()
        backwards = [ids(found)]
        while found.newer_query:
            found = page(found.newer_query)
            backwards.insert(0, ids(found))
        assert [n for part in backwards for n in part] == forwards
        assert all(len(part) == PAGE_SIZE for part in pages[:-1])
        transaction.set_rollback(True)


def test_first_page_has_no_newer_and_last_no_older() -> None:
    with acting(BY):
        plant(list(range(PAGE_SIZE + 1)))
        first = page()
        assert first.newer_query is None
        last = page(first.older_query or "")
        assert last.older_query is None
        assert len(last.rows) == 1
        again = page(last.newer_query or "")
        assert ids(again) == ids(first)
        assert again.newer_query is None


def test_row_that_arrives_meanwhile_shifts_no_page() -> None:
    with acting(BY):
        plant(list(range(2 * PAGE_SIZE)))
        expected = in_order()[PAGE_SIZE:]
        first = page()
        plant([9_999])
        assert ids(page(first.older_query or "")) == expected


def test_chips_count_within_the_search_and_keep_it() -> None:
    with acting(BY):
        plant([1, 2, 3], name="Kessel", state="clean")
        plant([1, 2], name="Kessel", state="pending")
        plant([5], name="Pumpe", state="clean")
        found = page("q=kessel&status=clean")
    counts = [(f.key, f.count, f.is_current) for f in found.filters]
    assert counts == [("", 5, False), ("clean", 3, True), ("pending", 2, False)]
    assert [QueryDict(f.query).dict() for f in found.filters] == [
        {"q": "kessel"},
        {"q": "kessel", "status": "clean"},
        {"q": "kessel", "status": "pending"},
    ]
    assert len(found.rows) == 3
    assert found.is_filtered


def test_export_holds_the_whole_filtered_list() -> None:
    with acting(BY):
        plant(list(range(PAGE_SIZE + 5)), name="Kessel")
        plant([1], name="Pumpe")
        older = page("q=kessel").older_query or ""
        rows = LISTING.filtered(BY, QueryDict(older))
        assert rows.count() == PAGE_SIZE + 5
        assert QueryDict(page(older).export_query).dict() == {"q": "kessel"}


@pytest.mark.parametrize(
    "cursor",
    ["", "x", "'; drop table", "WyIyMDI2Il0:1:2", "\x00", "ü" * 500, "a" * 10_000],
)
@pytest.mark.parametrize("side", ["after", "before"])
def test_forged_cursor_is_a_bad_request(cursor: str, side: str) -> None:
    query = QueryDict(mutable=True)
    query[side] = cursor
    with acting(BY), pytest.raises(BadRequest):
        LISTING.page(BY, query)


def test_altered_cursor_is_a_bad_request() -> None:
    with acting(BY):
        plant(list(range(PAGE_SIZE + 1)))
        cursor = QueryDict(page().older_query or "")["after"]
        for position in range(0, len(cursor), 7):
            letter = "A" if cursor[position] != "A" else "B"
            forged = cursor[:position] + letter + cursor[position + 1 :]
            with pytest.raises(BadRequest):
                page(f"after={forged}")


@pytest.mark.parametrize("side", ["after", "before"])
def test_cursor_tells_no_internal_id(side: str) -> None:
    with acting(BY):
        plant(list(range(2 * PAGE_SIZE)))
        first = page()
        second = page(first.older_query or "")
        said, row = (
            (first.older_query, first.rows[-1])
            if side == "after"
            else (second.newer_query, second.rows[0])
        )
        content = signing.loads(
            QueryDict(said or "")[side], salt="handschlag.listing.core.storedfile.stored_at"
        )
        assert content[:2] == [row.stored_at.isoformat(), row.public_id]
        assert row.pk not in content


def test_page_goes_on_where_its_last_row_has_gone() -> None:
    with acting(BY):
        plant(list(range(2 * PAGE_SIZE)))
        first, everything = page(), in_order()
        first.rows[-1].delete()
        assert ids(page(first.older_query or "")) == everything[PAGE_SIZE:]


def test_cursor_of_another_list_is_a_bad_request() -> None:
    other = Listing(gate=files, filters=(), moment="queued_at", all_label="All")
    foreign = signing.dumps([date(2026, 11, 1).isoformat(), 1], salt=other._salt(OutgoingMail))
    with acting(BY), pytest.raises(BadRequest):
        page(f"after={foreign}")


def test_search_is_bounded_and_free_of_what_the_database_refuses() -> None:
    query = QueryDict(mutable=True)
    query["q"] = " \x00" + "a" * 5_000
    with acting(BY):
        found = LISTING.page(BY, query)
    assert found.search == "a" * (MAX_SEARCH - 1) or found.search == "a" * MAX_SEARCH
    assert found.rows == []


def test_unknown_chip_shows_everything() -> None:
    with acting(BY):
        plant([1, 2])
        found = page("status=nonsense")
    assert len(found.rows) == 2
    assert [f.is_current for f in found.filters] == [True, False, False]


def test_where_nothing_can_be_found_nothing_is_counted() -> None:
    nothing = Listing(
        gate=lambda _: StoredFile.objects.none(),
        search=by_name,
        filters=(CLEAN,),
        moment="stored_at",
        all_label="All",
    )
    with acting(BY):
        plant([1, 2])
        for query in ("", "q=x", "status=clean"):
            found = nothing.page(BY, QueryDict(query))
            assert found.rows == []
            assert [state.count for state in found.filters] == [0, 0]
