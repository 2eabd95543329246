"""The planted worlds: companies, their sites, and rows of every table with canaries in them."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import Q

from handschlag.core.capability import contributions
from handschlag.core.ids import random_id
from handschlag.core.isolation.declarations import declared
from handschlag.core.isolation.schema import owned_models
from handschlag.core.tests.planting import World

HOST, SECOND_HOST, THIRD_HOST = "testserver", "zweites.testserver", "drittes.testserver"
UNPLANTED = {
    *("account", "mfa", "admin", "auth", "contenttypes", "sessions", "procrastinate", "core"),
    *("identity.Login", "organisations.Role", "organisations.RoleRight", "portals.Portal"),
    *("organisations.MembershipRole", "organisations.MembershipSite"),
    "organisations.Role_staff",
    "portals.PortalOrganisation",
}


class Company(World):
    """An organisation: its name and its contact person carry its canary."""

    def __init__(
        self, token: str, parent: "Company | None" = None, *, has_use: bool = True
    ) -> None:
        super().__init__(token)
        self.administrators: list[int] = []
        self.removed = self.suspended = 0
        self.hosts: list[str] = []
        above = parent.organisation if parent else None
        made = self.organisation
        made.parent, made.lineage = above, [*(above.lineage if above else []), made.pk]
        made.uses = sorted(rooms_with_rights()) if has_use else []
        made.save()


class Planted(World):
    """What one person has at one site of a company; texts carry its canary and their room's name.

    The order and whatever hangs on it are this person's own, so `own`, `site` and `company` each
    reach other worlds.
    """

    def __init__(self, token: str, company: Company) -> None:
        super().__init__(token)
        self.company = company
        self._rows["organisations.Organisation"] = company.organisation

    @property
    def site(self) -> Any:
        return self.row("organisations.Site")

    @property
    def person(self) -> Any:
        return self.row("identity.Person")

    def canary_of(self, room: str) -> str:
        return f"{self.token}{room}"

    def plant(self) -> None:
        for model in apps.get_models(include_auto_created=True):
            if model._meta.app_label not in UNPLANTED and model._meta.label not in UNPLANTED:
                self.row(model._meta.label)
        self._plant_file()

    def _plant_file(self) -> None:
        file, room = self.row("core.StoredFile"), self._room_of_files()
        file.name, file.sha256, file.state = self.text(room=room), self.text(room=room), "clean"
        file.media_type = "text/plain"
        file.save()
        file.path.parent.mkdir(parents=True, exist_ok=True)
        file.path.write_text(self.text(room=room))

    def _room_of_files(self) -> str:
        """Whoever may read the record that a file belongs to may read the file."""
        holders = (
            model._meta.app_label
            for model in self._models()
            for field in model._meta.local_fields
            if field.is_relation and field.related_model._meta.label == "core.StoredFile"
        )
        return next(holders)

    def _models(self) -> list[Any]:
        return [apps.get_model(label) for label in self._rows]


class Ghost:
    """An object that never existed, in an organisation that never did: its ids look like any."""

    token = "never existed"
    company = None

    @property
    def organisation(self) -> "Ghost":
        return self

    def row(self, _label: str) -> "Ghost":
        return self

    @property
    def public_id(self) -> str:
        return random_id()

    @property
    def pk(self) -> int:
        return 2**40


@dataclass(frozen=True)
class Ground:
    """What is planted before anybody comes.

    A and C stand below a group, B by itself; C may enter the second portal and the suppliers',
    where D supplies and buys nothing. In A one site has two people's worlds, the other site one.
    """

    group: Company
    ours: Company
    theirs: Company
    outside: Company
    supplier: Company
    above: Planted
    here: Planted
    colleague: Planted
    beside: Planted
    elsewhere: Planted
    beyond: Planted
    supplying: Planted

    @property
    def worlds(self) -> tuple[Planted, ...]:
        below = (self.here, self.colleague, self.beside)
        return (*below, self.elsewhere, self.above, self.beyond, self.supplying)

    @property
    def names(self) -> frozenset[str]:
        """The canaries of the companies, their sites and their people."""
        rooms = ("organisations", "identity")
        people = {world.canary_of(room) for world in self.worlds for room in rooms}
        return frozenset(people | {company.token for company in self.companies})

    @property
    def companies(self) -> tuple[Company, ...]:
        return (self.group, self.ours, self.theirs, self.outside, self.supplier)


def ground() -> Ground:
    """Plants; for the role of factories alone."""
    group, theirs = Company("kanaverbund"), Company("kanaandere", has_use=False)
    ours, outside = Company("kanaunser", group), Company("kanadritte", group)
    supplier = Company("kanaliefer")
    here, colleague = Planted("kanahier", ours), Planted("kanakollege", ours)
    colleague._rows["organisations.Site"] = here.site
    planted = Ground(
        group=group,
        ours=ours,
        theirs=theirs,
        outside=outside,
        supplier=supplier,
        above=Planted("kanaoben", group),
        here=here,
        colleague=colleague,
        beside=Planted("kananeben", ours),
        elsewhere=Planted("kanafremd", theirs),
        beyond=Planted("kanafern", outside),
        supplying=Planted("kanaware", supplier),
    )
    for world in planted.worlds:
        world.plant()
    _portals(planted)
    return planted


def _portals(planted: Ground) -> None:
    """The second one has the first room with rights switched off, the third no use for any."""
    first = create("portals.Portal", host=HOST, company_name="kanaportal1")
    second = create(
        "portals.Portal",
        host=SECOND_HOST,
        company_name="kanaportal2",
        switched_off=[switched_off()],
    )
    third = create(
        "portals.Portal", host=THIRD_HOST, company_name="kanaportal3", purpose="supplier"
    )
    for portal, companies in (
        (first, (planted.group, planted.ours, planted.theirs)),
        (second, (planted.outside,)),
        (third, (planted.outside, planted.supplier)),
    ):
        for company in companies:
            company.hosts.append(portal.host)
            create("portals.PortalOrganisation", portal=portal, organisation=company.organisation)


@cache
def rooms_with_rights() -> frozenset[str]:
    """The rooms whose rows a right to read opens; without it their canaries are foreign."""
    rights = (right.key for _, offered in contributions("rights") for right in offered)
    return frozenset(key.removesuffix(".read") for key in rights if key.endswith(".read"))


@cache
def personal_rooms() -> frozenset[str]:
    """The rooms of which everybody sees their own rows alone."""
    return frozenset(
        model._meta.app_label
        for model in owned_models()
        if "handschlag.person" in (declared(model).portal or "")
    )


def rooms_of_rows() -> frozenset[str]:
    return rooms_with_rights() | personal_rooms()


def switched_off() -> str:
    return min(room for room in rooms_with_rights() if apps.get_app_config(room).switchable)


def create(label: str, **values: Any) -> Any:
    return apps.get_model(label)._base_manager.create(**values)


def find(label: str, *conditions: Q, **values: Any) -> Any:
    return apps.get_model(label)._base_manager.filter(*conditions, **values)
