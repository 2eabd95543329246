"""What probes are told, and what a request leaves in the log."""

import contextlib
import json
import logging
import re

import pytest
import structlog
from django.db import connections
from django.http import HttpRequest, HttpResponse
from django.test import Client

from handschlag.config.settings.logs import CHATTY, configure
from handschlag.config.tests.conftest import Lines
from handschlag.core.http.middleware import RequestLogMiddleware
from handschlag.core.tests import databases
from handschlag.platform.portals.tests.factories import make_portal

REFERENCE = re.compile(r"[2-9A-Z]{4}-[2-9A-Z]{4}")
PASSWORD = "blaue-tasse-im-regen"


def test_process_says_that_it_lives_without_its_database(fresh_db: str) -> None:
    with databases.pointed_at("handschlag_nowhere", login=databases.PRODUCTION_LOGIN):
        answer = Client(headers={"host": "10.0.0.7"}).get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "alive"})


def test_ready_process_says_so_on_every_host(fresh_db: str) -> None:
    answer = Client(headers={"host": "10.0.0.7"}).get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ready", "problems": []})


def test_pending_migration_is_said_in_words(fresh_db: str) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("delete from django_migrations where app = 'portals'")
    answer = Client().get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {
        "status": "unready",
        "problems": ["migrations are pending: run `handschlag migrate`"],
    }


def test_database_that_is_away_is_said_in_words(fresh_db: str) -> None:
    with databases.pointed_at("handschlag_nowhere", login=databases.PRODUCTION_LOGIN):
        answer = Client().get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {
        "status": "unready",
        "problems": ["the database does not answer: OperationalError"],
    }


@pytest.mark.django_db
def test_answer_and_log_carry_the_same_request_id(lines: Lines) -> None:
    make_portal()
    references = []
    for path in ("/sign-in/", "/nothing-here/"):
        answer = Client().get(path)
        [line] = [line for line in lines.new() if line["event"] == "request"]
        references.append(answer["X-Request-Id"])
        assert (line["path"], line["status"]) == (path, answer.status_code)
        assert line["request_id"] == answer["X-Request-Id"]
        assert {"level", "logger", "timestamp", "method", "milliseconds"} <= set(line)
    assert all(REFERENCE.fullmatch(reference) for reference in references)
    assert len(set(references)) == 2


@pytest.mark.django_db
def test_log_holds_no_form_fields_and_no_query(lines: Lines) -> None:
    make_portal()
    form = {"login": "anna@kessler.example", "password": PASSWORD}
    Client().post("/sign-in/?code=123456", form)
    logged = json.dumps(lines.new())
    assert "/sign-in/" in logged
    for secret in (PASSWORD, "anna@kessler.example", "123456"):
        assert secret not in logged


def test_all_that_is_logged_during_a_request_carries_its_id(lines: Lines) -> None:
    def view(request: HttpRequest) -> HttpResponse:
        structlog.get_logger("ours").info("ours")
        logging.getLogger("theirs").warning("theirs")
        return HttpResponse()

    answer = RequestLogMiddleware(view)(HttpRequest())
    logging.getLogger("theirs").warning("afterwards")
    ids = {line["event"]: line.get("request_id") for line in lines.new()}
    reference = answer["X-Request-Id"]
    assert ids == {"ours": reference, "theirs": reference, "request": reference, "afterwards": None}


def test_traceback_is_one_line_without_the_values_of_variables(lines: Lines) -> None:
    def check(password: str) -> None:
        raise ValueError("refused")

    try:
        check(PASSWORD)
    except ValueError:
        logging.getLogger("theirs").exception("broken")
    [line] = lines.new()
    assert (line["event"], line["level"]) == ("broken", "error")
    assert "check" in json.dumps(line["exception"])
    assert PASSWORD not in json.dumps(line)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("host", "path", "status"),
    [("no host", "/", 400), ("testserver", "/nothing-here/", 404), ("testserver", "/live/", 302)],
)
def test_what_a_visitor_does_wrong_is_one_line_that_is_no_error(
    lines: Lines, host: str, path: str, status: int
) -> None:
    make_portal()
    assert Client(headers={"host": host}).get(path).status_code == status
    assert [(line["event"], line["level"]) for line in lines.new()] == [("request", "info")]


def test_level_is_respected(lines: Lines) -> None:
    with contextlib.redirect_stderr(lines):
        configure("warning")
    logging.getLogger("theirs").info("quiet")
    structlog.get_logger("ours").info("quiet")
    logging.getLogger("theirs").warning("loud")
    assert [line["event"] for line in lines.new()] == ["loud"]


@pytest.mark.parametrize("name", CHATTY)
def test_chatter_of_the_queue_is_left_out(lines: Lines, name: str) -> None:
    logging.getLogger(name).info("Adding tasks from blueprint")
    logging.getLogger(name).error("real trouble")
    assert [line["event"] for line in lines.new()] == ["real trouble"]
