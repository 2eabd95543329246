"""While the house is serviced every page says so, and until when; probes are answered."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from handschlag.cli.tests.commands import command
from handschlag.core.http import maintenance
from handschlag.core.tests import databases
from handschlag.platform.portals.tests.factories import make_portal


@pytest.fixture(autouse=True)
def _own_file(settings: Any, tmp_path: Path) -> None:
    settings.MAINTENANCE = tmp_path / "var" / "maintenance.json"


def page(language: str = "de", path: str = "/") -> str:
    answer = Client(headers={"accept-language": language}).get(path)
    assert answer.status_code == 503
    assert int(answer["Retry-After"]) > 0
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    return str(answer.content.decode())


@pytest.mark.feature("S04", part="how available it is shows over months")
@pytest.mark.django_db
def test_announced_maintenance_is_on_every_page_until_it_is_over() -> None:
    make_portal()
    end = timezone.localtime() + timedelta(hours=2)
    begun = command("maintenance", "on", "--until", end.strftime("%Y-%m-%d %H:%M"))
    assert begun.exit_code == 0, begun.output
    for path in ("/", "/orders/", "/sign-in/", "/nowhere/"):
        text = page(path=path)
        assert "Das Portal wird gerade gewartet" in text
        assert end.strftime("%H:%M") in text
        assert "Traceback" not in text
    assert "We are servicing the portal" in page("en")
    assert "open again" in command("maintenance", "off").output
    assert Client().get("/sign-in/").status_code == 200


def test_page_needs_no_database(fresh_db: str) -> None:
    maintenance.begin(None)
    with databases.pointed_at("handschlag_nowhere", login=databases.PRODUCTION_LOGIN):
        assert "gerade gewartet" in page()


@pytest.mark.feature("S04", part="how available it is shows over months")
def test_database_that_is_away_shows_a_page_in_the_readers_language(fresh_db: str) -> None:
    with databases.pointed_at("handschlag_nowhere", login=databases.PRODUCTION_LOGIN):
        answer = Client(headers={"accept-language": "en"}).get("/orders/")
    assert answer.status_code == 503
    assert "not available at the moment" in answer.content.decode()


@pytest.mark.django_db
def test_what_was_sent_changes_nothing() -> None:
    maintenance.begin(None)
    assert Client().post("/sign-in/", {"login": "eva@kern.example"}).status_code == 503


def test_end_that_has_passed_is_not_promised_again(fresh_db: str) -> None:
    maintenance.begin(timezone.now() - timedelta(minutes=1))
    assert "Es dauert etwas länger als geplant." in page()


def test_announcement_is_never_read_half_written(settings: Any) -> None:
    maintenance.begin(None)
    with settings.MAINTENANCE.open() as being_read:
        maintenance.begin(timezone.now())
        assert being_read.read() == '{"until": null}'


def test_probes_are_answered(fresh_db: str) -> None:
    maintenance.begin(None)
    assert Client().get("/healthz").status_code == 200
    assert Client().get("/readyz").status_code == 200


@pytest.mark.parametrize(
    ("time", "words"), [("soon", "is no time"), ("2020-01-01 10:00", "has passed already")]
)
def test_time_that_is_none_is_said(time: str, words: str) -> None:
    refused = command("maintenance", "on", "--until", time)
    assert refused.exit_code == 1
    assert words in refused.output
    assert maintenance.announced() is None


def test_off_twice_is_no_error() -> None:
    assert "was open already" in command("maintenance", "off").output
