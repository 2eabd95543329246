"""Who acts: built once per request or job, handed to every gate, rule and action."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType


class ActorKind(StrEnum):
    ANONYMOUS = "anonymous"
    PERSON = "person"
    STAFF = "staff"
    API_KEY = "api_key"
    LINK = "link"
    JOB = "job"
    CONNECTOR = "connector"


class Scope(StrEnum):
    """How far a right reaches; the order of `reach` is own < site < company < subtree."""

    OWN = "own"
    SITE = "site"
    COMPANY = "company"
    SUBTREE = "subtree"

    @property
    def reach(self) -> int:
        return list(Scope).index(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    kind: ActorKind
    person_id: int | None = None
    membership_id: int | None = None
    on_behalf_of_id: int | None = None
    organisation_id: int | None = None
    portal_id: int | None = None
    channel: str = "portal"
    factor_at: datetime | None = None
    rights: Mapping[str, Scope] = field(default_factory=lambda: MappingProxyType({}))
    site_ids: frozenset[int] = frozenset()
    uses: frozenset[str] = frozenset()

    def scope_of(self, right: str) -> Scope | None:
        return self.rights.get(right)


def system_actor(channel: str, *, organisation_id: int | None = None) -> Actor:
    """The actor of imports, jobs and the command line: database role `system`."""
    return Actor(kind=ActorKind.JOB, channel=channel, organisation_id=organisation_id)


ANONYMOUS = Actor(kind=ActorKind.ANONYMOUS)
