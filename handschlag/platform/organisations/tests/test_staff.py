"""What members of staff may do: by the roles they hold at the desk, for all organisations."""

from types import MappingProxyType

import pytest
from django.core.exceptions import PermissionDenied

from handschlag.core.actor import Actor, ActorKind, Scope, system_actor
from handschlag.core.isolation import acting
from handschlag.platform.identity.models import Person
from handschlag.platform.identity.tests.factories import make_person
from handschlag.platform.organisations import actions
from handschlag.platform.organisations.models import Organisation
from handschlag.platform.organisations.queries import rights_of_staff
from handschlag.platform.organisations.rules import MANAGE_MEMBERS, looks_up
from handschlag.platform.organisations.tests.factories import make_role

pytestmark = pytest.mark.django_db

SYSTEM = system_actor("test")


@pytest.fixture
def maren() -> Person:
    return make_person("Maren Thomsen", kind=Person.Kind.STAFF)


def at_desk(person: Person) -> Actor:
    with acting(SYSTEM):
        rights = MappingProxyType(rights_of_staff(person.pk)[0])
    return Actor(kind=ActorKind.STAFF, person_id=person.pk, rights=rights)


def test_roles_of_staff_add_up_to_rights_everywhere(maren: Person) -> None:
    assert not looks_up.test(at_desk(maren))
    with acting(SYSTEM):
        for role in (make_role("organisations.look_up"), make_role("billing.read")):
            actions.give_staff_role(SYSTEM, person=maren, role=role)
    by = at_desk(maren)
    assert by.rights == {"organisations.look_up": Scope.COMPANY, "billing.read": Scope.COMPANY}
    assert looks_up.test(by)
    assert at_desk(make_person("Jan Brink", kind=Person.Kind.STAFF)).rights == {}


def test_customer_gets_no_role_at_the_desk() -> None:
    anna = make_person()
    with acting(SYSTEM), pytest.raises(actions.NotStaff):
        actions.give_staff_role(SYSTEM, person=anna, role=make_role("billing.read"))
    assert at_desk(anna).rights == {}


def test_right_of_a_role_at_the_desk_is_none_at_the_portal(maren: Person) -> None:
    rights = MappingProxyType({"organisations.look_up": Scope.SUBTREE})
    assert not looks_up.test(Actor(kind=ActorKind.PERSON, person_id=maren.pk, rights=rights))


def test_staff_without_the_right_run_nothing(maren: Person) -> None:
    by = at_desk(maren)
    kern = Organisation(number="10001", name="Kern Haustechnik")
    with acting(by), pytest.raises(PermissionDenied):
        actions.create_organisation(by, organisation=kern)
    with acting(SYSTEM):
        actions.give_staff_role(SYSTEM, person=maren, role=make_role(MANAGE_MEMBERS))
    by = at_desk(maren)
    with acting(by):
        assert actions.create_organisation(by, organisation=kern).number == "10001"
