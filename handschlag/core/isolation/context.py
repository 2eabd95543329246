"""Sets the database role and organisation for a block of work, and puts back what was there."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar

from django.db import connection, transaction
from psycopg.pq import TransactionStatus

from handschlag.core.actor import Actor, ActorKind

ROLE_PREFIX = "handschlag_"
ROLES = ("gate", "portal", "desk", "system")
SETTINGS = ("role", "handschlag.organisation", "handschlag.person", "handschlag.portal")
NOTHING = ("none", "", "", "")
SET = "select " + ", ".join(f"set_config('{name}', %s, true)" for name in SETTINGS)

INTRANS = TransactionStatus.INTRANS

Frame = tuple[str, str, str, str]

_frame: ContextVar[Frame] = ContextVar("handschlag_frame", default=NOTHING)
_actor: ContextVar[Actor | None] = ContextVar("handschlag_actor", default=None)


def current_actor() -> Actor | None:
    return _actor.get()


def role_of(actor: Actor) -> str:
    if actor.kind is ActorKind.STAFF:
        return "desk"
    if actor.kind in {ActorKind.JOB, ActorKind.CONNECTOR}:
        return "system"
    return "portal" if actor.organisation_id is not None else "gate"


@contextmanager
def acting(actor: Actor, *, at_gate: bool = False) -> Iterator[None]:
    """Run the block with the role and organisation of `actor`, in a transaction.

    `at_gate` keeps the role `gate` for pages that handle credentials. Nests; the previous
    role and organisation are restored on exit, unless the transaction is lost anyway.
    """
    with ExitStack() as stack:
        previous, frame = _frame.get(), _frame_of(actor, at_gate=at_gate)
        in_transaction = connection.in_atomic_block
        if previous == NOTHING:
            stack.enter_context(transaction.atomic())
        is_other = frame != previous
        if is_other:
            _apply(frame)
        frame_token, actor_token = _frame.set(frame), _actor.set(actor)
        try:
            yield
        finally:
            _frame.reset(frame_token)
            _actor.reset(actor_token)
            if is_other and in_transaction and _is_usable():
                _apply(previous)


def _frame_of(actor: Actor, *, at_gate: bool) -> Frame:
    role = "gate" if at_gate else role_of(actor)
    ids = (actor.organisation_id, actor.person_id, actor.portal_id)
    organisation, person, portal = ("" if i is None else str(i) for i in ids)
    return (ROLE_PREFIX + role, organisation, person, portal)


def _is_usable() -> bool:
    """False once the transaction can only be rolled back, which restores the role as well."""
    status = connection.connection.info.transaction_status
    return status is INTRANS and not connection.needs_rollback


def _apply(frame: Frame) -> None:
    with connection.cursor() as cursor:
        cursor.execute(SET, frame)
