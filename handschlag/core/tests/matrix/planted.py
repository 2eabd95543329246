"""Three planted worlds in one portal, and everybody who may come by."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib import import_module
from importlib.util import find_spec
from types import MappingProxyType
from typing import Any

from django.apps import apps
from django.conf import settings
from django.test import Client
from django.utils import timezone

from handschlag.core.actor import Actor, ActorKind, Scope
from handschlag.core.capability import capabilities, contributions
from handschlag.core.ids import random_id
from handschlag.core.tests.factory_role import as_owner
from handschlag.core.tests.planting import World

HOST = "testserver"
PRESETS = ("reader", "buyer", "accountant", "administrator")
BACKEND = settings.AUTHENTICATION_BACKENDS[0]


class Planted(World):
    """The rows of one site of a company; `token` is the canary in their texts."""

    def __init__(self, token: str, company: World) -> None:
        super().__init__(token)
        self.company = company
        self._rows["organisations.Organisation"] = company.organisation

    def plant(self) -> None:
        for model in apps.get_models(include_auto_created=True):
            if model._meta.app_label not in UNPLANTED and model._meta.label not in UNPLANTED:
                self.row(model._meta.label)
        file = self.row("core.StoredFile")
        file.state = "clean"
        file.save()
        file.path.parent.mkdir(parents=True, exist_ok=True)
        file.path.write_text(self.text())


UNPLANTED = {
    *("account", "admin", "auth", "contenttypes", "sessions", "procrastinate", "core"),
    *("identity.Login", "organisations.Role", "organisations.RoleRight", "portals.Portal"),
    *("organisations.Membership", "organisations.MembershipRole", "organisations.MembershipSite"),
    "portals.PortalOrganisation",
}


class Ghost:
    """An object that never existed, in an organisation that never did: its ids look like any."""

    @property
    def organisation(self) -> "Ghost":
        return self

    def row(self, _label: str) -> "Ghost":
        return self

    @property
    def public_id(self) -> str:
        return random_id()


@dataclass(frozen=True)
class Visitor:
    """Somebody with a browser; `actor` is what the rules should take them for."""

    name: str
    actor: Actor
    cookies: dict[str, str]
    sees: tuple[Planted, ...] = ()

    @property
    def is_placed(self) -> bool:
        return self.actor.membership_id is not None

    @property
    def is_signed_in(self) -> bool:
        return self.actor.person_id is not None

    @property
    def tokens(self) -> set[str]:
        """The canaries that may appear in an answer to this visitor."""
        return {token for world in self.sees for token in (world.token, world.company.token)}

    def acts_for(self, organisation: Any) -> bool:
        return any(world.organisation == organisation for world in self.sees)


@dataclass(frozen=True)
class Scene:
    here: Planted
    beside: Planted
    elsewhere: Planted
    visitors: list[Visitor]

    @property
    def worlds(self) -> tuple[Planted, ...]:
        return (self.here, self.beside, self.elsewhere)

    @property
    def tokens(self) -> set[str]:
        return {token for world in self.worlds for token in (world.token, world.company.token)}


def scene() -> Scene:
    with as_owner():
        portal = _create("portals.Portal", host=HOST, company_name="Brenner Wärmetechnik GmbH")
        ours, theirs = World("kanarieunser"), World("kanarieandrer")
        here, beside = Planted("kanariehier", ours), Planted("kanarienebenan", ours)
        elsewhere = Planted("kanarieanderswo", theirs)
        for world in (here, beside, elsewhere):
            world.plant()
        for company in (ours, theirs):
            _create("portals.PortalOrganisation", portal=portal, organisation=company.organisation)
        return Scene(here, beside, elsewhere, list(_visitors(here, beside, elsewhere)))


def _visitors(here: Planted, beside: Planted, elsewhere: Planted) -> Iterator[Visitor]:
    yield Visitor("anonymous", Actor(kind=ActorKind.ANONYMOUS), {})
    yield _visitor("signed in without membership")
    yield _visitor("staff", kind="staff")
    company = (here, beside)
    for preset in PRESETS:
        yield _visitor(f"{preset} of A", preset, here, sees=company)
    yield _visitor("member of the sibling site", "reader", beside, sees=(beside,), scope="site")
    yield _visitor("suspended member of A", "administrator", here, state="suspended")
    yield _visitor("administrator of B", "administrator", elsewhere, sees=(elsewhere,))


def _visitor(
    name: str,
    preset: str = "",
    world: Planted | None = None,
    sees: tuple[Planted, ...] = (),
    **changes: Any,
) -> Visitor:
    person = _create("identity.Person", name="Besuch", kind=changes.pop("kind", "customer"))
    actor = Actor(kind=ActorKind.PERSON, person_id=person.pk)
    if world is not None:
        membership = _membership(person, world, preset, **changes)
        if membership.state == "active":
            actor = _placed(actor, membership, preset)
    return Visitor(name, actor, _signed_in(person), sees)


def _membership(person: Any, world: Planted, preset: str, **changes: Any) -> Any:
    organisation = world.organisation
    values = {"scope": "company", "valid_from": timezone.now(), **changes}
    membership = _create(
        "organisations.Membership", person=person, organisation=organisation, **values
    )
    role = _create("organisations.Role", organisation=organisation, name={"de": preset})
    for right, scope in _rights_of(preset).items():
        _create("organisations.RoleRight", role=role, right=right, scope=scope)
    where = {"organisation": organisation, "membership": membership}
    _create("organisations.MembershipRole", role=role, **where)
    _create("organisations.MembershipSite", site=world.row("organisations.Site"), **where)
    return membership


def _placed(actor: Actor, membership: Any, preset: str) -> Actor:
    limit = Scope(membership.scope)
    narrow = {
        right: min(scope, limit, key=lambda s: s.reach)
        for right, scope in _rights_of(preset).items()
    }
    return replace(
        actor,
        membership_id=membership.pk,
        organisation_id=membership.organisation_id,
        rights=MappingProxyType(narrow),
    )


def _rights_of(preset: str) -> dict[str, Scope]:
    return {
        right.key: right.scope
        for _, rights in contributions("rights")
        for right in rights
        if preset in right.presets
    }


def _signed_in(person: Any) -> dict[str, str]:
    client = Client()
    email = f"besuch{person.pk}@example.test"
    login = _create("identity.Login", person=person, email=email)
    _create("account.EmailAddress", user=login, email=email, verified=True, primary=True)
    client.force_login(login, BACKEND)
    return {name: morsel.value for name, morsel in client.cookies.items()}


def _create(label: str, **values: Any) -> Any:
    return apps.get_model(label)._base_manager.create(**values)


def room_answers() -> dict[str, Any]:
    found: dict[str, Any] = {}
    for capability in capabilities():
        name = f"{capability.name}.tests.matrix"
        if capability.label != "core" and find_spec(name) is not None:
            found |= import_module(name).ROUTES
    return found
