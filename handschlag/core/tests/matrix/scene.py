"""The stage set up once: what is planted, who comes by, and every canary there is."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps

from handschlag.core.actor import Scope
from handschlag.core.tests.factory_role import as_owner
from handschlag.core.tests.matrix.cast import HOUSE_ROLE, MANAGE, visitors
from handschlag.core.tests.matrix.casting import OF_STAFF
from handschlag.core.tests.matrix.planted import (
    Company,
    Planted,
    create,
    find,
    ground,
    rooms_with_rights,
)
from handschlag.core.tests.matrix.standing import role
from handschlag.core.tests.matrix.visitors import Visitor

NO_BOX = "none"
NAMED_TO_NOBODY = ("kanaunvergeblich", "kanarechtlos", OF_STAFF)


@dataclass(frozen=True)
class Scene:
    worlds: tuple[Planted, ...]
    companies: tuple[Company, ...]
    visitors: list[Visitor]
    tokens: frozenset[str]
    mailboxes: dict[int, str]

    def visitor(self, name: str) -> Visitor:
        return next(visitor for visitor in self.visitors if visitor.name == name)

    def foreign_to(self, visitor: Visitor) -> frozenset[str]:
        return self.tokens - visitor.tokens


def scene() -> Scene:
    with as_owner():
        planted = ground()
        _roles_of_the_house(planted.ours)
        found = visitors(planted)
        closed = _people_without_a_mailbox()
    labels = {config.label for config in apps.get_app_configs()}
    tokens = {
        *NAMED_TO_NOBODY,
        *(company.token for company in planted.companies),
        *(world.canary_of(label) for world in planted.worlds for label in labels),
        *(visitor.token for visitor in found),
    } - {""}
    boxes = {v.actor.person_id: v.address for v in found if v.actor.person_id}
    return Scene(planted.worlds, planted.companies, found, frozenset(tokens), boxes | closed)


def _roles_of_the_house(company: Company) -> None:
    """Who lacks a right is told the roles that give it, if one may give them, and no others."""
    every = {f"{room}.read": Scope.COMPANY for room in rooms_with_rights()}
    every[MANAGE] = Scope.COMPANY
    role(None, HOUSE_ROLE, every)
    role(company, NAMED_TO_NOBODY[0], every, customer_assignable=False)
    role(company, NAMED_TO_NOBODY[1], {})


def _people_without_a_mailbox() -> dict[int, str]:
    """One whose address is not verified, one shut out, one with another address, one refused."""
    rows = [_person_with_login(n) for n in range(4)]
    unverified, inactive, other, refused = rows
    find("account.EmailAddress", email=unverified.email).update(verified=False)
    find("identity.Login", pk=inactive.pk).update(is_active=False)
    find("account.EmailAddress", email=other.email).update(email="other@example.test")
    find("identity.Person", pk=refused.person_id).update(refused_email=refused.email)
    return {refused.person_id: "", **{row.person_id: NO_BOX for row in rows[:3]}}


def _person_with_login(n: int) -> Any:
    name = f"kanastumm{n}"
    person = create("identity.Person", name=name, email=f"{name}@example.test")
    login = create("identity.Login", person=person, email=person.email)
    create("account.EmailAddress", user=login, email=login.email, verified=True, primary=True)
    return login
