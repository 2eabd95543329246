"""A company whose sites are news: planted by actions, for tests that roll back and that commit.

Eva administers Kern, Ben buys for it and may not see what is kept from buyers; Ida administers
Sommer.
"""

from dataclasses import dataclass

import pytest
from django.db.models import Q, QuerySet
from django.test import Client
from django.utils.translation import gettext_noop

from handschlag.core import reactions
from handschlag.core.actor import Actor, Scope, system_actor
from handschlag.core.isolation import acting
from handschlag.core.journal import quietly
from handschlag.core.rules import may
from handschlag.core.topics import Channel, Topic, Words
from handschlag.platform.identity.actions import create_login, create_person
from handschlag.platform.identity.models import Login, Person
from handschlag.platform.notifications.models import Notification
from handschlag.platform.organisations import contributions
from handschlag.platform.organisations.actions import (
    Grant,
    add_member,
    create_organisation,
    create_site,
    install_preset_roles,
)
from handschlag.platform.organisations.events import SiteCreated
from handschlag.platform.organisations.models import Membership, Organisation, Role, Site
from handschlag.platform.organisations.news import NEWS
from handschlag.platform.portals.actions import admit_organisation, open_portal
from handschlag.platform.portals.models import Portal
from handschlag.platform.portals.queries import actor_at

SYSTEM = system_actor("test")
KEPT_FROM_BUYERS = "billing.read"
SITES = "organisations.sites"


def sites_for(by: Actor) -> QuerySet[Site]:
    rows = Site.objects.filter(Q(organisation_id=by.organisation_id))
    return rows if by.scope_of(KEPT_FROM_BUYERS) else rows.none()


def site_words(event: SiteCreated, site: Site) -> Words:
    return Words(f"Site {event.number}", f"{site.name} is new.", f"/sites/{site.public_id}/")


def site_topic(channel: Channel) -> Topic:
    return Topic(
        key=SITES,
        label=gettext_noop("Sites"),
        kinds=(SiteCreated,),
        rule=may(KEPT_FROM_BUYERS),
        gate=sites_for,
        words=site_words,
        channel=channel,
    )


def offer_sites(monkeypatch: pytest.MonkeyPatch, channel: Channel = Channel.PORTAL) -> None:
    """Let a new site be news, told by `channel` unless somebody chooses another one."""
    monkeypatch.setattr(contributions, "topics", [*NEWS, site_topic(channel)])
    reactions.jobs_wanting.cache_clear()


@dataclass(frozen=True)
class World:
    portal: Portal
    kern: Organisation
    sommer: Organisation
    eva: Person
    ben: Person
    ida: Person

    def as_actor(self, person: Person) -> Actor:
        organisation = self.sommer if person == self.ida else self.kern
        with acting(SYSTEM):
            actor = actor_at(self.portal, person.pk, organisation.pk)
        assert actor is not None
        return actor


def make_world(*, host: str = "testserver") -> World:
    with acting(SYSTEM), quietly():
        install_preset_roles(SYSTEM)
        portal = open_portal(
            SYSTEM,
            portal=Portal(
                host=host,
                name={"de": "Kundenportal", "en": "Customer portal"},
                company_name="Brenner Wärmetechnik GmbH",
                brand="#8A1F3D",
            ),
        )
        kern, sommer = (make_organisation(portal, name) for name in ("Kern KG", "Sommer AG"))
        return World(
            portal,
            kern,
            sommer,
            make_member(kern, "Eva Kern", "administrator"),
            make_member(kern, "Ben Kern", "buyer"),
            make_member(sommer, "Ida Sommer", "administrator"),
        )


def make_organisation(
    portal: Portal, name: str, parent: Organisation | None = None
) -> Organisation:
    with acting(SYSTEM), quietly():
        organisation = create_organisation(
            SYSTEM, organisation=Organisation(name=name, number=name.upper(), parent=parent)
        )
        admit_organisation(SYSTEM, portal=portal, organisation=organisation)
    return organisation


def make_member(organisation: Organisation, name: str, role: str, language: str = "de") -> Person:
    email = f"{name.split(maxsplit=1)[0].lower()}@{organisation.name.split()[0].lower()}.example"
    with acting(SYSTEM), quietly():
        person = create_person(SYSTEM, person=Person(name=name, email=email, language=language))
        create_login(SYSTEM, person=person, email=email)
    join(person, organisation, role)
    return person


def join(
    person: Person, organisation: Organisation, role: str, scope: Scope = Scope.COMPANY
) -> Membership:
    with acting(SYSTEM), quietly():
        roles = [Role.objects.get(preset=role)]
        return add_member(
            SYSTEM, grant=Grant(person=person, organisation=organisation, roles=roles, scope=scope)
        )


def new_site(organisation: Organisation, number: str = "17", by: Actor = SYSTEM) -> Site:
    site = Site(organisation=organisation, number=number, name=f"Lager {number}")
    with acting(by):
        return create_site(by, site=site)


def told(person: Person) -> list[Notification]:
    with acting(SYSTEM):
        return list(Notification.objects.filter(person=person).order_by("id"))


def browser_of(person: Person) -> Client:
    with acting(SYSTEM, at_gate=True):
        browser = Client()
        browser.force_login(Login.objects.get(person=person))
    return browser
