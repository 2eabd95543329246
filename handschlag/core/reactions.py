"""What rooms do once something has happened: a job per entry, queued in its transaction."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

from procrastinate.contrib.django import app
from procrastinate.tasks import Task

from handschlag.core.capability import contributions
from handschlag.core.journal.events import Event, Subject


@dataclass(frozen=True, slots=True)
class Reaction:
    """`job` is called with `entry`, the id of a journal entry of a kind that it `wants`.

    Quiet entries cause none. Entries about one subject come to it one after the other, in the
    order of their writing; each comes at least once.
    """

    job: Task
    wants: Callable[[type[Event]], bool]


def queue_reactions(kind: type[Event], entries: Iterable[tuple[int, Subject]]) -> None:
    """Queue what rooms want to do about entries just written in this transaction."""
    wanted = jobs_wanting(kind)  # type: ignore[arg-type]  # mypy asks its instances for a hash
    queued = [
        job.configure(
            lock=f"{job.name}:{subject.kind}:{subject.id}", task_kwargs={"entry": entry}
        ).job
        for entry, subject in entries
        for job in wanted
    ]
    if queued:
        app.job_manager.batch_defer_jobs(queued)


@cache
def jobs_wanting(kind: type[Event]) -> tuple[Task, ...]:
    offered = [reaction for _, reactions in contributions("reactions") for reaction in reactions]
    return tuple(reaction.job for reaction in offered if reaction.wants(kind))
