"""Anna runs Kessler, Bernd is her colleague in Lübeck, Carla works for somebody else."""

from dataclasses import dataclass, replace

from django.test import Client

from handschlag.core.actor import Actor, ActorKind, Scope
from handschlag.core.tests.factory_role import as_owner
from handschlag.platform.identity.models import Person
from handschlag.platform.identity.tests.factories import make_login, make_person, signed_in
from handschlag.platform.organisations.models import Organisation, Site
from handschlag.platform.organisations.tests.factories import (
    make_membership,
    make_organisation,
    make_role,
    make_site,
)
from handschlag.platform.portals.models import Portal
from handschlag.platform.portals.tests.factories import admit, make_portal

RIGHTS = ("ordering.read", "billing.read")


@dataclass(frozen=True)
class Member:
    """A person as the gates see them (`actor`) and as a browser of their own."""

    person: Person
    actor: Actor

    def browser(self) -> Client:
        return signed_in(make_login(self.person))

    def reaching(self, scope: Scope, *sites: Site) -> Actor:
        return replace(
            self.actor,
            rights=dict.fromkeys(RIGHTS, scope),
            site_ids=frozenset(site.pk for site in sites),
        )


@dataclass(frozen=True)
class Cast:
    portal: Portal
    kessler: Organisation
    kiel: Site
    luebeck: Site
    sommer: Organisation
    anna: Member
    bernd: Member
    carla: Member


def make_cast() -> Cast:
    """Bernd reaches Lübeck alone; the others all of their company."""
    portal = make_portal()
    kessler, sommer = make_organisation(uses=["ordering", "billing"]), make_organisation("Sommer")
    admit(portal, kessler, sommer)
    luebeck = make_site(kessler, "Lübeck")
    return Cast(
        portal=portal,
        kessler=kessler,
        kiel=make_site(kessler, "Kiel"),
        luebeck=luebeck,
        sommer=sommer,
        anna=make_member("Anna Kessler", kessler),
        bernd=make_member("Bernd Voss", kessler, luebeck),
        carla=make_member("Carla Sommer", sommer),
    )


def make_member(name: str, organisation: Organisation, *sites: Site) -> Member:
    person = make_person(name)
    scope = Scope.SITE if sites else Scope.COMPANY
    membership = make_membership(person, organisation, make_role(*RIGHTS), scope=scope, sites=sites)
    actor = Actor(
        kind=ActorKind.PERSON,
        person_id=person.pk,
        membership_id=membership.pk,
        organisation_id=organisation.pk,
        rights=dict.fromkeys(RIGHTS, scope),
        site_ids=frozenset(site.pk for site in sites),
    )
    return Member(person, actor)


def switch_off(portal: Portal, room: str) -> None:
    with as_owner():
        Portal.objects.filter(pk=portal.pk).update(switched_off=[room])
