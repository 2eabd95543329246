"""Which invoices have something taken back, and when; credit notes are numbered by their day."""

from handschlag.capabilities.billing.demo.documents import Issued, Names, Numbered
from handschlag.core.demo import DAY, World, workday

SHARE = 0.025
EARLIEST, LATEST = 3, 9
# Old enough that what came back has been looked at.
SETTLED_DAYS = 12


def credits_of(world: World, issued: list[Issued], unpaid: set[str]) -> dict[str, Numbered]:
    """Number and day of the credit note, by number of the invoice."""
    told = _told(world, issued, unpaid)
    days = {
        number: workday(day + world.random.randint(EARLIEST, LATEST) * DAY)
        for number, day in _numbered(issued)
        if number in told or (number not in unpaid and world.happens(SHARE))
    }
    past = sorted((day, number) for number, day in days.items() if day < world.today)
    names = Names("GS")
    return {number: (names.next(day), day) for day, number in past}


def _numbered(issued: list[Issued]) -> list[Numbered]:
    return [(document.invoice.number, document.invoice.issue_date) for document in issued]


def _told(world: World, issued: list[Issued], unpaid: set[str]) -> set[str]:
    """Of eventful customers the newest invoice that can have been corrected."""
    latest = workday(world.today - SETTLED_DAYS * DAY, -1)
    eventful = {customer.organisation_id for customer in world.customers if customer.eventful}
    newest = {
        document.invoice.organisation_id: document.invoice.number
        for document in issued
        if document.invoice.issue_date <= latest and document.invoice.number not in unpaid
    }
    return {number for owner, number in newest.items() if owner in eventful}
