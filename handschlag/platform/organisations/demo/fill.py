"""Customers of the demo company: those of the cast, a group among them, and a crowd."""

from dataclasses import replace

from handschlag.core.demo import Customer, World
from handschlag.core.postal import PostalAddress
from handschlag.core.upserts import rows_of
from handschlag.platform.organisations.actions import (
    create_organisation,
    create_site,
    record_organisations,
)
from handschlag.platform.organisations.demo.named import (
    GERMANY,
    GROUP,
    NAMED,
    SUBSIDIARIES,
    Named,
    placed,
)
from handschlag.platform.organisations.demo.names import Made, address, make
from handschlag.platform.organisations.models import Organisation, Site
from handschlag.platform.organisations.recording import OrganisationRow

FIRST_NUMBER = 10_001
KIND = {"installer": "company", "manager": "company", "private": "person"}
SITED = 0.12

Places = tuple[tuple[int, PostalAddress], ...]


def fill(world: World) -> None:
    for named in NAMED:
        _named(world, named, KIND[named.trade], None)
    holding = _named(world, GROUP, "group", None)
    for named in SUBSIDIARIES:
        _named(world, named, "company", holding)
    _crowd(world)


def _named(world: World, named: Named, kind: str, parent: Organisation | None) -> Organisation:
    organisation = Organisation(
        number=named.number,
        name=named.name,
        kind=kind,
        country=GERMANY,
        address=named.address.to_json(),
        parent=parent,
    )
    create_organisation(world.by, organisation=organisation)
    world.customers.append(_customer(world, named, organisation))
    return organisation


def _customer(world: World, named: Named, organisation: Organisation) -> Customer:
    return Customer(
        organisation_id=organisation.pk,
        number=named.number,
        name=named.name,
        trade=named.trade,
        size=named.size,
        address=named.address,
        places=tuple(
            _site(world, organisation, f"{nth}", placed(named.name, street, place, name))
            for nth, (name, street, place) in enumerate(named.sites, 1)
        ),
        buyers=named.buyers,
        known=True,
        eventful=named.eventful,
    )


def _crowd(world: World) -> None:
    made = make(world.random, world.crowd)
    numbered = {f"K-{FIRST_NUMBER + nth}": customer for nth, customer in enumerate(made)}
    rows = rows_of(OrganisationRow, [_row(n, customer) for n, customer in numbered.items()])
    record_organisations(world.by, rows=rows, run=world.run)
    known = Organisation.objects.filter(number__in=numbered).in_bulk(field_name="number")
    for number, customer in numbered.items():
        world.customers.append(
            Customer(
                organisation_id=known[number].pk,
                number=number,
                name=customer.name,
                trade=customer.trade,
                size=customer.size,
                address=customer.address,
                places=_places(world, known[number], customer),
                buyers=(customer.buyer,),
            )
        )


def _places(world: World, organisation: Organisation, customer: Made) -> Places:
    if customer.trade == "private" or not world.happens(SITED):
        return ()
    main = replace(customer.address, addition="Zentrale")
    store = replace(address(world.random, customer.name), addition="Lager")
    return (
        _site(world, organisation, "1", main),
        _site(world, organisation, "2", store),
    )


def _row(number: str, customer: Made) -> OrganisationRow:
    return OrganisationRow(
        number=number,
        name=customer.name,
        kind=KIND[customer.trade],
        country=GERMANY,
        address=customer.address.to_json(),
    )


def _site(
    world: World, organisation: Organisation, number: str, place: PostalAddress
) -> tuple[int, PostalAddress]:
    """A site is named as the second line of its address."""
    site = Site(
        organisation=organisation, number=number, name=place.addition, address=place.to_json()
    )
    return create_site(world.by, site=site).pk, place
