"""Invoices that are to be paid: among what is open they are seen."""

from decimal import Decimal

from handschlag.core.tests.planting import World


def unpaid(_world: World) -> dict[str, Decimal]:
    return {"open_amount": Decimal(1)}


VALUES = {"billing.Invoice": unpaid}
