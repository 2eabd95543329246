from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.http import Http404

from handschlag.capabilities.billing.balance import balance_sentences
from handschlag.capabilities.billing.queries import (
    balances_of,
    get_invoice,
    invoices_for,
    invoices_matching,
    sums_of,
)
from handschlag.capabilities.billing.tests.factories import (
    make_credit_note,
    make_invoice,
    make_invoice_line,
)
from handschlag.capabilities.ordering.tests.cast import Cast, make_cast
from handschlag.capabilities.ordering.tests.factories import make_order
from handschlag.core.actor import Actor, ActorKind, Scope
from handschlag.core.isolation import acting
from handschlag.core.money import Money

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 23)
LATE = date(2026, 11, 20)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def seen_by(actor: Actor) -> set[str]:
    with acting(actor):
        return set(invoices_for(actor).values_list("number", flat=True))


def balances(cast: Cast) -> Any:
    with acting(cast.anna.actor):
        return balances_of(sums_of(invoices_for(cast.anna.actor), DAY))


def test_company_scope_reaches_the_company_and_no_stranger(cast: Cast) -> None:
    ours, theirs = make_invoice(cast.kessler), make_invoice(cast.sommer)
    assert seen_by(cast.anna.actor) == {ours.number}
    assert seen_by(cast.carla.actor) == {theirs.number}


def test_subtree_scope_reaches_the_company(cast: Cast) -> None:
    invoice = make_invoice(cast.kessler)
    assert seen_by(cast.anna.reaching(Scope.SUBTREE)) == {invoice.number}


def test_site_scope_reaches_own_sites_alone(cast: Cast) -> None:
    here = make_invoice(cast.kessler, site=cast.luebeck)
    make_invoice(cast.kessler, site=cast.kiel)
    make_invoice(cast.kessler)
    assert seen_by(cast.bernd.actor) == {here.number}


def test_own_scope_reaches_invoices_of_own_orders(cast: Cast) -> None:
    mine = make_order(cast.kessler, ordered_by=cast.anna.person)
    own = make_invoice(cast.kessler, order=mine)
    make_invoice(cast.kessler, order=make_order(cast.kessler, ordered_by=cast.bernd.person))
    make_invoice(cast.kessler)
    assert seen_by(cast.anna.reaching(Scope.OWN)) == {own.number}


def test_without_the_right_there_is_nothing(cast: Cast) -> None:
    make_invoice(cast.kessler)
    assert seen_by(Actor(kind=ActorKind.PERSON, organisation_id=cast.kessler.pk)) == set()


def test_gate_gives_own_invoice(cast: Cast) -> None:
    invoice = make_invoice(cast.kessler)
    with acting(cast.anna.actor):
        assert get_invoice(cast.anna.actor, invoice.public_id) == invoice


def test_gate_hides_a_strangers_invoice(cast: Cast) -> None:
    invoice = make_invoice(cast.kessler)
    with acting(cast.carla.actor), pytest.raises(Http404):
        get_invoice(cast.carla.actor, invoice.public_id)


def test_gate_filters_even_where_the_database_would_show_all(cast: Cast) -> None:
    invoice = make_invoice(cast.kessler)
    rights = cast.carla.actor.rights
    as_job = Actor(kind=ActorKind.JOB, organisation_id=cast.sommer.pk, rights=rights)
    with acting(as_job), pytest.raises(Http404):
        get_invoice(as_job, invoice.public_id)


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("RE-77", True),
        ("ab-500", True),
        ("Projekt 3", True),
        ("HT-4711", True),
        ("pumpe", True),
        ("Kessel", False),
        ("%", False),
        ("_", False),
        ("\\", False),
    ],
)
def test_search_takes_text_as_it_is(cast: Cast, text: str, is_found: bool) -> None:
    order = make_order(cast.kessler, number="AB-500")
    invoice = make_invoice(
        cast.kessler, number="RE-77", order=order, customer_reference="Projekt 3"
    )
    make_invoice_line(invoice)
    make_invoice(cast.kessler, number="XY-1")
    by = cast.anna.actor
    with acting(by):
        found = invoices_matching(by, invoices_for(by), text)
        assert [i.number for i in found] == ([invoice.number] if is_found else [])


def test_balance_counts_what_is_open_late_and_left_over(cast: Cast) -> None:
    make_invoice(cast.kessler, open_amount=Decimal("1000.10"))
    late = make_invoice(cast.kessler, due_date=LATE, open_amount=Decimal("312.00"))
    make_invoice(cast.kessler, due_date=DAY, open_amount=Decimal("0.90"))
    make_invoice(cast.kessler, due_date=LATE, open_amount=Decimal(0))
    make_credit_note(late, open_amount=Decimal("59.50"))
    make_invoice(cast.sommer, open_amount=Decimal("5000.00"))
    (balance,) = balances(cast)
    assert balance.unpaid == Money(Decimal("1313.00"), "EUR")
    assert balance.overdue == Money(Decimal("312.00"), "EUR")
    assert balance.credit == Money(Decimal("59.50"), "EUR")


def test_balance_never_adds_currencies(cast: Cast) -> None:
    make_invoice(cast.kessler, currency="EUR", open_amount=Decimal("10.00"))
    make_invoice(cast.kessler, currency="GBP", open_amount=Decimal("20.00"), due_date=LATE)
    make_invoice(cast.kessler, currency="CHF", open_amount=Decimal(0))
    assert [(b.unpaid, b.overdue) for b in balances(cast)] == [
        (Money(Decimal("20.00"), "GBP"), Money(Decimal("20.00"), "GBP")),
        (Money(Decimal("10.00"), "EUR"), Money(Decimal(0), "EUR")),
    ]


def test_balance_is_told_in_a_sentence_per_currency(cast: Cast) -> None:
    late = make_invoice(cast.kessler, open_amount=Decimal("1284.90"), due_date=LATE)
    make_credit_note(late, open_amount=Decimal("59.50"))
    make_invoice(cast.kessler, currency="GBP", open_amount=Decimal("20.00"))
    assert balance_sentences(balances(cast)) == [
        "Offen: 1.284,90\xa0€, davon überfällig 1.284,90\xa0€",
        "Guthaben: 59,50\xa0€",
        "Offen: 20,00\xa0£, nichts überfällig",
    ]


def test_nothing_open_has_no_balance(cast: Cast) -> None:
    make_invoice(cast.kessler, open_amount=Decimal(0))
    assert balances(cast) == []
