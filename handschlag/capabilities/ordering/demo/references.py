"""What customers call their orders: a number of their own, a job, a building site."""

from zlib import crc32

from handschlag.core.demo import Customer, World
from handschlag.core.postal import PostalAddress

JOBS = ("Petersen", "Hinrichs", "Behn", "Carstens", "Jansen", "Möller", "Thode", "Ohlsen")
BUILDINGS = ("Rosenweg 31", "Schulstraße 4", "Am Mühlenteich 17", "Lindenallee 52", "Bergstraße 8")
UNNAMED, TO_THE_SITE = 0.2, 0.35


def reference(world: World, customer: Customer, nth: int) -> str:
    """Each customer keeps to a way of its own; `nth` is how many orders it has placed."""
    if customer.trade == "private" or world.happens(UNNAMED):
        return ""
    building = world.random.choice(BUILDINGS)
    if customer.trade == "manager":
        return f"Objekt {building}"
    ways = (
        f"BE-{4000 + crc32(customer.number.encode()) % 900 + nth * 3}",
        f"Kom. {world.random.choice(JOBS)}",
        f"BV {building}",
    )
    return ways[crc32(customer.name.encode()) % len(ways)]


def destination(
    world: World, customer: Customer, named: str, site: int | None
) -> tuple[int | None, PostalAddress]:
    """The site that orders, and where the goods go: there, or to where they are built in."""
    site_id, place = _ordering_site(world, customer, site)
    if named.startswith("BV ") and world.happens(TO_THE_SITE):
        street = named.removeprefix("BV ")
        return site_id, PostalAddress(
            customer.name, named, street, place.postal_code, place.city, place.country
        )
    return site_id, place


def _ordering_site(
    world: World, customer: Customer, site: int | None
) -> tuple[int | None, PostalAddress]:
    if not customer.places:
        return None, customer.address
    if site is not None:
        return customer.places[site - 1]
    return world.random.choice(customer.places)
