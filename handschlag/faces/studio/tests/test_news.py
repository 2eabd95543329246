"""The one piece of news on home: from its first day to its last."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from handschlag.core.actor import system_actor
from handschlag.core.isolation import acting
from handschlag.core.journal.models import JournalEntry
from handschlag.faces.studio.tests.world import text_of
from handschlag.platform.portals.models import News
from handschlag.platform.portals.queries import news_on, portal_at
from handschlag.platform.portals.tests.factories import make_portal

SYSTEM = system_actor("test")
PLACE = "/studio/portals/testserver/news/"
TYPED = {
    "title_de": "Lager geschlossen",
    "title_en": "Warehouse closed",
    "text_de": "Am **24. Dezember** liefern wir nicht.",
    "text_en": "No deliveries on **24 December**.",
    "begins": "2026-12-01",
    "ends": "2026-12-24",
}


def test_news_are_on_home_from_the_first_day_to_the_last(maren: Client, sabine: Client) -> None:
    maren.post(PLACE, TYPED | {"begins": "2026-11-01", "ends": ""})
    page = text_of(sabine.get("/"))
    assert "<h2>Lager geschlossen</h2>" in page
    assert "Am <strong>24. Dezember</strong> liefern wir nicht." in page


@pytest.mark.parametrize(
    ("begins", "ends", "is_shown"),
    [(0, 0, True), (1, None, False), (-2, -1, False), (-1, None, True), (-1, 1, True)],
)
def test_days_are_those_of_the_portal(
    maren: Client, sabine: Client, begins: int, ends: int | None, *, is_shown: bool
) -> None:
    """Late in the evening by UTC, when in Berlin the next day has begun."""
    today = datetime(2026, 12, 2, tzinfo=ZoneInfo("Europe/Berlin")).date()
    first = (today + timedelta(begins)).isoformat()
    last = "" if ends is None else (today + timedelta(ends)).isoformat()
    maren.post(PLACE, TYPED | {"begins": first, "ends": last})
    with acting(SYSTEM), timezone.override(ZoneInfo("Europe/Berlin")):
        moment = datetime(2026, 12, 1, 23, 30, tzinfo=UTC)
        portal = portal_at("testserver")
        assert portal is not None
        found = news_on(portal, timezone.localdate(moment))
    assert (found is not None) is is_shown


def test_newer_news_take_the_place_of_older(maren: Client, sabine: Client) -> None:
    maren.post(PLACE, TYPED | {"begins": "2026-11-01", "ends": ""})
    maren.post(PLACE, TYPED | {"title_de": "Wieder offen", "begins": "2026-11-01", "ends": ""})
    page = text_of(sabine.get("/"))
    assert "Wieder offen" in page
    assert "Lager geschlossen" not in page


def test_news_are_taken_off(maren: Client, sabine: Client) -> None:
    assert "Von der Übersicht nehmen" not in text_of(maren.get(PLACE))
    maren.post(PLACE, TYPED | {"begins": "2026-11-01", "ends": ""})
    maren.post(PLACE, {"withdraw": "1"})
    assert "Lager geschlossen" not in text_of(sabine.get("/"))
    with acting(SYSTEM):
        kinds = JournalEntry.objects.filter(kind__startswith="portals.news").order_by("id")
        assert list(kinds.values_list("kind", flat=True)) == [
            "portals.news_published",
            "portals.news_withdrawn",
        ]


def test_news_of_another_portal_are_not_shown(maren: Client, sabine: Client) -> None:
    make_portal("other.testserver")
    typed = TYPED | {"begins": "2026-11-01", "ends": ""}
    maren.post("/studio/portals/other.testserver/news/", typed)
    assert "Lager geschlossen" not in text_of(sabine.get("/"))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"ends": "2026-11-30"}, "Der letzte Tag liegt vor dem ersten."),
        ({"title_en": ""}, "errors"),
        ({"begins": "bald"}, "errors"),
    ],
)
def test_what_cannot_be_is_refused(maren: Client, wrong: dict[str, str], sentence: str) -> None:
    response = maren.post(PLACE, TYPED | wrong)
    if sentence == "errors":
        assert response.context["form"].errors.keys() == wrong.keys()
    else:
        assert sentence in text_of(response)
    with acting(SYSTEM):
        assert not News.objects.exists()
