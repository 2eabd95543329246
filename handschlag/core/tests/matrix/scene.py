"""The stage set up once: what is planted, who comes by, and every canary there is."""

from dataclasses import dataclass

from django.apps import apps

from handschlag.core.actor import Scope
from handschlag.core.tests.factory_role import as_owner
from handschlag.core.tests.matrix.planted import Company, Planted, ground, rooms_with_rights
from handschlag.core.tests.matrix.visitors import Visitor, role, visitors

NAMED_TO_NOBODY = ("kanaunvergeblich", "kanarechtlos")
PORTALS = ("kanaportal1", "kanaportal2")


@dataclass(frozen=True)
class Scene:
    worlds: tuple[Planted, ...]
    companies: tuple[Company, ...]
    visitors: list[Visitor]
    tokens: frozenset[str]

    def visitor(self, name: str) -> Visitor:
        return next(visitor for visitor in self.visitors if visitor.name == name)

    def foreign_to(self, visitor: Visitor) -> frozenset[str]:
        return self.tokens - visitor.tokens


def scene() -> Scene:
    with as_owner():
        planted = ground()
        found = visitors(planted)
        _roles_that_nobody_hears_of(planted.ours)
    labels = {config.label for config in apps.get_app_configs()}
    tokens = {
        *NAMED_TO_NOBODY,
        *(company.token for company in planted.companies),
        *(world.canary_of(label) for world in planted.worlds for label in labels),
        *(visitor.token for visitor in found),
    } - {""}
    return Scene(planted.worlds, planted.companies, found, frozenset(tokens))


def _roles_that_nobody_hears_of(company: Company) -> None:
    """Who lacks a right is told the roles that give it, if one may give them."""
    every = {f"{room}.read": Scope.COMPANY for room in rooms_with_rights()}
    role(company, NAMED_TO_NOBODY[0], every, customer_assignable=False)
    role(company, NAMED_TO_NOBODY[1], {})
