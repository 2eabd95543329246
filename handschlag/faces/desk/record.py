"""An organisation on one page: facts, people, and what the rooms have about it."""

from collections.abc import Iterable
from dataclasses import replace
from operator import attrgetter
from typing import Any

from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from handschlag.core.actor import Actor
from handschlag.core.capability import contributions
from handschlag.core.moments import as_of
from handschlag.core.postal import country_name
from handschlag.core.slots import Card, Filled
from handschlag.core.ui.components import Badge, Cell, Column, Fact, Row, Table
from handschlag.platform.identity.queries import last_sign_ins
from handschlag.platform.organisations.models import Membership, Organisation
from handschlag.platform.organisations.queries import memberships_everywhere

MOST_PEOPLE = 50


def facts(organisation: Organisation) -> list[Fact]:
    contact = organisation.contact_person
    known = [
        Fact(_("Kind"), (organisation.get_kind_display(),)),
        Fact(_("Country"), (country_name(organisation.country),)) if organisation.country else None,
        Fact(_("Language of documents"), (_language(organisation),)),
        Fact(_("Contact person"), (contact.name,), hint=contact.phone) if contact else None,
        Fact(_("Data as of"), (as_of(organisation.as_of),)) if organisation.as_of else None,
    ]
    return [fact for fact in known if fact is not None]


def people(by: Actor, organisation: Organisation) -> Table:
    """Its members with their roles, and when each signed in last."""
    members = memberships_everywhere(by).filter(organisation=organisation)
    seen = last_sign_ins(members.values("person"), by)
    rows = members.prefetch_related("roles").order_by("person__name", "id")[:MOST_PEOPLE]
    columns = (
        Column(_("Name"), phone="title"),
        Column(_("Roles")),
        Column(_("Access"), phone="status"),
        Column(_("Last sign-in"), phone="labelled"),
    )
    return Table(_("People and their roles"), columns, tuple(_member(m, seen) for m in rows))


def panels(by: Actor, organisation: Organisation) -> Filled:
    """What the rooms show that `by` may see, each by its own gate."""
    there = replace(by, organisation_id=organisation.pk)
    cards = sorted((card for card in _cards() if card.rule.test(by)), key=attrgetter("rank"))
    filled = [(card.template, card.context(there)) for card in cards]
    return [(template, context) for template, context in filled if context is not None]


def closed_rooms(by: Actor) -> list[Any]:
    """The names of rooms that would show something, were it not for a missing right."""
    return [
        capability.verbose_name
        for capability, cards in contributions("desk_panels")
        if not any(card.rule.test(by) for card in cards)
    ]


def _cards() -> Iterable[Card]:
    return [card for _, cards in contributions("desk_panels") for card in cards]


def _language(organisation: Organisation) -> str:
    return str(get_language_info(organisation.language)["name_translated"])


def _member(membership: Membership, seen: dict[int, Any]) -> Row:
    person = membership.person
    is_active = membership.state == Membership.State.ACTIVE
    tone: Any = "success" if is_active else "warning"
    last = seen.get(person.pk)
    return Row(
        (
            Cell(person.name, hint=" · ".join(filter(None, (person.email, person.phone)))),
            Cell(", ".join(sorted(str(role) for role in membership.roles.all()))),
            Cell(badge=Badge(membership.get_state_display(), tone)),
            Cell(as_of(last) if last else _("never")),
        )
    )
