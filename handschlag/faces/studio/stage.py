"""A portal as a customer sees it who does not exist: made for one page, and undone after it.

Who works in the studio sees no customer's data; pages without any would show little of a look.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from random import Random
from types import MappingProxyType

from django.db import transaction
from django.utils import timezone

from handschlag.core.actor import Actor, ActorKind, Scope, system_actor
from handschlag.core.capability import contributions
from handschlag.core.demo import Customer, World
from handschlag.core.isolation import acting
from handschlag.core.journal import Subject, quietly
from handschlag.core.postal import PostalAddress
from handschlag.platform.identity.actions import create_login, create_person
from handschlag.platform.identity.models import Login, Person
from handschlag.platform.organisations.actions import Grant, add_member, create_organisation
from handschlag.platform.organisations.models import Organisation
from handschlag.platform.organisations.queries import Standing, standing_as
from handschlag.platform.organisations.rights import Preset, declared_rights
from handschlag.platform.portals.actions import admit_organisation
from handschlag.platform.portals.models import Portal
from handschlag.platform.portals.queries import is_on, rights_here, standings_at

BY = system_actor("studio")
SEED = 20
ADMINISTRATOR = Preset.ADMINISTRATOR
NUMBER = "M-4711-08"
NAME = "Muster Haustechnik GmbH"
ADDRESS = PostalAddress(NAME, street="Musterweg 12", postal_code="24103", city="Kiel", country="DE")
PERSON, EMAIL = "Erika Muster", "erika.muster@haustechnik.invalid"


@dataclass(frozen=True, slots=True)
class Guest:
    login: Login
    actor: Actor
    standings: list[Standing]


@contextmanager
def guest_of(portal: Portal) -> Iterator[Guest]:
    """Somebody with the samples of all rooms; when the block ends, none of it was ever there."""
    with transaction.atomic():
        with acting(BY), quietly():
            guest = _guest(portal)
        yield guest
        transaction.set_rollback(True)


def _guest(portal: Portal) -> Guest:
    organisation = _organisation(portal)
    person = create_person(BY, person=Person(name=PERSON, email=EMAIL))
    login = create_login(BY, person=person, email=EMAIL)
    add_member(
        BY,
        grant=Grant(person=person, organisation=organisation, roles=[], scope=Scope.COMPANY),
    )
    _fill(portal, organisation)
    standings = standings_at(portal, person.pk)
    by = Actor(kind=ActorKind.PERSON, person_id=person.pk, portal_id=portal.pk)
    actor = replace(standing_as(by, standings[0]), rights=_rights_at(portal))
    return Guest(login, actor, standings)


def _rights_at(portal: Portal) -> Mapping[str, Scope]:
    """What administrators begin with, whatever the roles of the house hold by now."""
    declared = declared_rights().values()
    rights = {
        right.key: Scope.COMPANY for right in declared if Preset.ADMINISTRATOR in right.presets
    }
    return MappingProxyType(rights_here(portal, rights))


def _organisation(portal: Portal) -> Organisation:
    contact = Person(
        kind=Person.Kind.STAFF,
        name="Max Beispiel",
        email="max.beispiel@portal.invalid",
        phone="+49 431 5550120",
        is_contact=True,
    )
    organisation = Organisation(
        number=NUMBER,
        name=NAME,
        country=ADDRESS.country,
        address=ADDRESS.to_json(),
        contact_person=create_person(BY, person=contact),
    )
    create_organisation(BY, organisation=organisation)
    admit_organisation(BY, portal=portal, organisation=organisation)
    return organisation


def _fill(portal: Portal, organisation: Organisation) -> None:
    world = World(
        random=Random(SEED),  # noqa: S311  the same pages each time
        now=timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0),
        by=BY,
        run=Subject("studio.preview", organisation.pk),
        crowd=0,
        customers=[_customer(organisation)],
    )
    for capability, fill in contributions("samples"):
        if is_on(portal, capability):
            fill(world)


def _customer(organisation: Organisation) -> Customer:
    return Customer(
        organisation_id=organisation.pk,
        number=NUMBER,
        name=NAME,
        trade="installer",
        size=1.0,
        address=ADDRESS,
        known=True,
        buyers=(PERSON,),
        eventful=True,
    )
