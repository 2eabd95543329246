"""What each of the cast finds in the demo company; a visitor sees this first."""

from datetime import date

import pytest
from django.db.models import Q

from handschlag.capabilities.billing.models import Invoice
from handschlag.capabilities.billing.queries import IS_OPEN, invoices_for, is_overdue
from handschlag.capabilities.ordering.models import Progress
from handschlag.capabilities.ordering.queries import orders_for
from handschlag.cli import demo_data
from handschlag.cli.tests.demo_company import MONDAY, filled
from handschlag.core.actor import ANONYMOUS, Actor, ActorKind, Scope
from handschlag.core.isolation import acting
from handschlag.platform.identity.models import Person
from handschlag.platform.organisations.models import Site
from handschlag.platform.organisations.queries import standing_as, standings_of
from handschlag.platform.portals.models import Portal
from handschlag.platform.portals.queries import admitted_to

pytestmark = pytest.mark.django_db

ON_HOME = 5


def actors(name: str) -> dict[str, Actor]:
    """The person in each of their organisations, by its number."""
    with acting(ANONYMOUS):
        person = Person.objects.get(name=name)
        by = Actor(kind=ActorKind.PERSON, person_id=person.pk)
        found = standings_of(person.pk, admitted_to(Portal.objects.get()))
        return {standing.organisation.number: standing_as(by, standing) for standing in found}


def states(by: Actor) -> list[str]:
    """How far the orders are, newest first."""
    with acting(by):
        orders = orders_for(by).order_by("-ordered_at")
        return list(orders.values_list("progress", flat=True))


def invoices(by: Actor, which: Q) -> list[Invoice]:
    with acting(by):
        return list(invoices_for(by).filter(which).order_by("-issue_date"))


@pytest.mark.parametrize("day", [MONDAY, date(2026, 11, 29), date(2027, 1, 4), date(2027, 7, 15)])
def test_owner_sees_orders_in_every_state(day: date) -> None:
    filled(day)
    [sabine] = actors("Sabine Kessler").values()
    found = states(sabine)
    assert set(found[:ON_HOME]) == {
        Progress.RECEIVED,
        Progress.CONFIRMED,
        Progress.IN_PROGRESS,
        Progress.SHIPPED,
        Progress.PARTLY_SHIPPED,
    }
    assert {Progress.DELIVERED, Progress.CANCELLED} <= set(found)


@pytest.mark.parametrize("day", [MONDAY, date(2026, 11, 29), date(2027, 1, 4), date(2027, 7, 15)])
def test_owner_sees_what_is_late_what_is_open_and_what_was_credited(day: date) -> None:
    filled(day)
    [sabine] = actors("Sabine Kessler").values()
    [late] = invoices(sabine, is_overdue(day))
    assert (day - late.due_date).days in range(1, 31)  # type: ignore[operator]
    assert invoices(sabine, IS_OPEN & Q(discount_date__gte=day))
    note = invoices(sabine, Q(kind=Invoice.Kind.CREDIT_NOTE))[0]
    assert (day - note.issue_date).days < 45
    with acting(sabine):
        line = note.lines.get()
        corrected = note.corrects
    assert corrected is not None
    assert line.description.endswith(("(Rücknahme)", "(Transportschaden)", "(Falschlieferung)"))


def test_buyer_orders_and_sees_no_invoices() -> None:
    filled()
    [jonas] = actors("Jonas Brandt").values()
    with acting(jonas):
        assert orders_for(jonas).filter(ordered_by_id=jonas.person_id).exists()
        assert not invoices_for(jonas).exists()


def test_accountant_sees_invoices_and_has_ordered_nothing() -> None:
    filled()
    [petra] = actors("Petra Lindner").values()
    with acting(petra):
        assert invoices_for(petra).count() > 30
        assert not orders_for(petra).filter(ordered_by_id=petra.person_id).exists()


def test_fitter_sees_his_site_alone_and_has_ordered_for_it() -> None:
    filled()
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


def test_property_manager_has_something_open_in_each_organisation() -> None:
    filled()
    seats = actors("Claudia Weber")
    assert set(seats) == {"K-1002", "K-1003", "K-1004"}
    for by in seats.values():
        assert set(states(by)[:ON_HOME]) > {Progress.DELIVERED}
        assert invoices(by, IS_OPEN)


def test_head_of_a_group_reaches_her_companies_by_switching() -> None:
    filled()
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
    filled()
    [sabine] = actors("Sabine Kessler").values()
    assert sabine.rights["ordering.read"] == Scope.COMPANY
    assert sabine.rights["billing.read"] == Scope.COMPANY


def test_private_customer_has_bought_a_heating_system_and_what_it_needs() -> None:
    filled()
    [heinrich] = actors("Heinrich Vogt").values()
    with acting(heinrich):
        dearest = orders_for(heinrich).order_by("-net_amount")[0]
        names = list(dearest.lines.values_list("description", flat=True))
    assert names[0].startswith("Luft/Wasser-Wärmepumpe")
    assert states(heinrich)[:2] == [Progress.SHIPPED, Progress.DELIVERED]
    assert not invoices(heinrich, is_overdue(MONDAY))
