from datetime import timedelta

import pytest
from django.db.models import QuerySet
from django.utils import timezone

from handschlag.core.actor import ANONYMOUS, Scope
from handschlag.core.isolation import acting
from handschlag.platform.identity.tests.factories import make_person
from handschlag.platform.organisations.models import Organisation
from handschlag.platform.organisations.queries import (
    Standing,
    active_standing,
    effective_rights,
    standings_of,
)
from handschlag.platform.organisations.tests.factories import (
    make_membership,
    make_organisation,
    make_role,
    make_site,
)

pytestmark = pytest.mark.django_db


def standings(person_id: int, admitted: QuerySet[Organisation] | None = None) -> list[Standing]:
    with acting(ANONYMOUS):
        everywhere = Organisation.objects.all
        return standings_of(person_id, everywhere if admitted is None else lambda: admitted)


@pytest.mark.parametrize(
    ("granted", "limit", "effective"),
    [
        (["ordering.read:company"], Scope.OWN, Scope.OWN),
        (["ordering.read:own"], Scope.COMPANY, Scope.OWN),
        (["ordering.read:subtree"], Scope.SITE, Scope.SITE),
        (["ordering.read:own", "ordering.read:company"], Scope.COMPANY, Scope.COMPANY),
        (["ordering.read:company", "ordering.read:own"], Scope.SITE, Scope.SITE),
    ],
)
def test_right_reaches_as_far_as_role_and_membership_both_allow(
    granted: list[str], limit: Scope, effective: Scope
) -> None:
    assert effective_rights(granted, limit) == {"ordering.read": effective}


def test_standing_carries_rights_and_sites() -> None:
    kessler, anna = make_organisation(), make_person()
    kiel, role = make_site(kessler), make_role("ordering.read", "billing.read:own")
    make_membership(anna, kessler, role, scope=Scope.SITE, sites=[kiel])

    [standing] = standings(anna.pk)

    assert standing.organisation == kessler
    assert standing.rights == {"ordering.read": Scope.SITE, "billing.read": Scope.OWN}
    assert standing.site_ids == {kiel.pk}


def test_standings_cost_one_statement_whatever_their_number(
    django_assert_num_queries: object,
) -> None:
    anna, role = make_person(), make_role("ordering.read")
    for _ in range(3):
        make_membership(anna, make_organisation(), role)
    with acting(ANONYMOUS), django_assert_num_queries(1):  # type: ignore[operator]
        found = standings_of(anna.pk, Organisation.objects.all)
        assert [s.organisation.contact_person for s in found] == [None, None, None]


@pytest.mark.parametrize(
    "changes",
    [
        {"state": "suspended"},
        {"state": "removed"},
        {"state": "invited"},
        {"valid_from": timezone.now() + timedelta(days=1)},
        {
            "valid_from": timezone.now() - timedelta(days=2),
            "valid_to": timezone.now() - timedelta(days=1),
        },
    ],
)
def test_membership_out_of_force_gives_no_standing(changes: dict[str, object]) -> None:
    anna = make_person()
    make_membership(anna, make_organisation(), make_role("ordering.read"), **changes)
    assert standings(anna.pk) == []


def test_organisation_that_the_portal_does_not_admit_gives_no_standing() -> None:
    anna, inside, outside = make_person(), make_organisation(), make_organisation("Fremd GmbH")
    for organisation in (inside, outside):
        make_membership(anna, organisation)
    admitted = Organisation.objects.filter(pk=inside.pk)
    assert [s.organisation for s in standings(anna.pk, admitted)] == [inside]


def test_scope_subtree_opens_companies_below_with_the_rights_that_reach_so_far() -> None:
    group = make_organisation("Nord Gruppe", kind=Organisation.Kind.GROUP)
    kiel = make_organisation("Nord Kiel GmbH", parent=group)
    make_organisation("Süd GmbH")
    anna, role = make_person(), make_role("billing.read:subtree", "ordering.read:company")
    make_membership(anna, group, role, scope=Scope.SUBTREE)

    by_name = {s.organisation.name: s.rights for s in standings(anna.pk)}

    assert by_name == {
        "Nord Gruppe": {"billing.read": Scope.SUBTREE, "ordering.read": Scope.COMPANY},
        "Nord Kiel GmbH": {"billing.read": Scope.SUBTREE},
    }
    assert kiel.lineage == [group.pk, kiel.pk]


def test_group_outside_the_portal_still_opens_the_companies_inside() -> None:
    group = make_organisation("Nord Gruppe", kind=Organisation.Kind.GROUP)
    kiel = make_organisation("Nord Kiel GmbH", parent=group)
    anna = make_person()
    make_membership(anna, group, make_role("billing.read:subtree"), scope=Scope.SUBTREE)
    admitted = Organisation.objects.filter(pk=kiel.pk)
    assert [s.organisation for s in standings(anna.pk, admitted)] == [kiel]


def test_active_standing_is_the_chosen_then_the_default_then_the_first() -> None:
    anna, first, second, third = make_person(), *(make_organisation(n) for n in "ABC")
    make_membership(anna, first)
    make_membership(anna, second, is_default=True)
    make_membership(anna, third)
    found = standings(anna.pk)

    def active(chosen: object, among: list[Standing] = found) -> Organisation | None:
        standing = active_standing(among, chosen)
        return standing.organisation if standing else None

    assert active(third.pk) == third
    assert active(None) == second
    assert active(99_999_999) == second
    assert active(None, [s for s in found if not s.is_default]) == first
    assert active(None, []) is None
