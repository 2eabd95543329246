"""A demo company of a few customers, filled as `handschlag demo` fills the whole one."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from hashlib import sha256

from django.db import connection
from django.db.models import Q
from django.test import override_settings
from pytest_django import DjangoDbBlocker
from rich.console import Console

from handschlag.capabilities.billing.models import Invoice
from handschlag.capabilities.billing.queries import invoices_for
from handschlag.capabilities.ordering.queries import orders_for
from handschlag.cli import demo_data
from handschlag.core.actor import ANONYMOUS, Actor, ActorKind
from handschlag.core.isolation import acting
from handschlag.core.tests import databases
from handschlag.platform.identity.models import Person
from handschlag.platform.organisations.actions import install_preset_roles
from handschlag.platform.organisations.queries import standing_as, standings_of
from handschlag.platform.portals.models import Portal
from handschlag.platform.portals.queries import admitted_to

MONDAY = date(2026, 11, 23)
FEW = 8
# Each row without what is drawn by the database, and named instead of numbered.
CONTENTS = (
    (
        "select o.number, o.name, o.kind, o.address, o.uses, p.number"
        " from organisations_organisation o"
        " left join organisations_organisation p on p.id = o.parent_id"
    ),
    (
        "select o.number, s.number, s.name, s.address from organisations_site s"
        " join organisations_organisation o on o.id = s.organisation_id"
    ),
    (
        "select p.name, o.number, m.scope from organisations_membership m"
        " join organisations_organisation o on o.id = m.organisation_id"
        " join identity_person p on p.id = m.person_id"
    ),
    (
        "select g.number, o.number, s.name, o.customer_reference, o.progress, o.ordered_at,"
        " o.changed_at, o.expected_date, p.name, o.ordered_by_name, o.gross_amount,"
        " o.delivery_address from ordering_order o"
        " join organisations_organisation g on g.id = o.organisation_id"
        " left join organisations_site s on s.id = o.site_id"
        " left join identity_person p on p.id = o.ordered_by_id"
    ),
    (
        "select o.number, l.position, l.article_number, l.quantity, l.shipped_quantity,"
        " l.delivered_quantity, l.invoiced_quantity, l.unit_price, l.progress, l.expected_date"
        " from ordering_orderline l join ordering_order o on o.id = l.order_id"
    ),
    (
        "select number, carrier, tracking_number, shipped_at, delivered_at, received_by"
        " from ordering_shipment"
    ),
    (
        "select i.number, i.kind, i.issue_date, i.due_date, i.gross_amount, i.open_amount,"
        " i.discount_date, o.number, c.number from billing_invoice i"
        " left join ordering_order o on o.id = i.order_id"
        " left join billing_invoice c on c.id = i.corrects_id"
    ),
    (
        "select i.number, l.position, l.description, l.quantity, l.net_amount"
        " from billing_invoiceline l join billing_invoice i on i.id = l.invoice_id"
    ),
    (
        "select p.number, p.received_date, p.method, i.number, a.amount from billing_payment p"
        " join billing_paymentallocation a on a.payment_id = p.id"
        " join billing_invoice i on i.id = a.invoice_id"
    ),
    "select number, booked_date, text, amount from billing_booking",
)
FAST = override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"])


@contextmanager
def company(template: str, blocker: DjangoDbBlocker, day: date) -> Iterator[None]:
    """One for all tests of a module, which only read: filling it for each takes too long."""
    name = databases.copy_of(template)
    pointed = databases.pointed_at(name, login=databases.PRODUCTION_LOGIN)
    with blocker.unblock(), pointed:
        filled(day)
        yield
    databases.drop(name)


def filled(day: date = MONDAY, *, seed: int = demo_data.SEED) -> str:
    """Fill, unless it is there already, and return what was printed."""
    with acting(demo_data.BY):
        install_preset_roles(demo_data.BY)
    console = Console(file=io.StringIO(), width=200)
    with FAST:
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


def actors(name: str) -> dict[str, Actor]:
    """The person in each of their organisations, by its number."""
    with acting(ANONYMOUS):
        person = Person.objects.get(name=name)
        by = Actor(kind=ActorKind.PERSON, person_id=person.pk)
        found = standings_of(person.pk, admitted_to, Portal.objects.get().pk)
        return {standing.organisation.number: standing_as(by, standing) for standing in found}


def states(by: Actor) -> list[str]:
    """How far the orders are, newest first."""
    with acting(by):
        orders = orders_for(by).order_by("-ordered_at")
        return list(orders.values_list("progress", flat=True))


def invoices(by: Actor, which: Q) -> list[Invoice]:
    with acting(by):
        return list(invoices_for(by).filter(which).order_by("-issue_date"))
