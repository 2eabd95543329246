"""Somebody who comes by: what they may see, and what the rules should take them for."""

from dataclasses import dataclass, field
from functools import cached_property

from django.conf import settings

from handschlag.core.actor import Actor, ActorKind, Scope
from handschlag.core.http import FaceName
from handschlag.core.tests.matrix.planted import (
    HOST,
    Company,
    Planted,
    personal_rooms,
    rooms_of_rows,
)

OF_PERSON = (
    *("kind", "person_id", "membership_id", "organisation_id"),
    *("rights", "site_ids", "uses"),
)


@dataclass(frozen=True)
class Visitor:
    """Somebody with a browser. `token` stands in their name, `companies` in their switcher.

    `knows` is named to them where they are refused, `manages` is what they may change of others.
    """

    name: str
    actor: Actor
    cookies: dict[str, str]
    host: str = HOST
    headers: dict[str, str] = field(default_factory=dict)
    lacks_factor: bool = False
    token: str = ""
    language: str = "de"
    address: str = ""
    companies: tuple[Company, ...] = ()
    member_of: tuple[Company, ...] = ()
    worlds: tuple[Planted, ...] = field(default=(), repr=False)
    knows: frozenset[str] = frozenset()
    manages: frozenset[str] = frozenset()
    standings: tuple[Actor, ...] = ()

    @property
    def face(self) -> FaceName:
        faces = {settings.DESK_HOST: FaceName.DESK, settings.STUDIO_HOST: FaceName.STUDIO}
        return faces.get(self.host, FaceName.PORTAL)

    @property
    def is_placed(self) -> bool:
        return self.actor.membership_id is not None

    @property
    def is_signed_in(self) -> bool:
        return self.actor.person_id is not None

    def scope_in(self, room: str) -> Scope | None:
        return scope_in(self.actor, room)

    def sees(self, world: Planted, room: str) -> bool:
        return sees(self.actor, world, room)

    def may_read(self, world: Planted, room: str) -> bool:
        """At the desk a right reaches every organisation."""
        is_at_desk = self.actor.kind is ActorKind.STAFF
        return self.sees(world, room) or (is_at_desk and self.scope_in(room) is not None)

    def seen(self, room: str) -> list[Planted]:
        return [world for world in self.worlds if self.sees(world, room)]

    @cached_property
    def tokens(self) -> frozenset[str]:
        """The canaries that may appear in an answer to this visitor."""
        rooms = rooms_of_rows()
        read = [(w, room) for room in rooms for w in self.worlds if self.may_read(w, room)]
        allowed = {world.canary_of(room) for world, room in read}
        whose = {world for world, _ in read}
        rest = {world.canary_of(room) for world in whose for room in ROOMS_OF_FRAMES}
        names = {company.token for company in self.companies}
        return frozenset({self.token, *allowed, *rest, *names, *self.knows, *self.manages} - {""})


def scope_in(actor: Actor, room: str) -> Scope | None:
    is_personal = room in personal_rooms() and actor.membership_id is not None
    return Scope.OWN if is_personal else actor.rights.get(f"{room}.read")


def sees(actor: Actor, world: Planted, room: str) -> bool:
    """Whether the room's rows of a world are the actor's to see, by right, site and person."""
    scope = scope_in(actor, room)
    if scope is None or world.organisation.pk != actor.organisation_id:
        return False
    if scope is Scope.OWN:
        return world.person.pk == actor.person_id
    return scope is not Scope.SITE or world.site.pk in actor.site_ids


# What stands around the rows of a room: the site and the person of an order.
ROOMS_OF_FRAMES = ("organisations", "identity")
