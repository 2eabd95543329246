"""Who is told something hears of it on the open page, and nobody else does."""

import pytest
from django.db import connections

from handschlag.capabilities.billing.models import Invoice
from handschlag.cli.live import LiveServer
from handschlag.cli.tests.commands import command
from handschlag.cli.tests.listening import SYSTEM, Listen
from handschlag.cli.tests.test_live import (
    PEOPLE,
    attach,
    company,
    invoice_of,
    listening,
    server,
    suspend,
)
from handschlag.core.isolation import acting
from handschlag.core.tests.post import port, work
from handschlag.platform.notifications.models import Notification

__all__ = ["company", "listening", "port", "server"]

EVA, BEN, IDA = (email for email, *_ in PEOPLE)
MAX = "max@kern.example"


@pytest.fixture
def colleague(company: str) -> str:
    """He sees what Eva sees, and is told for himself."""
    words = ("--name", "Max Kern", "--organisation", "12347", "--role", "administrator")
    assert command("invite", MAX, *words, "--no-mail").exit_code == 0
    with connections["owner"].cursor() as cursor:
        cursor.execute("truncate procrastinate_jobs cascade")  # who got access is told to nobody
    return MAX


def told(email: str, invoice: Invoice) -> str:
    """What a stream says of somebody's notification about the invoice."""
    with acting(SYSTEM):
        rows = Notification.objects.filter(person__email=email, subject_id=invoice.pk)
        public_id = rows.values_list("public_id", flat=True).get(topic="billing.document")
    return f"changed notifications.notification:{public_id}"


def test_bell_rings_for_those_who_are_told_each_by_their_own(
    colleague: str, server: LiveServer, listening: Listen, port: int
) -> None:
    invoice = invoice_of()
    eva, ben, ida, max_kern = (listening(email) for email in (EVA, BEN, IDA, MAX))
    changed = attach(invoice)
    work()
    assert [eva.told(), eva.told()] == [changed, told(EVA, invoice)]
    assert [max_kern.told(), max_kern.told()] == [changed, told(MAX, invoice)]
    assert told(EVA, invoice) != told(MAX, invoice)
    assert attach(invoice_of("1002")) == ida.told()
    suspend(BEN)
    assert ben.told() == "end"
