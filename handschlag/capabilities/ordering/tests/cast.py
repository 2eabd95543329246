"""Anna buys for Kessler in Kiel, Bernd is her colleague in Lübeck, Carla works elsewhere."""

from dataclasses import dataclass, replace

from handschlag.core.actor import Actor, ActorKind, Scope
from handschlag.core.tests.factory_role import as_owner
from handschlag.platform.identity.models import Person
from handschlag.platform.organisations.models import Organisation, Site

READER = {"ordering.read": Scope.COMPANY, "billing.read": Scope.COMPANY}


@dataclass(frozen=True)
class Cast:
    kessler: Organisation
    kiel: Site
    luebeck: Site
    sommer: Organisation
    anna: Actor
    bernd: Actor
    carla: Actor

    def anna_with(self, scope: Scope) -> Actor:
        """Anna, whose rights reach only so far; her site is Kiel."""
        rights = dict.fromkeys(READER, scope)
        return replace(self.anna, rights=rights, site_ids=frozenset({self.kiel.pk}))


def make_cast() -> Cast:
    with as_owner():
        kessler = Organisation.objects.create(number="10001", name="Kessler Heizungsbau GmbH")
        sommer = Organisation.objects.create(number="10002", name="Sommer Hausverwaltung")
        return Cast(
            kessler=kessler,
            kiel=Site.objects.create(organisation=kessler, number="1", name="Kiel"),
            luebeck=Site.objects.create(organisation=kessler, number="2", name="Lübeck"),
            sommer=sommer,
            anna=_member("Anna Kessler", kessler),
            bernd=_member("Bernd Voss", kessler),
            carla=_member("Carla Sommer", sommer),
        )


def _member(name: str, organisation: Organisation) -> Actor:
    email = f"{name.partition(' ')[0].lower()}@example.test"
    person = Person.objects.create(name=name, email=email)
    return Actor(
        kind=ActorKind.PERSON,
        person_id=person.pk,
        membership_id=person.pk,
        organisation_id=organisation.pk,
        rights=READER,
    )
