"""What follows from a journal entry: jobs run, somebody is told, and mails leave."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.core import mail
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app

from handschlag.core.actor import system_actor
from handschlag.core.capability import contributions
from handschlag.core.isolation import acting
from handschlag.core.journal import Subject, record
from handschlag.core.tests.factory_role import as_owner
from handschlag.core.tests.matrix.answers import News
from handschlag.core.tests.matrix.asking import taken_back
from handschlag.core.tests.matrix.messages import row_of
from handschlag.core.tests.matrix.planted import Planted, personal_rooms
from handschlag.core.tests.matrix.scene import Scene
from handschlag.core.tests.matrix.visitors import ROOMS_OF_FRAMES, Visitor, sees
from handschlag.core.topics import declared_topics

BY = system_actor("test")
QUEUED = "select id, task_name, args from procrastinate_jobs where status = 'todo' order by id"


@dataclass(frozen=True)
class NewsCell:
    topic: str
    news: News
    visitors: tuple[Visitor, ...]
    target: Planted

    def __str__(self) -> str:
        return f"news {self.topic} of {self.target.token}"

    @cached_property
    def expected(self) -> set[int]:
        """The people who are told, whichever organisation they act for at the moment."""
        return {v.actor.person_id or 0 for v in self.visitors if self._may_know(v)}

    def _may_know(self, visitor: Visitor) -> bool:
        room = self.news.kind.partition(".")[0]
        known = self.news.known
        return any(
            known(actor, self.target) if known else sees(actor, self.target, room)
            for actor in visitor.standings
        )

    def faults(self, scene: Scene) -> Iterator[str]:
        with taken_back():
            before = told_people()
            self._happen()
            told = told_people() - before
            yield from self._wrong_people({person for _, person in told})
            yield from self._wrong_mails(scene)

    def _happen(self) -> None:
        mail.outbox.clear()
        about = Subject(self.news.kind, row_of(self.news.kind, self.target).pk)
        with acting(BY):
            for event in self.news.events(self.target):
                record(BY, event, subject=about)
        work()
        with time_machine.travel(timezone.now() + timedelta(days=1)):
            make_rounds()
            work()

    def _wrong_people(self, told: set[int]) -> Iterator[str]:
        for person in sorted(told ^ self.expected):
            name = next((v.name for v in self.visitors if v.actor.person_id == person), person)
            yield f"{self}: {'tells' if person in told else 'does not tell'} {name}"

    def _wrong_mails(self, scene: Scene) -> Iterator[str]:
        by_address = {v.address: v for v in self.visitors if v.address}
        for letter in mail.outbox:
            reader = by_address.get(letter.to[0])
            text = str(letter.message())
            if reader is None or reader.actor.person_id not in self.expected:
                yield f"{self}: mails {letter.to}"
                continue
            for token in scene.tokens - self._may_read(reader):
                if token in text:
                    yield f"{self}: a mail to {reader.name} shows {token}"
            if not any(f"http://{host}" in text for host in self.target.company.hosts):
                yield f"{self}: a mail to {reader.name} leads to no portal"

    def _may_read(self, reader: Visitor) -> frozenset[str]:
        """Who may know of the record may read its canaries, and the name of its organisation."""
        rooms = {self.news.kind.partition(".")[0], *ROOMS_OF_FRAMES}
        own = {self.target.canary_of(room) for room in rooms}
        return frozenset({reader.token, self.target.company.token, *own})


def told_people() -> set[tuple[int, int]]:
    """Who has been told what: rows that belong to one person each."""
    with as_owner():
        return {
            pair
            for model in apps.get_models()
            if model._meta.app_label in personal_rooms() and hasattr(model, "person_id")
            if hasattr(model, "organisation_id")
            for pair in model._base_manager.values_list("pk", "person_id")
        }


def work() -> None:
    """What the worker does until the queue is empty, here and now."""
    while queued := _queued():
        for name, arguments in queued:
            app.tasks[name].func(**arguments)


def make_rounds() -> None:
    """What the clock brings to those rooms that write letters."""
    rooms = tuple(f"{room.name}." for room, _ in contributions("letters"))
    for known in app.periodic_registry.periodic_tasks.values():
        if known.task.func.__module__.startswith(rooms):
            known.task.func(timestamp=0)


def _queued() -> list[tuple[str, Any]]:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(QUEUED)
        found = [(name, json.loads(arguments)) for _, name, arguments in cursor.fetchall()]
        cursor.execute("delete from procrastinate_jobs where status = 'todo'")
    return found


def news_cells(scene: Scene, declared: dict[str, News]) -> Iterator[NewsCell]:
    told = {topic.gate for key, topic in declared_topics().items() if key in declared}
    for key, topic in declared_topics().items():
        if topic.gate not in told:
            pytest.fail(
                f"People are told of '{key}', and the isolation matrix does not know when. Give it "
                "`News` in NEWS of its room's tests/matrix.py."
            )
    for key, news in declared.items():
        for world in scene.worlds:
            yield NewsCell(key, news, tuple(scene.visitors), world)
