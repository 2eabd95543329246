"""Everybody who may come by."""

from collections.abc import Iterator
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from allauth.account.models import Login as Entry
from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from handschlag.core.actor import ANONYMOUS, Actor, ActorKind, Scope
from handschlag.core.ids import random_id
from handschlag.core.tests.matrix.browsers import (
    LATER,
    login_of,
    session_with,
    signed_in,
)
from handschlag.core.tests.matrix.casting import MONTH, Casting
from handschlag.core.tests.matrix.planted import (
    HOST,
    SECOND_HOST,
    THIRD_HOST,
    Ground,
    Planted,
    create,
    find,
    rooms_with_rights,
)
from handschlag.core.tests.matrix.standing import rights_of, role
from handschlag.core.tests.matrix.visitors import Visitor

PRESETS = ("reader", "accountant", "buyer", "administrator")
HOUSE_ROLE = "kanahausrolle"
LOOK_UP = "organisations.look_up"
BRAND = "portals.brand"
MANAGE = "organisations.manage_members"
AT_DESK = (MANAGE, LOOK_UP)
HALF_SIGNED_IN, WITH_FACTOR = "half signed in", "member with a second factor"


def visitors(planted: Ground) -> list[Visitor]:
    cast = Cast(planted)
    found = [*cast.strangers(), *cast.members(), *cast.shut_out(), *cast.of_several()]
    named = cast.named_on_refusals
    everybody = frozenset(visitor.token for visitor in found) | planted.names
    # The name of the one room is the beginning of the other's.
    rooms = ("portals", "portal")
    portals = frozenset(world.canary_of(room) for world in planted.worlds for room in rooms)
    return [
        replace(
            visitor,
            worlds=planted.worlds,
            standings=cast.standings.get(visitor.actor.person_id or 0, ()),
            knows=named.get(visitor.actor.organisation_id, frozenset())
            | {HOUSE_ROLE}
            | (everybody if LOOK_UP in visitor.actor.rights else frozenset())
            | (portals if BRAND in visitor.actor.rights else frozenset()),
            manages=names_around(visitor, planted),
        )
        for visitor in found
    ]


def names_around(visitor: Visitor, planted: Ground) -> frozenset[str]:
    """Of those whom somebody manages, their sites and roles."""
    if MANAGE not in visitor.actor.rights:
        return frozenset()
    here = visitor.actor.organisation_id
    worlds = [world for world in planted.worlds if world.organisation.pk == here]
    members = find("organisations.Membership", organisation=here)
    roles = find("organisations.Role", customer_assignable=True)
    offered = roles.filter(Q(organisation=None) | Q(organisation=here))
    return frozenset(
        [
            *(world.canary_of(room) for world in worlds for room in ("identity", "organisations")),
            *members.values_list("person__name", flat=True),
            *map(str, offered.values_list("name", flat=True)),
        ]
    )


STRICT = dict.fromkeys(rights_of("accountant"), Scope.COMPANY)


class Cast(Casting):
    def strangers(self) -> Iterator[Visitor]:
        yield Visitor("anonymous", ANONYMOUS, {})
        yield Visitor("API key", ANONYMOUS, {}, headers={"authorization": f"Bearer {random_id()}"})
        yield self.nobody("signed in without membership")
        for world in self.planted.worlds:
            world.company.removed = self._ended(world, "removed")
            world.company.suspended = self._ended(world, "suspended")
        yield self.nobody("staff at the portal", kind="staff")
        at_desk = {"host": settings.DESK_HOST, "is_in_force": False}
        yield self.member("customer at the desk", self.planted.here, "reader", **at_desk)
        yield self.nobody("staff at the desk", kind="staff", host=settings.DESK_HOST)
        at_studio = {**at_desk, "host": settings.STUDIO_HOST}
        yield self.member("customer at the studio", self.planted.here, "administrator", **at_studio)
        yield self.nobody("staff at the studio", kind="staff", host=settings.STUDIO_HOST)
        yield self.staff("staff of the studio", BRAND, host=settings.STUDIO_HOST)
        rooms = sorted(f"{room}.read" for room in rooms_with_rights())
        yield self.staff("staff with rights", *AT_DESK, *rooms)
        yield self.staff("staff who read in one room", LOOK_UP, rooms[0])
        yield self.staff("staff who may not look up", *rooms)

    def members(self) -> Iterator[Visitor]:
        here, ours = self.planted.here, self.planted.ours
        for preset in PRESETS:
            yield self.member(f"{preset} of A", here, preset)
        yield self.member("member of one site", here, "reader", scope="site")
        yield self.member("member of the sibling site", self.planted.beside, "reader", scope="site")
        yield self.member("member without a site", here, "reader", scope="site", at_site=False)
        yield self.member("buyer of their own", here, "reader", scope="own", is_planted=True)
        colleague = self.planted.colleague
        yield self.member("administrator with rows", colleague, "administrator", is_planted=True)
        until = timezone.now() + MONTH
        yield self.member("delegate of A", here, "accountant", is_delegation=True, valid_to=until)
        yield self.member("member without a right", here, "")
        yield self.of_two_roles()
        yield self.member("administrator of B", self.planted.elsewhere, "administrator")
        above = self.planted.above
        yield self.member("member of the group", above, "reader")
        yield self.member("group at A", above, "administrator", scope="subtree", at=ours)
        yield self.member("group by default", above, "reader", scope="subtree", is_default=True)
        beyond = self.planted.beyond
        yield self.member("member at the second portal", beyond, "reader", host=SECOND_HOST)
        yield self.member("member at the third portal", beyond, "reader", host=THIRD_HOST)
        supplying = self.planted.supplying
        yield self.member("supplier", supplying, "administrator", host=THIRD_HOST)
        yield self.group_at_second_portal()
        yield from self.who_need_a_second_factor()

    def shut_out(self) -> Iterator[Visitor]:
        """Who has a membership that opens nothing; the session is as it was while it did."""
        here, beyond = self.planted.here, self.planted.beyond
        now = timezone.now()
        past = {"valid_from": now - 2 * MONTH, "valid_to": now - MONTH}
        for name, changes in (
            ("suspended in mid-session", {"state": "suspended"}),
            ("waiting for approval", {"state": "invited"}),
            ("delegate whose time is over", {**past, "is_delegation": True}),
            ("member from next month on", {"valid_from": now + MONTH}),
        ):
            yield self.member(name, here, "administrator", is_in_force=False, **changes)
        self._send_invitations()
        yield self.member("member of C", beyond, "administrator", is_in_force=False)
        yield self.member(
            "A at the second portal", here, "reader", host=SECOND_HOST, is_in_force=False
        )
        supplying = self.planted.supplying
        yield self.member("supplier at the first portal", supplying, "reader", is_in_force=False)

    def _send_invitations(self) -> None:
        """To whoever is invited: a mail that nobody has followed yet."""
        for invited in find("organisations.Membership", state="invited"):
            create(
                "organisations.Invitation",
                membership=invited,
                organisation_id=invited.organisation_id,
                portal_id=1,
                email=f"{invited.person_id}@invited.example",
                sent_at=timezone.now(),
            )

    def of_several(self) -> Iterator[Visitor]:
        here, elsewhere = self.planted.here, self.planted.elsewhere
        ours, theirs = self.planted.ours, self.planted.theirs
        begins = self.member("member of A and B", here, "reader", is_default=True)
        yield self._also(begins, elsewhere, "reader")
        other = self.member("member of both at B", elsewhere, "reader", chosen=theirs)
        yield self._also(other, here, "accountant", is_default=True)
        lent = {"is_delegation": True, "valid_to": timezone.now() + MONTH, "chosen": ours}
        adviser = self.member("delegate from B", here, "accountant", **lent)
        yield self._also(adviser, elsewhere, "reader", is_default=True)
        yield self.member("reader who chose B", here, "reader", chosen=theirs)

    def _also(self, visitor: Visitor, world: Planted, preset: str, **changes: Any) -> Visitor:
        """The same person with a membership of another company, in which they do not act now."""
        person, both = visitor.actor.person_id or 0, (self.planted.ours, self.planted.theirs)
        self.stand(person, world.company, preset, self.membership(person, world, preset, **changes))
        return replace(visitor, companies=both, member_of=both)

    def who_need_a_second_factor(self) -> Iterator[Visitor]:
        """One who has it, once with both steps done and once half-way, and one who lacks it."""
        strict = role(self.planted.ours, "kanaunserstrenge", STRICT, requires_factor=True)
        visitor = self.strictly(WITH_FACTOR, strict)
        person = find("identity.Person", pk=visitor.actor.person_id).get()
        login = login_of(person)
        create("mfa.Authenticator", user=login, type="totp", data={})
        yield replace(visitor, cookies=signed_in(person, HOST, None, method="mfa"))
        entry = Entry(user=login, initiated_at=LATER.timestamp())
        entry.state = {"stages": {"current": "mfa_authenticate"}}
        cookies = session_with({"account_login": entry.serialize()}, HOST)
        yield Visitor(HALF_SIGNED_IN, ANONYMOUS, cookies)
        lacking = self.strictly("member who lacks a second step", strict)
        nobody = Actor(kind=ActorKind.PERSON, person_id=lacking.actor.person_id)
        yield replace(lacking, actor=nobody, lacks_factor=True)

    def _ended(self, world: Planted, state: str) -> int:
        number: int = self.membership(self.person().pk, world, "administrator", state=state).pk
        return number

    def strictly(self, name: str, strict: Any) -> Visitor:
        """A member of A in a role that takes a second step."""
        visitor = self.member(name, self.planted.here, "")
        create(
            "organisations.MembershipRole",
            organisation=self.planted.ours.organisation,
            membership_id=visitor.actor.membership_id,
            role=strict,
        )
        actor = replace(visitor.actor, rights=MappingProxyType(STRICT))
        self.standings[actor.person_id or 0] = (actor,)
        return replace(visitor, actor=actor)

    def group_at_second_portal(self) -> Visitor:
        """Only what stands below may be entered there."""
        outside = self.planted.outside
        visitor = self.member(
            "group at the second portal",
            self.planted.above,
            "reader",
            scope="subtree",
            at=outside,
            host=SECOND_HOST,
        )
        return replace(visitor, companies=(outside,), member_of=())

    def of_two_roles(self) -> Visitor:
        """In each of two rights another role reaches further, so that neither order hides it."""
        rooms = sorted(rooms_with_rights())
        narrow, wide = Scope.OWN, Scope.COMPANY
        visitor = self.member("member in two roles", self.planted.here, "")
        membership = visitor.actor.membership_id
        for scopes in ((narrow, wide), (wide, narrow)):
            rights = {f"{room}.read": s for room, s in zip(rooms, scopes, strict=True)}
            self.give(membership, self.planted.ours, "kanaunserzwei", rights)
        rights = MappingProxyType(dict.fromkeys((f"{room}.read" for room in rooms), wide))
        actor = replace(visitor.actor, rights=rights)
        self.standings[actor.person_id or 0] = (actor,)
        return replace(visitor, actor=actor)
