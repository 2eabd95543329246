"""Who orders: members who may, for the sites that are theirs; else somebody by name."""

from decimal import Decimal

from handschlag.core.actor import Scope
from handschlag.core.demo import Customer, World
from handschlag.platform.organisations.models import Membership, MembershipSite
from handschlag.platform.organisations.rights import Preset

ORDERING = (Preset.BUYER, Preset.ADMINISTRATOR)
# Whom one site alone trusts does not order heat pumps.
FOR_A_SITE = Decimal(2500)

Buyer = tuple[int | None, str]


class Buyers:
    def __init__(self, world: World) -> None:
        self._known: dict[int, list[tuple[Buyer, frozenset[int]]]] = {}
        customers = [customer.organisation_id for customer in world.customers]
        members = Membership.objects.filter(
            roles__preset__in=ORDERING, organisation__in=customers
        ).order_by("pk")
        for member in members.select_related("person"):
            entry = ((member.person_id, member.person.name), _sites_of(member))
            self._known.setdefault(member.organisation_id, []).append(entry)

    def of(self, world: World, customer: Customer, site: int | None, net: Decimal) -> Buyer:
        known = self._known.get(customer.organisation_id, [])
        allowed = [
            buyer for buyer, sites in known if not sites or (site in sites and net <= FOR_A_SITE)
        ]
        named: list[Buyer] = [(None, name) for name in customer.buyers]
        return world.random.choice(allowed or named)


def _sites_of(member: Membership) -> frozenset[int]:
    """Empty for all of them."""
    if member.scope != Scope.SITE:
        return frozenset()
    places = MembershipSite.objects.filter(membership=member)
    return frozenset(places.values_list("site_id", flat=True))
