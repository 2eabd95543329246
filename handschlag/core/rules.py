"""The predicates that every room joins with & and |; each takes the actor alone."""

from functools import cache

import rules
from rules.predicates import Predicate

from handschlag.core.actor import Actor, ActorKind


@rules.predicate
def anyone(by: Actor) -> bool:
    return True


@rules.predicate
def is_signed_in(by: Actor) -> bool:
    return by.person_id is not None


@rules.predicate
def is_member(by: Actor) -> bool:
    return by.membership_id is not None


@rules.predicate
def is_staff(by: Actor) -> bool:
    return by.kind is ActorKind.STAFF


@rules.predicate
def holds_link(by: Actor) -> bool:
    """Has come by a link that a mail carried, and may do what it was sent for."""
    return by.kind is ActorKind.LINK


@rules.predicate
def is_system(by: Actor) -> bool:
    return by.kind in {ActorKind.JOB, ActorKind.CONNECTOR}


@cache
def uses(capability: str) -> Predicate:
    """True where the organisation has something in the room `capability`; asks nobody."""
    return rules.predicate(lambda by: capability in by.uses, name=f"uses:{capability}")


@cache
def may(right: str) -> Predicate:
    """True for an actor who holds `right` in any scope; the gate then narrows to the scope."""
    return rules.predicate(lambda by: right in by.rights, name=f"may:{right}")
