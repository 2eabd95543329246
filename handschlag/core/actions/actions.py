from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

from django.core.exceptions import PermissionDenied
from django.db import transaction
from rules.predicates import Predicate

from handschlag.core.actions.idempotency import claim, settle
from handschlag.core.actor import Actor
from handschlag.core.journal.events import Event, Subject
from handschlag.core.journal.record import EntrySet, record, record_set, reserve_id

R = TypeVar("R")
P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Outcome(Generic[R]):
    """What a verb returns: the result for its caller and the entry for the journal."""

    result: R
    event: Event
    subject: Subject


@dataclass(frozen=True, slots=True)
class BulkOutcome(Generic[R]):
    """As `Outcome`, with one entry for the run and one per order, invoice or payment.

    `run` is None when nothing was different and nothing is to be recorded.
    """

    result: R
    run: Event | None
    subject: Subject
    entries: tuple[EntrySet, ...] = ()
    quiet: bool = False


class _Pending:
    """An action under way; its entry's id is reserved once a nested action needs a cause."""

    def __init__(self) -> None:
        self.reserved: int | None = None

    def entry_id(self) -> int:
        if self.reserved is None:
            self.reserved = reserve_id()
        return self.reserved


_pending: ContextVar[_Pending | None] = ContextVar("handschlag_action", default=None)


def in_action() -> bool:
    return _pending.get() is not None


def action(
    rule: Predicate,
) -> Callable[[Callable[Concatenate[Actor, P], Outcome[R]]], Callable[..., R]]:
    """Make a verb of a function `verb(by, *, ...) -> Outcome`.

    The call returns the outcome's result. With `key=` the same call by the same actor
    happens once: a repeat returns the first result, another input raises KeyReused. Raises
    PermissionDenied when the rule refuses; nothing is written then.
    """

    def declare(verb: Callable[Concatenate[Actor, P], Outcome[R]]) -> Callable[..., R]:
        @wraps(verb)
        def perform(by: Actor, *, key: str | None = None, **inputs: Any) -> R:
            with _performing(rule, by) as (pending, cause_id):
                claimed = claim(by, _name(verb), key, inputs) if key else None
                if claimed is not None and claimed.is_repeat:
                    return claimed.earlier  # type: ignore[return-value]
                outcome = verb(by, **inputs)  # type: ignore[call-arg]
                _write(by, outcome, pending, cause_id)
                if claimed is not None:
                    settle(claimed.row, outcome.result)
                return outcome.result

        return perform

    return declare


def bulk_action(
    rule: Predicate,
) -> Callable[[Callable[Concatenate[Actor, P], BulkOutcome[R]]], Callable[..., R]]:
    """As `action` for a set: the rule is asked once, rows and entries are written set-based.

    A call whose entry sets all turn out empty found nothing different and leaves no entry.
    """

    def declare(verb: Callable[Concatenate[Actor, P], BulkOutcome[R]]) -> Callable[..., R]:
        @wraps(verb)
        def perform(by: Actor, **inputs: Any) -> R:
            with _performing(rule, by) as (pending, cause_id):
                outcome = verb(by, **inputs)  # type: ignore[call-arg]
                _write_run(by, outcome, pending, cause_id)
                return outcome.result

        return perform

    return declare


@contextmanager
def _performing(rule: Predicate, by: Actor) -> Iterator[tuple[_Pending, int | None]]:
    if not rule.test(by):
        raise PermissionDenied
    parent, pending = _pending.get(), _Pending()
    with transaction.atomic():
        token = _pending.set(pending)
        try:
            yield pending, parent.entry_id() if parent else None
        finally:
            _pending.reset(token)


def _write(by: Actor, outcome: Outcome[Any], pending: _Pending, cause_id: int | None) -> None:
    record(
        by,
        outcome.event,
        subject=outcome.subject,
        entry_id=pending.reserved,
        cause_id=cause_id,
    )


def _write_run(
    by: Actor, outcome: BulkOutcome[Any], pending: _Pending, cause_id: int | None
) -> None:
    if outcome.run is None:
        return
    run_id = pending.entry_id()
    written = [
        record_set(by, entries, cause_id=run_id, quiet=outcome.quiet) for entries in outcome.entries
    ]
    if outcome.entries and not any(written):
        return
    record(
        by,
        outcome.run,
        subject=outcome.subject,
        entry_id=run_id,
        cause_id=cause_id,
        quiet=outcome.quiet,
    )


def _name(verb: Callable[..., Any]) -> str:
    return f"{verb.__module__.removeprefix('handschlag.')}.{verb.__name__}"
