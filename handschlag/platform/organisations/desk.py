"""Organisations and their people, as staff find them at the desk."""

from django.db.models import Q

from handschlag.core.actor import Actor
from handschlag.core.finding import MOST_HITS, WITHOUT_SEPARATORS, number_like
from handschlag.core.slots import Hit
from handschlag.platform.organisations.models import Membership, Organisation
from handschlag.platform.organisations.queries import (
    memberships_everywhere,
    organisations_everywhere,
)


def find_organisations(by: Actor, text: str) -> list[Hit]:
    alike = number_like(text, "number") | Q(name__icontains=text)
    found = organisations_everywhere(by).filter(alike).order_by("name", "id")[:MOST_HITS]
    return [_organisation(organisation, text) for organisation in found]


def find_people(by: Actor, text: str) -> list[Hit]:
    alike = Q(person__name__icontains=text) | Q(person__email__icontains=text)
    found = memberships_everywhere(by).filter(alike).order_by("person__name", "id")[:MOST_HITS]
    return [_person(membership, text) for membership in found]


def _organisation(organisation: Organisation, text: str) -> Hit:
    is_exact = _plain(organisation.number) == _plain(text)
    return Hit(organisation.name, organisation.number, organisation.public_id, is_exact)


def _person(membership: Membership, text: str) -> Hit:
    person, organisation = membership.person, membership.organisation
    hint = " · ".join(filter(None, (person.email, organisation.name)))
    is_exact = person.email.casefold() == text.casefold()
    return Hit(person.name, hint, organisation.public_id, is_exact)


def _plain(number: str) -> str:
    return number.translate(WITHOUT_SEPARATORS).casefold()
