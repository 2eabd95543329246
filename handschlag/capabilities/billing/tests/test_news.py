"""What customers are told about an invoice, and when it is news."""

from datetime import date

import pytest
from django.utils.translation import override

from handschlag.capabilities.billing.events import (
    DocumentAttached,
    InvoiceChanged,
    InvoiceRecorded,
)
from handschlag.capabilities.billing.models import Invoice
from handschlag.capabilities.billing.news import NEWS
from handschlag.core.journal import Event
from handschlag.core.topics import Channel, Topic

TOPICS = {topic.key: topic for topic in NEWS}
INVOICE = Invoice(public_id="abc", due_date=date(2026, 12, 20))


def recorded(document: str = "invoice", open_amount: str = "119.00") -> InvoiceRecorded:
    return InvoiceRecorded(
        number="RE-1",
        document=document,
        payable_amount="119.00",
        open_amount=open_amount,
        currency="EUR",
    )


def changed(open_amount: str, document: str = "invoice") -> InvoiceChanged:
    return InvoiceChanged(
        number="RE-1",
        document=document,
        payable_amount="119.00",
        open_amount=open_amount,
        currency="EUR",
    )


def topic(name: str) -> Topic:
    return TOPICS[f"billing.{name}"]


@pytest.mark.parametrize(
    ("name", "event", "before", "expected"),
    [
        ("invoice_issued", recorded(), None, True),
        ("invoice_issued", recorded("credit_note"), None, False),
        ("credited", recorded("credit_note"), None, True),
        ("credited", recorded(), None, False),
        ("paid", changed("0.00"), recorded(), True),
        ("paid", changed("0.00"), changed("19.00"), True),
        ("paid", changed("0.00"), changed("0.00"), False),
        ("paid", changed("19.00"), recorded(), False),
        ("paid", changed("0.00", "credit_note"), recorded("credit_note"), False),
        ("paid", recorded(open_amount="0.00"), None, False),
        ("document", DocumentAttached(number="RE-1", file_id=3), None, True),
    ],
)
def test_only_what_is_new_is_news(
    name: str, event: Event, before: Event | None, *, expected: bool
) -> None:
    assert topic(name).is_news(event, before) is expected


@pytest.mark.parametrize(
    ("name", "event", "title", "sentence"),
    [
        (
            "invoice_issued",
            recorded(open_amount="100.00"),
            "Neue Rechnung RE-1",
            "Bitte zahlen Sie 100,00\u00a0€ bis zum 20. Dezember 2026.",
        ),
        (
            "invoice_issued",
            recorded(open_amount="0.00"),
            "Neue Rechnung RE-1",
            "Die Rechnung lautet über 119,00\u00a0€.",
        ),
        (
            "credited",
            recorded("credit_note"),
            "Gutschrift RE-1",
            "Ihnen wurden 119,00\u00a0€ gutgeschrieben.",
        ),
        (
            "paid",
            changed("0.00"),
            "Rechnung RE-1 ist bezahlt",
            "Der Betrag von 119,00\u00a0€ ist beglichen.",
        ),
        (
            "document",
            DocumentAttached(number="RE-1", file_id=3),
            "Dokument zur Rechnung RE-1",
            "Sie können es jetzt herunterladen.",
        ),
    ],
)
def test_news_say_what_has_happened(name: str, event: Event, title: str, sentence: str) -> None:
    with override("de"):
        words = topic(name).words(event, INVOICE)
    assert (words.title, words.sentence) == (title, sentence)
    assert words.url == "/invoices/abc/"


def test_journal_calls_no_credit_note_an_invoice() -> None:
    with override("de"):
        sentences = [str(kind.sentence) for kind in (InvoiceRecorded, InvoiceChanged)]
    assert sentences == [
        "Beleg %(number)s wurde ausgestellt",
        "Beleg %(number)s wurde geändert",
    ]


def test_only_new_invoices_are_mailed_at_once_unless_somebody_chooses() -> None:
    at_once = {topic.key for topic in NEWS if topic.channel is Channel.AT_ONCE}
    assert at_once == {"billing.invoice_issued"}
    assert not any(topic.concerns_security for topic in NEWS)
