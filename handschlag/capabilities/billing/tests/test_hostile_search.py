"""Every line of the collections as search, which is also read as an amount."""

import pytest
from django.http import QueryDict

from handschlag.capabilities.billing.listings import LISTING
from handschlag.capabilities.billing.tests.factories import make_invoice, make_invoice_line
from handschlag.capabilities.ordering.tests.cast import Cast
from handschlag.core.isolation import acting
from handschlag.core.tests.hostile import hostile_texts

pytestmark = pytest.mark.django_db


def test_hostile_text_gets_an_answer(cast: Cast) -> None:
    theirs = make_invoice_line(make_invoice(cast.kessler)).invoice
    make_invoice_line(make_invoice(cast.sommer))
    by, query = cast.anna.actor, QueryDict(mutable=True)
    with acting(by):
        for text in hostile_texts():
            query["q"] = text
            found = LISTING.page(by, query)
            assert found.rows in ([], [theirs])
