"""What some of the cast keep at hand."""

from urllib.parse import urlencode

from handschlag.core.actor import Actor
from handschlag.core.demo import World
from handschlag.core.isolation import acting
from handschlag.core.slots import MenuItem
from handschlag.platform.organisations.queries import people_of
from handschlag.platform.portals.queries import actor_at, portals_of
from handschlag.platform.shortcuts.actions import pin
from handschlag.platform.shortcuts.rows import pinnable


def fill(world: World) -> None:
    for customer in world.customers:
        if customer.known:
            for portal in portals_of(customer.organisation_id):
                for person_id in sorted(people_of(customer.organisation_id)):
                    actor = actor_at(portal, person_id, customer.organisation_id)
                    if actor is not None:
                        with acting(actor):
                            for item in pinnable(actor):
                                pin(actor, item=item, query=_first_chip(actor, item))


def _first_chip(by: Actor, item: MenuItem) -> str:
    filters = item.listing.filters if item.listing else ()
    return urlencode({"status": filters[0].key}) if filters else ""
