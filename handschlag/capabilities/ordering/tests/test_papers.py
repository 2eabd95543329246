import re
from datetime import UTC, datetime
from http import HTTPStatus

import pytest

from handschlag.capabilities.ordering.tests.cast import Cast, make_cast
from handschlag.capabilities.ordering.tests.factories import make_line, make_order
from handschlag.core.files import storage
from handschlag.core.paper import typeset
from handschlag.core.tests.factory_role import as_owner
from handschlag.core.tests.pdf import pictures_on, words_of
from handschlag.platform.portals.tests.factories import give_logo

pytestmark = pytest.mark.django_db


NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
SINCE = "Stand 23. November 2026."


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def test_order_on_paper_says_what_was_ordered_and_what_it_is_not(cast: Cast) -> None:
    order = make_order(cast.kessler, number="AB/77", customer_reference="BV Hafen", as_of=NOON)
    make_line(order, description="Umwälzpumpe")
    response = cast.anna.browser().get(f"{order.get_absolute_url()}pdf/")
    text = words_of(response.content)
    for said in ("Bestellung AB/77", "Umwälzpumpe", "BV Hafen", "keine Auftragsbestätigung", SINCE):
        assert said in text
    name = 'attachment; filename="Bestellung AB-77.pdf"'
    assert response["Content-Disposition"] == name
    assert response["Content-Security-Policy"] == storage.SANDBOX


def test_order_on_paper_carries_the_logo_of_the_portal(cast: Cast) -> None:
    order = make_order(cast.kessler)
    browser, paper = cast.anna.browser(), f"{order.get_absolute_url()}pdf/"
    assert pictures_on(browser.get(paper).content) == []
    give_logo()
    assert pictures_on(browser.get(paper).content) == [(400, 80)]


def test_page_of_an_order_offers_its_paper(cast: Cast) -> None:
    order = make_order(cast.kessler)
    page = cast.anna.browser().get(order.get_absolute_url()).content.decode()
    assert f'href="{order.get_absolute_url()}pdf/"' in page
    assert "Als PDF" in page


def test_paper_follows_the_language_of_the_organisation(cast: Cast) -> None:
    order = make_order(cast.kessler, number="AB-5")
    with as_owner():
        cast.kessler.language = "en"
        cast.kessler.save()
    response = cast.anna.browser().get(f"{order.get_absolute_url()}pdf/")
    assert "Order AB-5" in words_of(response.content)


def test_paper_of_a_stranger_is_not_there(cast: Cast) -> None:
    order = make_order(cast.kessler)
    response = cast.carla.browser().get(f"{order.get_absolute_url()}pdf/")
    assert response.status_code == HTTPStatus.NOT_FOUND


def test_press_that_fails_says_what_to_do(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    order = make_order(cast.kessler)
    monkeypatch.setattr(typeset, "LONGEST_SECONDS", 0.001)
    answer = cast.anna.browser().get(f"{order.get_absolute_url()}pdf/")
    assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    page = answer.content.decode()
    assert "Das PDF konnte nicht erstellt werden" in page
    assert re.search("[2-9A-Z]{4}-[2-9A-Z]{4}", page)
