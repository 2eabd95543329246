from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from handschlag.core.actor import Actor, ActorKind, Scope, system_actor
from handschlag.core.isolation import acting
from handschlag.core.journal import Subject
from handschlag.core.journal.models import JournalEntry
from handschlag.core.upserts import TakenIn, rows_of
from handschlag.platform.identity.tests.factories import make_person
from handschlag.platform.organisations import actions
from handschlag.platform.organisations.giving import Grant, NotYoursToGive
from handschlag.platform.organisations.models import Membership, Organisation, Role, RoleRight, Site
from handschlag.platform.organisations.queries import managed_memberships
from handschlag.platform.organisations.recording import OrganisationRow
from handschlag.platform.organisations.rights import ADMINISTERS_DESK, Preset, declared_rights
from handschlag.platform.organisations.rules import MANAGE_MEMBERS
from handschlag.platform.organisations.tests.factories import (
    make_membership,
    make_organisation,
    make_role,
    make_site,
)

pytestmark = pytest.mark.django_db

SYSTEM = system_actor("test")


def member(membership: Membership, **rights: Scope) -> Actor:
    return Actor(
        kind=ActorKind.PERSON,
        person_id=membership.person_id,
        membership_id=membership.pk,
        organisation_id=membership.organisation_id,
        rights={right.replace("__", "."): scope for right, scope in rights.items()},
    )


@pytest.fixture
def administrator() -> Membership:
    role = make_role(MANAGE_MEMBERS, "ordering.read")
    return make_membership(make_person(), make_organisation(), role)


@pytest.fixture
def anna(administrator: Membership) -> Actor:
    return member(
        administrator,
        organisations__manage_members=Scope.COMPANY,
        ordering__read=Scope.COMPANY,
        billing__read=Scope.OWN,
    )


def state_of(membership: Membership) -> str:
    with acting(SYSTEM):
        return Membership.objects.get(pk=membership.pk).state


def kinds() -> list[str]:
    with acting(SYSTEM):
        return list(JournalEntry.objects.order_by("id").values_list("kind", flat=True))


def test_preset_roles_hold_the_rights_that_rooms_declare_for_them() -> None:
    with acting(SYSTEM):
        actions.install_preset_roles(SYSTEM)
        given = set(RoleRight.objects.values_list("role__preset", "right", "scope"))
    assert given == {
        (preset.value, right.key, right.scope.value)
        for right in declared_rights().values()
        for preset in right.presets
    } | {(ADMINISTERS_DESK, key, "subtree") for key in declared_rights()}


def test_preset_roles_are_installed_once() -> None:
    with acting(SYSTEM):
        actions.install_preset_roles(SYSTEM)
        actions.install_preset_roles(SYSTEM)
        assert Role.objects.count() == len(Preset) + 1
        names = Role.objects.get(preset=Preset.ACCOUNTANT).name
    assert kinds() == ["organisations.presets_installed"]
    assert names["en"] == "Accounting"


def test_organisation_below_a_group_knows_its_lineage() -> None:
    with acting(SYSTEM):
        group = actions.create_organisation(
            SYSTEM, organisation=Organisation(number="1", name="Nord Gruppe", kind="group")
        )
        company = actions.create_organisation(
            SYSTEM, organisation=Organisation(number="2", name="Nord Kiel GmbH", parent=group)
        )
    assert company.lineage == [group.pk, company.pk]


def test_member_cannot_create_organisations(anna: Actor) -> None:
    with acting(anna), pytest.raises(PermissionDenied):
        actions.create_organisation(anna, organisation=Organisation(number="3", name="Neu"))


def test_recorded_organisations_are_taken_in_once() -> None:
    rows = [OrganisationRow(number=str(n), name=f"Kunde {n}") for n in (1, 2)]
    run = Subject("connector_files.run", 1)
    with acting(SYSTEM):
        first = actions.record_organisations(SYSTEM, rows=rows_of(OrganisationRow, rows), run=run)
        again = actions.record_organisations(SYSTEM, rows=rows_of(OrganisationRow, rows), run=run)
        renamed = [OrganisationRow(number="2", name="Kunde Zwei")]
        changed = actions.record_organisations(
            SYSTEM, rows=rows_of(OrganisationRow, renamed), run=run
        )
        lineages = {o.number: o.lineage == [o.pk] for o in Organisation.objects.all()}
    assert (first, again, changed) == (TakenIn(2, 0), TakenIn(0, 0), TakenIn(0, 1))
    assert lineages == {"1": True, "2": True}
    assert kinds() == [
        "organisations.organisations_taken_in",
        "organisations.organisation_created",
        "organisations.organisation_created",
        "organisations.organisations_taken_in",
        "organisations.organisation_changed",
    ]


def test_administrator_adds_a_member_with_rights_of_their_own(
    anna: Actor, administrator: Membership
) -> None:
    kessler, bernd = administrator.organisation, make_person("Bernd Voss")
    site, role = make_site(kessler), make_role("ordering.read:site", "billing.read:own")
    with acting(anna):
        membership = actions.add_member(
            anna, grant=Grant(person=bernd, organisation=kessler, roles=[role], sites=[site])
        )
    with acting(SYSTEM):
        kept = Membership.objects.get(pk=membership.pk)
        assert list(kept.roles.all()) == [role]
        assert [link.site_id for link in kept.site_links.all()] == [site.pk]
    assert kept.granted_by_id == anna.person_id
    assert kinds() == ["organisations.member_added"]


@pytest.mark.parametrize(
    ("rights", "changes"),
    [
        (["contracts.sign"], {}),
        (["billing.read:company"], {}),
        (["ordering.read"], {"customer_assignable": False}),
    ],
    ids=["a right they lack", "a wider reach", "a role that only the operator gives"],
)
def test_nobody_gives_what_they_do_not_have(
    anna: Actor, administrator: Membership, rights: list[str], changes: dict[str, object]
) -> None:
    grant = Grant(
        person=make_person("Bernd Voss"),
        organisation=administrator.organisation,
        roles=[make_role(*rights, **changes)],
    )
    with acting(anna), pytest.raises(NotYoursToGive):
        actions.add_member(anna, grant=grant)


def test_narrow_membership_makes_a_wide_role_one_to_give(
    anna: Actor, administrator: Membership
) -> None:
    grant = Grant(
        person=make_person("Bernd Voss"),
        organisation=administrator.organisation,
        roles=[make_role("billing.read:company")],
        scope=Scope.OWN,
    )
    with acting(anna):
        assert actions.add_member(anna, grant=grant).scope == Scope.OWN


def test_administrator_adds_nobody_to_another_organisation(anna: Actor) -> None:
    grant = Grant(
        person=make_person("Bernd Voss"),
        organisation=make_organisation("Fremd GmbH"),
        roles=[make_role("ordering.read")],
    )
    with acting(anna), pytest.raises(NotYoursToGive):
        actions.add_member(anna, grant=grant)


def test_role_of_another_organisation_is_not_theirs_to_give(
    anna: Actor, administrator: Membership
) -> None:
    foreign = make_role("ordering.read", organisation=make_organisation("Fremd GmbH"))
    grant = Grant(
        person=make_person("Bernd Voss"), organisation=administrator.organisation, roles=[foreign]
    )
    with acting(anna), pytest.raises(NotYoursToGive):
        actions.add_member(anna, grant=grant)


@pytest.fixture
def south(administrator: Membership) -> Site:
    return make_site(administrator.organisation)


@pytest.fixture
def foreman(administrator: Membership, south: Site) -> Actor:
    """Manages members of the site in the south alone."""
    membership = make_membership(
        make_person("Franz Vorarbeiter"), administrator.organisation, scope=Scope.SITE
    )
    rights = {MANAGE_MEMBERS: Scope.SITE, "ordering.read": Scope.SITE}
    return replace(member(membership), rights=rights, site_ids=frozenset({south.pk}))


@pytest.mark.parametrize("place", ["south", "both", "north"])
def test_who_is_trusted_with_a_site_gives_that_site_alone(
    foreman: Actor, administrator: Membership, south: Site, place: str
) -> None:
    kessler = administrator.organisation
    north = make_site(kessler, "Lager Nord")
    sites = {"south": [south], "both": [south, north], "north": [north]}[place]
    grant = Grant(
        person=make_person("Bernd Voss"),
        organisation=kessler,
        roles=[make_role("ordering.read:site")],
        scope=Scope.SITE,
        sites=sites,
    )
    with acting(foreman):
        if place == "south":
            assert actions.add_member(foreman, grant=grant).scope == Scope.SITE
        else:
            with pytest.raises(NotYoursToGive):
                actions.add_member(foreman, grant=grant)


def test_who_is_trusted_with_a_site_manages_its_members_alone(
    foreman: Actor, administrator: Membership, south: Site
) -> None:
    kessler, north = administrator.organisation, make_site(administrator.organisation)
    here, both, there = (
        make_membership(make_person(name), kessler, scope=Scope.SITE, sites=sites)
        for name, sites in (("Ida", [south]), ("Jan", [south, north]), ("Kai", [north]))
    )
    everywhere = make_membership(make_person("Lea"), kessler, sites=[south])
    with acting(foreman):
        assert list(managed_memberships(foreman)) == [here]
        actions.suspend_membership(foreman, membership_id=here.pk)
        for stranger in (both, there, everywhere, administrator):
            with pytest.raises(Membership.DoesNotExist):
                actions.suspend_membership(foreman, membership_id=stranger.pk)
    assert state_of(here) == "suspended"


def test_who_manages_no_further_than_themselves_manages_nobody(
    anna: Actor, administrator: Membership
) -> None:
    by = replace(anna, rights={MANAGE_MEMBERS: Scope.OWN})
    make_membership(make_person("Bernd Voss"), administrator.organisation)
    with acting(by):
        assert not managed_memberships(by).exists()
        with pytest.raises(Membership.DoesNotExist):
            actions.remove_membership(by, membership_id=administrator.pk)


def test_member_without_the_right_adds_nobody(administrator: Membership) -> None:
    by = member(administrator, ordering__read=Scope.COMPANY)
    grant = Grant(person=make_person(), organisation=administrator.organisation, roles=[])
    with acting(by), pytest.raises(PermissionDenied):
        actions.add_member(by, grant=grant)


def test_membership_is_suspended_resumed_and_removed(
    anna: Actor, administrator: Membership
) -> None:
    bernd = make_membership(make_person("Bernd Voss"), administrator.organisation)
    with acting(anna):
        actions.suspend_membership(anna, membership_id=bernd.pk)
    assert state_of(bernd) == "suspended"
    with acting(anna):
        actions.resume_membership(anna, membership_id=bernd.pk)
    assert state_of(bernd) == "active"
    with acting(anna):
        actions.remove_membership(anna, membership_id=bernd.pk)
    assert state_of(bernd) == "removed"
    assert kinds() == [
        "organisations.membership_suspended",
        "organisations.membership_resumed",
        "organisations.membership_removed",
    ]


@pytest.mark.parametrize("verb", [actions.suspend_membership, actions.remove_membership])
def test_last_administrator_stays(anna: Actor, administrator: Membership, verb: object) -> None:
    with acting(anna), pytest.raises(actions.LastAdministrator):
        verb(anna, membership_id=administrator.pk)  # type: ignore[operator]
    assert state_of(administrator) == "active"


def test_administrator_goes_when_another_stays(anna: Actor, administrator: Membership) -> None:
    role = make_role(MANAGE_MEMBERS)
    make_membership(make_person("Bernd Voss"), administrator.organisation, role)
    with acting(anna):
        actions.remove_membership(anna, membership_id=administrator.pk)
    assert state_of(administrator) == "removed"


def test_members_of_another_organisation_are_not_found(anna: Actor) -> None:
    carla = make_membership(make_person("Carla Sommer"), make_organisation("Sommer"))
    with acting(anna), pytest.raises(Membership.DoesNotExist):
        actions.suspend_membership(anna, membership_id=carla.pk)
    assert state_of(carla) == "active"


def test_default_is_one_of_the_persons_own(anna: Actor, administrator: Membership) -> None:
    second = make_membership(
        administrator.person, make_organisation("Zweite GmbH"), is_default=True
    )
    with acting(anna):
        actions.make_default(anna, membership_id=administrator.pk)
    with acting(SYSTEM):
        defaults = Membership.objects.filter(is_default=True)
        assert [m.pk for m in defaults] == [administrator.pk]
    assert second.pk != administrator.pk


def test_default_cannot_be_somebody_elses(anna: Actor) -> None:
    carla = make_membership(make_person("Carla Sommer"), make_organisation("Sommer"))
    with acting(anna), pytest.raises(Membership.DoesNotExist):
        actions.make_default(anna, membership_id=carla.pk)


def test_delegation_without_an_end_is_refused_by_the_database() -> None:
    from django.db import IntegrityError

    grant = Grant(
        person=make_person(),
        organisation=make_organisation(),
        roles=[],
        is_delegation=True,
        valid_from=timezone.now(),
    )
    with acting(SYSTEM), pytest.raises(IntegrityError):
        actions.add_member(SYSTEM, grant=grant)
