import json
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import connections

from handschlag.core.jobs.expired import sweep_cache
from handschlag.core.tests.matrix.statements import overheard

pytestmark = pytest.mark.django_db


def kept() -> int:
    with connections["autocommit"].cursor() as cursor:
        cursor.execute("select count(*) from core_cache")
        return int(cursor.fetchone()[0])


def test_what_is_kept_is_found_until_it_expires() -> None:
    with time_machine.travel("2026-11-12 09:00:00+00:00", tick=False) as clock:
        cache.set("answer", {"n": 42}, timeout=60)
        cache.set("answer", {"n": 43}, timeout=60)
        assert cache.get("answer") == {"n": 43}
        clock.shift(timedelta(seconds=61))
        assert cache.get("answer") is None


def test_values_are_kept_as_data_that_nothing_runs() -> None:
    cache.set("answer", {"n": [42, None, "ü"]})
    with connections["autocommit"].cursor() as cursor:
        cursor.execute("select value from core_cache")
        [(text,)] = cursor.fetchall()
    assert json.loads(text) == {"n": [42, None, "ü"]}
    with pytest.raises(TypeError):
        cache.set("answer", connections)


def test_several_are_found_by_one_statement() -> None:
    cache.set("first", 1)
    cache.set("second", 2)
    with overheard() as log:
        assert cache.get_many(["first", "second", "third"]) == {"first": 1, "second": 2}
    assert len(log) == 1


def test_add_keeps_what_is_there_and_takes_the_place_of_what_has_expired() -> None:
    with time_machine.travel("2026-11-12 09:00:00+00:00", tick=False) as clock:
        assert cache.add("lock", "mine", timeout=10)
        assert not cache.add("lock", "theirs", timeout=10)
        assert cache.get("lock") == "mine"
        clock.shift(timedelta(seconds=11))
        assert cache.add("lock", "theirs", timeout=10)
        assert cache.get("lock") == "theirs"


@pytest.mark.parametrize("write", [cache.set, cache.add])
def test_writing_costs_one_statement(write: Any) -> None:
    with overheard() as log:
        write("answer", 42)
    assert len(log) == 1


def test_sweeping_takes_out_what_has_expired_and_nothing_else() -> None:
    with time_machine.travel("2026-11-12 09:00:00+00:00", tick=False) as clock:
        cache.set("short", 1, timeout=60)
        cache.set("long", 2, timeout=600)
        clock.shift(timedelta(seconds=61))
        sweep_cache(timestamp=0)
        assert kept() == 1
        assert cache.get("long") == 2
