"""What each of the cast finds in the demo company; a visitor sees this first."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
from pytest_django import DjangoDbBlocker

from handschlag.capabilities.billing.queries import IS_OPEN, invoices_for, is_overdue
from handschlag.capabilities.ordering.models import Progress
from handschlag.capabilities.ordering.queries import orders_for
from handschlag.cli import demo_data
from handschlag.cli.tests.demo_company import MONDAY, actors, company, invoices, states
from handschlag.core.actor import Scope
from handschlag.core.isolation import acting
from handschlag.core.mail.models import OutgoingMail
from handschlag.platform.notifications.models import Notification
from handschlag.platform.organisations.models import Site
from handschlag.platform.portals.demo.cast import GUESTS

ON_HOME = 5


@pytest.fixture(scope="module", autouse=True)
def _company(template_database: str, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with company(template_database, django_db_blocker, MONDAY):
        yield


def test_buyer_orders_and_sees_no_invoices() -> None:
    [jonas] = actors("Jonas Brandt").values()
    with acting(jonas):
        assert orders_for(jonas).filter(ordered_by_id=jonas.person_id).exists()
        assert not invoices_for(jonas).exists()


def test_accountant_sees_invoices_and_has_ordered_nothing() -> None:
    [petra] = actors("Petra Lindner").values()
    with acting(petra):
        assert invoices_for(petra).count() > 30
        assert not orders_for(petra).filter(ordered_by_id=petra.person_id).exists()


def test_fitter_sees_his_site_alone_and_has_ordered_for_it() -> None:
    [murat] = actors("Murat Yildiz").values()
    with acting(murat):
        [site] = Site.objects.filter(pk__in=murat.site_ids)
        assert site.name == "Lager Süd"
        assert {order.site_id for order in orders_for(murat)} == {site.pk}
        assert not invoices_for(murat).exists()
    assert {Progress.IN_PROGRESS, Progress.PARTLY_SHIPPED} <= set(states(murat)[:ON_HOME])
    with acting(demo_data.BY):
        theirs = orders_for(actors("Sabine Kessler")["K-1001"])
        assert set(
            theirs.filter(ordered_by_id=murat.person_id).values_list("site_id", flat=True)
        ) == {site.pk}


def test_fitter_orders_no_heat_pumps() -> None:
    [murat] = actors("Murat Yildiz").values()
    with acting(murat):
        dearest = orders_for(murat).order_by("-net_amount")
        assert dearest[0].net_amount > Decimal(5000)
        assert dearest.filter(ordered_by_id=murat.person_id)[0].net_amount <= Decimal(2500)


def test_property_manager_has_something_open_in_each_organisation() -> None:
    seats = actors("Claudia Weber")
    assert set(seats) == {"K-1002", "K-1003", "K-1004"}
    for by in seats.values():
        assert set(states(by)[:ON_HOME]) > {Progress.DELIVERED}
        assert invoices(by, IS_OPEN)


def test_head_of_a_group_reaches_her_companies_by_switching() -> None:
    seats = actors("Anke Rademacher")
    assert set(seats) == {"K-1100", "K-1101", "K-1102"}
    for by in seats.values():
        assert states(by)
        assert invoices(by, IS_OPEN)
    with acting(seats["K-1101"]):
        owners = orders_for(seats["K-1101"]).values_list("organisation_id", flat=True)
        assert set(owners) == {seats["K-1101"].organisation_id}
    assert "organisations.manage_members" not in seats["K-1101"].rights


def test_membership_keeps_those_without_a_group_to_their_company() -> None:
    [sabine] = actors("Sabine Kessler").values()
    assert sabine.rights["ordering.read"] == Scope.COMPANY
    assert sabine.rights["billing.read"] == Scope.COMPANY


def test_private_customer_has_bought_a_heating_system_and_what_it_needs() -> None:
    [heinrich] = actors("Heinrich Vogt").values()
    with acting(heinrich):
        dearest = orders_for(heinrich).order_by("-net_amount")[0]
        names = list(dearest.lines.values_list("description", flat=True))
    assert names[0].startswith("Luft/Wasser-Wärmepumpe")
    assert states(heinrich)[:2] == [Progress.SHIPPED, Progress.DELIVERED]
    assert not invoices(heinrich, is_overdue(MONDAY))


def test_cast_has_been_told_what_it_may_see_and_mails_go_to_guests() -> None:
    with acting(demo_data.BY):
        recipients = OutgoingMail.objects.values_list("recipient", flat=True)
        assert set(recipients) == {email for _, email, *_ in GUESTS}
        told = {
            name: set(
                Notification.objects.filter(person__name=name).values_list("topic", flat=True)
            )
            for name in ("Sabine Kessler", "Jonas Brandt")
        }
        unread = Notification.objects.filter(person__name="Sabine Kessler", read_at=None).count()
        read = Notification.objects.filter(person__name="Sabine Kessler").exclude(read_at=None)
        assert 0 < unread < 10
        assert read.exists()
    assert {topic.partition(".")[0] for topic in told["Sabine Kessler"]} == {"ordering", "billing"}
    assert {topic.partition(".")[0] for topic in told["Jonas Brandt"]} == {"ordering"}
