"""What a role can be made of: rights that rooms declare in their contributions."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from handschlag.core.actor import Scope
from handschlag.core.capability import contributions


class Preset(StrEnum):
    """The five roles that every installation begins with."""

    READER = "reader"
    BUYER = "buyer"
    APPROVER = "approver"
    ACCOUNTANT = "accountant"
    ADMINISTRATOR = "administrator"


# The role of staff that begins with every right there is.
ADMINISTERS_DESK = "desk"


@dataclass(frozen=True, slots=True)
class Right:
    """`key` is `room.verb`; `scope` the widest reach it is given with by default."""

    key: str
    label: Any
    scope: Scope
    presets: frozenset[Preset]
    customer_assignable: bool = True


def declared_rights() -> dict[str, Right]:
    return {right.key: right for _, rights in contributions("rights") for right in rights}


def labels_of(keys: Iterable[str]) -> list[str]:
    """What rights let somebody do, in words and in the order of the rooms."""
    wanted = set(keys)
    return [str(right.label) for key, right in declared_rights().items() if key in wanted]
