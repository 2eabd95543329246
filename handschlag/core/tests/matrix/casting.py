"""How somebody who comes by is made: a person, what they hold, and the session of their browser."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType
from typing import Any

from django.apps import apps
from django.conf import settings
from django.utils import timezone

from handschlag.core.actor import Actor, ActorKind, Scope
from handschlag.core.tests.matrix.browsers import signed_in
from handschlag.core.tests.matrix.planted import HOST, Company, Ground, Planted, create, find
from handschlag.core.tests.matrix.standing import is_in_time, narrowed, placed, rights_of, role
from handschlag.core.tests.matrix.visitors import Visitor

MONTH = timedelta(days=30)
OF_STAFF = "kanaschreibtisch"


class Casting:
    def __init__(self, planted: Ground) -> None:
        self.planted = planted
        self.named_on_refusals: dict[int | None, frozenset[str]] = {}
        self._roles: dict[Any, Any] = {}
        self.standings: dict[int, tuple[Actor, ...]] = {}
        self._people = 0

    def nobody(self, name: str, *, kind: str = "customer", host: str = HOST) -> Visitor:
        person = self.person(kind=kind)
        is_at_work = kind == "staff" and host in {settings.DESK_HOST, settings.STUDIO_HOST}
        known_as = ActorKind.STAFF if is_at_work else ActorKind.PERSON
        actor = Actor(kind=known_as, person_id=person.pk)
        return Visitor(
            name,
            actor,
            signed_in(person, host, None),
            host=host,
            token=person.name,
            language=person.language or "de",
            address=address_of(person),
        )

    def staff(self, name: str, *keys: str, host: str = "") -> Visitor:
        """Somebody with rights at the desk or at `host`, by a role that no customer hears of."""
        visitor = self.nobody(name, kind="staff", host=host or settings.DESK_HOST)
        rights = dict.fromkeys(keys, Scope.SUBTREE)
        held = role(None, OF_STAFF, rights, customer_assignable=False)
        held.staff.add(visitor.actor.person_id)
        return replace(visitor, actor=replace(visitor.actor, rights=MappingProxyType(rights)))

    def member(
        self,
        name: str,
        world: Planted,
        preset: str,
        *,
        at: Company | None = None,
        host: str = HOST,
        chosen: Company | None = None,
        is_planted: bool = False,
        is_in_force: bool = True,
        **changes: Any,
    ) -> Visitor:
        person = world.person if is_planted else self.person()
        membership = self.membership(person.pk, world, preset, **changes)
        actor = Actor(kind=ActorKind.PERSON, person_id=person.pk)
        own = (world.company,) if is_in_force else ()
        companies = own
        if is_in_force:
            companies = (*own, *self._below(world.company, membership))
            rights = narrowed(rights_of(preset), membership, at, host)
            actor = placed(actor, membership, at or world.company, rights)
        token = world.canary_of("identity") if is_planted else person.name
        if preset == "administrator" and is_in_time(membership):
            self._names(world.company, token)
            world.company.administrators.append(membership.pk)
        cookies = signed_in(person, host, chosen or at)
        self.stand(person.pk, world.company, preset, membership)
        return Visitor(
            name,
            actor,
            cookies,
            host=host,
            token=token,
            language=person.language or "de",
            address=address_of(person),
            companies=companies,
            member_of=own,
        )

    def membership(
        self,
        person: int | None,
        world: Planted,
        preset: str,
        *,
        at_site: bool = True,
        **changes: Any,
    ) -> Any:
        values = {"scope": "company", "valid_from": timezone.now() - 3 * MONTH, **changes}
        made = self._planted_or_new(person, world)
        for name, value in values.items():
            setattr(made, name, value)
        made.save()
        if preset:
            token = f"{world.company.token}{preset}"
            self.give(made.pk, world.company, token, rights_of(preset))
        if at_site:
            create(
                "organisations.MembershipSite",
                organisation=world.organisation,
                membership=made,
                site=world.site,
            )
        return made

    def _planted_or_new(self, person: int | None, world: Planted) -> Any:
        if person == world.person.pk:
            return world.row("organisations.Membership")
        model = apps.get_model("organisations.Membership")
        return model(person_id=person, organisation=world.organisation)

    def give(self, membership: Any, company: Company, token: str, rights: dict[str, Scope]) -> None:
        key = (token, *sorted(rights.items()))
        if key not in self._roles:
            self._roles[key] = role(company, token, rights)
        create(
            "organisations.MembershipRole",
            organisation=company.organisation,
            membership_id=membership,
            role=self._roles[key],
        )

    def _below(self, company: Company, membership: Any) -> Iterator[Company]:
        if membership.scope == Scope.SUBTREE and company is self.planted.group:
            yield self.planted.ours

    def stand(self, person: int, company: Company, preset: str, membership: Any) -> None:
        """Wherever the person may act in any portal, whether they do so now or not."""
        if not is_in_time(membership):
            return
        below = {self.planted.group: (self.planted.ours, self.planted.outside)}
        reached = below.get(company, ()) if membership.scope == Scope.SUBTREE else ()
        for place in (company, *reached):
            at = place if place is not company else None
            rights = narrowed(rights_of(preset), membership, at, place.hosts[0])
            actor = Actor(kind=ActorKind.PERSON, person_id=person)
            self.standings[person] = (
                *self.standings.get(person, ()),
                placed(actor, membership, place, rights),
            )

    def _names(self, company: Company, token: str) -> None:
        key = company.organisation.pk
        self.named_on_refusals[key] = self.named_on_refusals.get(key, frozenset()) | {
            token,
            f"{company.token}administrator",
        }

    def person(self, **values: Any) -> Any:
        self._people += 1
        name = f"kanabesuch{self._people:02}"
        spoken = "en" if self._people % 2 else ""
        email = f"{name}@example.test"
        return create("identity.Person", name=name, email=email, language=spoken, **values)


def address_of(person: Any) -> str:
    return str(find("identity.Login", person=person).get().email)
