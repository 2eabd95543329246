"""Statements that are put together once: for everybody their own rows, as by Django itself."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import Count, QuerySet, Value
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from handschlag.capabilities.ordering.models import Order
from handschlag.capabilities.ordering.queries import lines_of, orders_for
from handschlag.capabilities.ordering.tests.cast import Cast, make_cast
from handschlag.capabilities.ordering.tests.factories import make_line, make_order
from handschlag.core.actor import Actor, Scope
from handschlag.core.isolation import acting
from handschlag.core.prepared import fetched, forget, found

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    forget()
    return make_cast()


def with_site(by: Actor) -> QuerySet[Order]:
    return orders_for(by).select_related("site", "ordered_by").order_by("-id")


def numbered(by: Actor, number: str) -> QuerySet[Order]:
    return orders_for(by).filter(number=number)


def test_everybody_gets_their_own_rows_by_one_statement(cast: Cast) -> None:
    theirs, others = make_order(cast.kessler), make_order(cast.sommer)
    for by, rows in ((cast.anna.actor, [theirs]), (cast.carla.actor, [others])):
        with acting(by):
            assert fetched(with_site, by) == list(with_site(by)) == rows
            assert fetched(numbered, by, theirs.number) == list(numbered(by, theirs.number))


def test_who_may_do_something_else_asks_something_else(cast: Cast) -> None:
    make_order(cast.kessler)
    mine = make_order(cast.kessler, ordered_by=cast.anna.person)
    with acting(cast.anna.actor):
        assert len(fetched(with_site, cast.anna.actor)) == 2
        nothing = replace(cast.anna.actor, rights={})
        for by, rows in ((cast.anna.reaching(Scope.OWN), [mine]), (nothing, [])):
            assert fetched(with_site, by) == list(with_site(by)) == rows


def test_what_hangs_on_a_row_comes_with_it(cast: Cast) -> None:
    order = make_order(cast.kessler, ordered_by=cast.anna.person)
    with acting(cast.anna.actor):
        for _ in range(2):
            with CaptureQueriesContext(connection) as asked:
                [row] = fetched(with_site, cast.anna.actor)
                assert row.ordered_by == cast.anna.person
            assert len(asked) == 1
            assert row.site == order.site


def test_a_record_and_a_number_may_be_among_the_values(cast: Cast) -> None:
    first, second = make_order(cast.kessler), make_order(cast.kessler)
    places = ((first, 1), (first, 2), (second, 3))
    lines = [make_line(order, position=place) for order, place in places]
    with acting(cast.anna.actor):
        for order, after, expected in ((first, 0, 2), (first, 1, 1), (second, 2, 1)):
            rows = fetched(
                lambda order, after: lines_of(order).filter(position__gt=after), order, after
            )
            assert rows == [x for x in lines if x.order_id == order.pk and x.position > after]
            assert len(rows) == expected


def test_counts_and_moments(cast: Cast) -> None:
    make_order(cast.kessler)

    def counted(by: Actor, moment: Any) -> QuerySet[Order, int]:
        one = orders_for(by).filter(ordered_at__lt=moment).annotate(one=Value(1)).values("one")
        return one.annotate(total=Count("pk")).values_list("total", flat=True)

    now, by = timezone.now(), cast.anna.actor
    with acting(by):
        for moment, total in ((now + timedelta(days=1), 1), (now - timedelta(days=9_999), 0)):
            assert fetched(counted, by, moment) == [total]


def test_years_are_counted_in_the_zone_of_now(cast: Cast) -> None:
    make_order(cast.kessler, ordered_at=datetime(2025, 12, 31, 23, 30, tzinfo=UTC))
    by = cast.anna.actor
    with acting(by):
        for zone, year in (("Europe/Berlin", 2026), ("America/New_York", 2025)):
            with timezone.override(zone):
                found_years = fetched(
                    lambda by: orders_for(by).values_list("ordered_at__year", flat=True), by
                )
            assert found_years == [year]


def test_nothing_found_is_a_404() -> None:
    with pytest.raises(Http404):
        found([])
