"""Every line of the collections as search: an answer, and nothing stored."""

import pytest
from django.http import QueryDict
from django.urls import reverse

from handschlag.capabilities.ordering.listings import LISTING, TEXTS, seen_by
from handschlag.capabilities.ordering.tests.cast import make_cast
from handschlag.capabilities.ordering.tests.factories import make_line, make_order
from handschlag.core.isolation import acting
from handschlag.core.list_page import listed
from handschlag.core.narrowing import narrowing
from handschlag.core.tests.hostile import hostile_texts

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("key", ["q", "year", "site", "status"])
def test_hostile_text_gets_an_answer(key: str) -> None:
    cast = make_cast()
    make_line(make_order(cast.kessler))
    by = cast.anna.actor
    with acting(by):
        for text in hostile_texts():
            query = QueryDict(mutable=True)
            query[key] = text
            found = LISTING.page(by, query)
            choices = narrowing(seen_by(by), query, everything="Alle")
            page = listed(found, choices, query, TEXTS, reverse("ordering:export"))
            assert len(found.rows) <= 1
            assert (page.empty is None) == bool(found.rows)
