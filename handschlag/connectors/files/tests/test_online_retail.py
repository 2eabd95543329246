"""The whole "Online Retail" set of UCI, once. The expected figures come from the set's own page."""

from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.db.models import F

from handschlag.capabilities.billing.models import Invoice
from handschlag.capabilities.ordering.models import Order, OrderLine
from handschlag.connectors.files.models import DocumentKind
from handschlag.connectors.files.orders import import_orders
from handschlag.connectors.files.reports import Count
from handschlag.connectors.files.tests import contents
from handschlag.core.actor import system_actor
from handschlag.core.isolation import acting
from handschlag.platform.organisations.models import Organisation

BY = system_actor("test")
FILE = "orders/online_retail_2010_2011.parquet"


@pytest.mark.skipif(
    settings.TEST_DATA is None, reason="HANDSCHLAG_DATA names no folder of real data sets"
)
@pytest.mark.feature("N21", part="the pilot customers")
def test_online_retail_goes_in_completely(committed_db: str) -> None:
    report = import_orders(Path(settings.TEST_DATA) / FILE)
    held = report.reconciliation
    assert (report.rows, report.refused, held.lines) == (541_909, 0, 541_909)
    assert str(held.total.quantize(Decimal("0.01"))) == "9747747.93"
    assert held.total == held.said
    assert held.documents(DocumentKind.CREDIT_NOTE) == 3_836
    assert held.documents(DocumentKind.BOOKING) == 3
    assert sum(part.documents for part in held.parts) == 25_900
    assert held.longest == 1_114
    assert report.counts["customers"] == Count(created=4_372)
    assert report.counts["lines_apart"] == Count(created=135_080)
    assert contents.rows_in("core_outgoingmail", "procrastinate_jobs") == [0, 0]
    with acting(BY):
        assert_links_can_be_known()
        assert_germany_is_there()


def assert_links_can_be_known() -> None:
    notes = Invoice.objects.filter(kind=Invoice.Kind.CREDIT_NOTE)
    linked = notes.exclude(corrects=None)
    assert notes.count() // 2 < linked.count() < notes.count()
    same = linked.filter(organisation=F("corrects__organisation"))
    assert same.count() == linked.count()
    assert not linked.filter(issue_date__lt=F("corrects__issue_date")).exists()
    assert not linked.filter(gross_amount__gt=F("corrects__gross_amount")).exists()


def assert_germany_is_there() -> None:
    assert Organisation.objects.filter(country="Germany").count() == 95
    german = Order.objects.filter(organisation__country="Germany")
    credited = Invoice.objects.filter(
        organisation__country="Germany", kind=Invoice.Kind.CREDIT_NOTE
    )
    lines = OrderLine.objects.filter(order__in=german).count()
    assert lines + sum(note.lines.count() for note in credited) == 9_495
