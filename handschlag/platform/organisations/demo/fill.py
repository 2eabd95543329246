"""Customers of the demo company: some three hundred, a group among them, some with sites."""

from handschlag.core.demo import Customer, World
from handschlag.core.postal import PostalAddress
from handschlag.core.upserts import rows_of
from handschlag.platform.organisations.actions import (
    create_organisation,
    create_site,
    record_organisations,
)
from handschlag.platform.organisations.demo.names import Made, address, make
from handschlag.platform.organisations.models import Organisation, Site
from handschlag.platform.organisations.recording import OrganisationRow

COUNT = 290
FIRST_NUMBER = 10_001
KIND = {"installer": "company", "manager": "company", "private": "person"}
SITED = 0.12

KESSLER_SITES = ("Hauptbetrieb", "Lager Süd", "Filiale Lübeck")
NAMED = (
    ("K-1001", "Kessler Haustechnik GmbH", "installer", 4.0, KESSLER_SITES),
    ("K-1002", "Hausverwaltung Weber GmbH", "manager", 1.6, ()),
    ("K-1003", "WEG Lindenallee 12–18", "manager", 0.5, ()),
    ("K-1004", "Wohnungsverein Nordhafen eG", "manager", 2.2, ("Hafenstraße", "Am Mühlenteich")),
    ("K-1005", "Heinrich Vogt", "private", 1.2, ()),
    ("K-1006", "Petersen Wärme + Bad GmbH", "installer", 1.0, ()),
)  # fmt: skip
GROUP = ("K-1100", "Rademacher Gebäudetechnik Holding")
SUBSIDIARIES = (
    ("K-1101", "Rademacher Heizung GmbH", 2.0),
    ("K-1102", "Rademacher Kälte + Klima GmbH", 1.2),
)


def fill(world: World) -> None:
    _named(world)
    _group(world)
    _crowd(world)


def _named(world: World) -> None:
    for number, name, trade, size, sites in NAMED:
        place = address(world.random, name)
        organisation = _create(world, number, name, KIND[trade], place, None)
        places = tuple(_site(world, organisation, nth, site) for nth, site in enumerate(sites, 1))
        world.customers.append(Customer(organisation.pk, number, name, trade, size, place, places))


def _group(world: World) -> None:
    holding = _create(world, *GROUP, "group", address(world.random, GROUP[1]), None)
    for number, name, size in SUBSIDIARIES:
        place = address(world.random, name)
        company = _create(world, number, name, "company", place, holding)
        world.customers.append(
            Customer(company.pk, number, name, "installer", size, place, lively=True)
        )


def _crowd(world: World) -> None:
    made = make(world.random, COUNT)
    numbered = {f"K-{FIRST_NUMBER + nth}": customer for nth, customer in enumerate(made)}
    rows = rows_of(OrganisationRow, [_row(n, customer) for n, customer in numbered.items()])
    record_organisations(world.by, rows=rows, run=world.run)
    known = Organisation.objects.filter(number__in=numbered).in_bulk(field_name="number")
    for number, customer in numbered.items():
        organisation = known[number]
        places: tuple[tuple[int, PostalAddress], ...] = ()
        if customer.trade != "private" and world.happens(SITED):
            places = (
                _site(world, organisation, 1, "Zentrale"),
                _site(world, organisation, 2, "Lager"),
            )
        world.customers.append(
            Customer(
                organisation.pk,
                number,
                customer.name,
                customer.trade,
                customer.size,
                customer.address,
                places,
            )
        )


def _row(number: str, customer: Made) -> OrganisationRow:
    return OrganisationRow(
        number=number,
        name=customer.name,
        kind=KIND[customer.trade],
        country="DE",
        address=customer.address.to_json(),
    )


def _create(
    world: World,
    number: str,
    name: str,
    kind: str,
    place: PostalAddress,
    parent: Organisation | None,
) -> Organisation:
    organisation = Organisation(
        number=number, name=name, kind=kind, country="DE", address=place.to_json(), parent=parent
    )
    return create_organisation(world.by, organisation=organisation)


def _site(
    world: World, organisation: Organisation, nth: int, name: str
) -> tuple[int, PostalAddress]:
    place = address(world.random, f"{organisation.name}, {name}")
    site = Site(organisation=organisation, number=f"{nth}", name=name, address=place.to_json())
    return create_site(world.by, site=site).pk, place
