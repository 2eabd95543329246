"""The queue is the outbox: it shares the fate of the change, and keeps its contents to itself."""

import asyncio
from datetime import UTC, datetime

import pytest
from django.db import ProgrammingError, connection, connections, transaction
from procrastinate import exceptions
from procrastinate.periodic import PeriodicDeferrer
from psycopg.errors import InsufficientPrivilege

from handschlag.core.actor import ANONYMOUS, Actor, ActorKind, system_actor
from handschlag.core.isolation import acting
from handschlag.core.jobs import PATIENT, job
from handschlag.core.jobs.stalled import begin_again
from handschlag.core.jobs.worker import worker_app
from handschlag.core.tests.post import port, work

__all__ = ["port"]

BY = system_actor("test")
ALICE = Actor(kind=ActorKind.PERSON, person_id=1, organisation_id=10)
DESK = Actor(kind=ActorKind.STAFF, person_id=2)


@job(queue="test")
def remind(*, order: int) -> None: ...


def queued() -> list[tuple[str, dict[str, int]]]:
    with acting(BY), connection.cursor() as cursor:
        cursor.execute("select task_name, args from procrastinate_jobs")
        return [(name, arguments) for name, arguments in cursor.fetchall()]


@pytest.mark.django_db
@pytest.mark.parametrize("actor", [ANONYMOUS, ALICE, DESK, BY])
def test_every_role_may_queue(actor: Actor) -> None:
    with acting(actor):
        remind.defer(order=3)
    assert [name for name, _ in queued()] == ["core.tests.test_jobs.remind"]


def remind_and_fail() -> None:
    with acting(ALICE):
        remind.defer(order=3)
        raise ZeroDivisionError


def test_job_of_a_rolled_back_change_is_gone(committed_db: str) -> None:
    with acting(ALICE):
        with transaction.atomic():
            remind.defer(order=1)
            transaction.set_rollback(True)
        remind.defer(order=2)
    assert len(queued()) == 1
    with pytest.raises(ZeroDivisionError):
        remind_and_fail()
    assert len(queued()) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("actor", [ANONYMOUS, ALICE])
@pytest.mark.parametrize(
    "statement",
    [
        "select * from procrastinate_jobs",
        "update procrastinate_jobs set priority = 9",
        "delete from procrastinate_jobs",
        "insert into procrastinate_jobs (task_name) values ('x')",
        "select procrastinate_fetch_job_v2(null, 1)",
        "select procrastinate_cancel_job_v1(1, true, true)",
        "select * from procrastinate_events",
        "select nextval('procrastinate_jobs_id_seq')",
    ],
)
def test_customers_read_and_change_no_job(actor: Actor, statement: str) -> None:
    with (
        acting(actor),
        pytest.raises(ProgrammingError) as refusal,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert isinstance(refusal.value.__cause__, InsufficientPrivilege)


@pytest.mark.django_db
def test_temporary_table_is_not_taken_for_the_queue() -> None:
    """The queueing function runs with the owner's rights; what it writes to is not the caller's."""
    with acting(BY), connection.cursor() as cursor:
        cursor.execute("create temporary table procrastinate_jobs (id bigint)")
        remind.defer(order=7)
        with acting(ALICE):
            remind.defer(order=8)
        cursor.execute("drop table pg_temp.procrastinate_jobs")
    assert len(queued()) == 2


@pytest.mark.django_db
def test_nothing_is_queued_outside_of_acting() -> None:
    with pytest.raises(exceptions.ConnectorException):
        remind.defer(order=1)


def test_failures_are_tried_again_for_a_day() -> None:
    pauses = [PATIENT.exponential_wait ** (attempt + 1) for attempt in range(10)]
    assert 20 * 3600 < sum(pauses) < 30 * 3600
    assert PATIENT.max_attempts == 10


async def queue_what_is_due(at: datetime) -> None:
    worker = worker_app()
    deferrer = PeriodicDeferrer(worker.periodic_registry)
    async with worker.open_async():
        await deferrer.defer_jobs(deferrer.get_previous_tasks(at=at.timestamp()))


def test_job_whose_turn_has_come_queues_itself_once(committed_db: str) -> None:
    moment = datetime(2026, 11, 23, 7, 15, 30, tzinfo=UTC)
    for _ in range(2):
        asyncio.run(queue_what_is_due(moment))
    reports = [arguments for name, arguments in queued() if name == "core.mail.jobs.report"]
    assert reports == [f'{{"timestamp": {int(moment.timestamp()) - 30}}}']


def states() -> list[tuple[str, int]]:
    with acting(BY), connection.cursor() as cursor:
        cursor.execute("select status::text, attempts from procrastinate_jobs order by id")
        return list(cursor.fetchall())


@pytest.mark.usefixtures("port")
def test_job_that_is_done_leaves_nothing(committed_db: str) -> None:
    with acting(BY):
        remind.defer(order=1)
    work()
    assert states() == []


def left_undone(*, silent: str) -> None:
    """Two jobs, the first begun by a worker that was last heard of `silent` ago."""
    with acting(BY):
        remind.defer(order=1)
        remind.defer(order=2)
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "insert into procrastinate_workers (last_heartbeat) values (now() - %s::interval)"
            " returning id",
            [silent],
        )
        cursor.execute(
            "update procrastinate_jobs set status = 'doing', worker_id = %s"
            " where id = (select min(id) from procrastinate_jobs)",
            [cursor.fetchone()[0]],
        )


def test_job_of_a_dead_worker_begins_again(committed_db: str) -> None:
    left_undone(silent="2 minutes")
    begin_again(timestamp=0)
    begin_again(timestamp=60)
    assert states() == [("todo", 1), ("todo", 0)]


def test_job_that_ends_every_worker_is_given_up(committed_db: str) -> None:
    left_undone(silent="2 minutes")
    with connections["owner"].cursor() as cursor:
        cursor.execute("update procrastinate_jobs set attempts = 10 where status = 'doing'")
    begin_again(timestamp=0)
    begin_again(timestamp=60)
    assert states() == [("failed", 11), ("todo", 0)]


def test_job_of_a_living_worker_is_left_alone(committed_db: str) -> None:
    left_undone(silent="10 seconds")
    begin_again(timestamp=0)
    assert states() == [("doing", 0), ("todo", 0)]
