from django.utils.translation import gettext_lazy as _

from handschlag.core.actor import Scope
from handschlag.core.isolation import identity
from handschlag.core.isolation.declarations import CURRENT_ORGANISATION
from handschlag.core.slots import DeskSource, MenuItem
from handschlag.platform.organisations.actions import end_memberships
from handschlag.platform.organisations.demo.fill import fill
from handschlag.platform.organisations.desk import find_organisations, find_people
from handschlag.platform.organisations.news import NEWS
from handschlag.platform.organisations.personal_data import held_on
from handschlag.platform.organisations.queries import person_of
from handschlag.platform.organisations.rights import Preset, Right
from handschlag.platform.organisations.rules import (
    LOOK_UP,
    MANAGE_MEMBERS,
    looks_up,
    manages_colleagues,
)

rights = [
    Right(
        MANAGE_MEMBERS,
        _("Manage who of the organisation may do what"),
        Scope.COMPANY,
        frozenset({Preset.ADMINISTRATOR}),
    ),
    Right(
        LOOK_UP,
        _("Look up customers at the desk"),
        Scope.SUBTREE,
        frozenset(),
        customer_assignable=False,
    ),
]

tables = {"organisations_role_staff": identity(retention="membership", portal=None)}

visibility = {
    "identity_person": (
        "exists (select 1 from organisations_membership m"  # noqa: S608  our own names alone
        " where m.person_id = identity_person.id"
        f" and m.organisation_id = {CURRENT_ORGANISATION})"
    )
}

whose_rights = {"organisations.membership": person_of}

desk_sources = [
    DeskSource(_("Customers"), "building-2", looks_up, 10, find_organisations),
    DeskSource(_("People"), "users-round", looks_up, 20, find_people),
]
menu = [
    MenuItem(_("Colleagues"), "organisations:colleagues", "users-round", manages_colleagues, 90)
]
topics = NEWS
forgetting = end_memberships
personal_data = held_on
demo = fill
