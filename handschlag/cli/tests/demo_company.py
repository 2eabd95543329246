"""A demo company of a few customers, filled as `handschlag demo` fills the whole one."""

import io
from datetime import date
from hashlib import sha256

from django.db import connection
from rich.console import Console

from handschlag.cli import demo_data
from handschlag.core.isolation import acting
from handschlag.platform.organisations.actions import install_preset_roles

MONDAY = date(2026, 11, 23)
FEW = 8
# Each row without what is drawn by the database, and named instead of numbered.
CONTENTS = (
    "select number, name, kind, address, uses, (select p.number from organisations_organisation p"
    " where p.id = o.parent_id) from organisations_organisation o",
    "select o.number, s.number, s.name, s.address from organisations_site s"
    " join organisations_organisation o on o.id = s.organisation_id",
    "select p.name, o.number, m.scope from organisations_membership m"
    " join organisations_organisation o on o.id = m.organisation_id"
    " join identity_person p on p.id = m.person_id",
    "select g.number, o.number, s.name, o.customer_reference, o.progress, o.ordered_at,"
    " o.changed_at, o.expected_date, p.name, o.ordered_by_name, o.gross_amount,"
    " o.delivery_address from ordering_order o"
    " join organisations_organisation g on g.id = o.organisation_id"
    " left join organisations_site s on s.id = o.site_id"
    " left join identity_person p on p.id = o.ordered_by_id",
    "select o.number, l.position, l.article_number, l.quantity, l.shipped_quantity,"
    " l.delivered_quantity, l.invoiced_quantity, l.unit_price, l.progress, l.expected_date"
    " from ordering_orderline l join ordering_order o on o.id = l.order_id",
    "select number, carrier, tracking_number, shipped_at, delivered_at, received_by"
    " from ordering_shipment",
    "select i.number, i.kind, i.issue_date, i.due_date, i.gross_amount, i.open_amount,"
    " i.discount_date, o.number, c.number from billing_invoice i"
    " left join ordering_order o on o.id = i.order_id"
    " left join billing_invoice c on c.id = i.corrects_id",
    "select i.number, l.position, l.description, l.quantity, l.net_amount"
    " from billing_invoiceline l join billing_invoice i on i.id = l.invoice_id",
    "select p.number, p.received_date, p.method, i.number, a.amount from billing_payment p"
    " join billing_paymentallocation a on a.payment_id = p.id"
    " join billing_invoice i on i.id = a.invoice_id",
    "select number, booked_date, text, amount from billing_booking",
)


def filled(day: date = MONDAY, *, seed: int = demo_data.SEED) -> str:
    """Fill, unless it is there already, and return what was printed."""
    with acting(demo_data.BY):
        install_preset_roles(demo_data.BY)
    console = Console(file=io.StringIO(), width=200)
    demo_data.fill_with(demo_data.world_of(day, seed=seed, crowd=FEW), console)
    output: io.StringIO = console.file  # type: ignore[assignment]
    return output.getvalue()


def selected(statement: str) -> list[tuple[object, ...]]:
    with acting(demo_data.BY), connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def fingerprint() -> str:
    rows = [sorted(map(repr, selected(statement))) for statement in CONTENTS]
    assert all(rows)
    return sha256(repr(rows).encode()).hexdigest()
