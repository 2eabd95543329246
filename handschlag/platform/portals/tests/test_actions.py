"""Opening portals, and letting people in."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from handschlag.core.actor import ANONYMOUS, Actor, ActorKind, Scope, system_actor
from handschlag.core.isolation import acting
from handschlag.core.journal.models import JournalEntry
from handschlag.platform.identity.models import Login, Person
from handschlag.platform.identity.tests.factories import make_login, make_person
from handschlag.platform.identity.tests.mails import mails
from handschlag.platform.organisations.actions import AlreadyMember
from handschlag.platform.organisations.inviting import SentJustNow
from handschlag.platform.organisations.models import Membership, Organisation, Role
from handschlag.platform.organisations.tests.factories import (
    make_membership,
    make_organisation,
    make_role,
)
from handschlag.platform.portals import actions
from handschlag.platform.portals.models import Portal, PortalOrganisation
from handschlag.platform.portals.tests.factories import make_portal

pytestmark = pytest.mark.django_db

SYSTEM = system_actor("test")
EVA = "eva.kern@kessler.example"


def new_portal(**changes: Any) -> Portal:
    values = {"host": "portal.example.com", "company_name": "Brenner", "name": {"de": "Portal"}}
    return Portal(**{**values, **changes})


@pytest.fixture
def portal() -> Portal:
    return make_portal()


@pytest.fixture
def kessler() -> Organisation:
    return make_organisation("Kessler Heizungsbau GmbH")


@pytest.fixture
def reader() -> Role:
    return make_role("ordering.read")


def newcomer(organisation: Organisation, role: Role, **changes: Any) -> actions.Newcomer:
    values = {"email": EVA, "name": "Eva Kern", "scope": Scope.COMPANY, "is_told_by_mail": True}
    return actions.Newcomer(**{**values, "organisation": organisation, "role": role, **changes})


def invite(portal: Portal, whom: actions.Newcomer) -> Membership:
    with acting(SYSTEM):
        at = Portal.objects.get(pk=portal.pk)
        return actions.invite(SYSTEM, portal=at, newcomer=whom)


def test_portal_is_opened_once_per_host() -> None:
    with acting(SYSTEM):
        actions.open_portal(SYSTEM, portal=new_portal())
        with pytest.raises(actions.HostTaken):
            actions.open_portal(SYSTEM, portal=new_portal(company_name="Voss"))
        assert [p.company_name for p in Portal.objects.all()] == ["Brenner"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"host": "Portal.example.com"},
        {"host": "https://portal.example.com"},
        {"host": "portal..example.com"},
        {"host": "-portal.example.com"},
        {"host": "portal.example.com\n"},
        {"host": ""},
        {"company_name": ""},
        {"brand": "green"},
        {"languages": []},
        {"languages": ["de", "fr"]},
        {"languages": ["en"], "default_language": "de"},
        {"time_zone": "Hamburg"},
        {"purpose": "shop"},
    ],
    ids=str,
)
def test_impossible_portal_is_refused(wrong: dict[str, Any]) -> None:
    with acting(SYSTEM):
        with pytest.raises(ValidationError):
            actions.open_portal(SYSTEM, portal=new_portal(**wrong))
        assert not Portal.objects.exists()


def test_customers_open_no_portal_and_invite_nobody(
    portal: Portal, kessler: Organisation, reader: Role
) -> None:
    by = Actor(kind=ActorKind.PERSON, person_id=make_person().pk, organisation_id=kessler.pk)
    with acting(by):
        with pytest.raises(PermissionDenied):
            actions.open_portal(by, portal=new_portal())
        with pytest.raises(PermissionDenied):
            actions.invite(by, portal=portal, newcomer=newcomer(kessler, reader))


def test_person_let_in_can_sign_in_and_act_in_the_portal(
    portal: Portal, kessler: Organisation, reader: Role
) -> None:
    eva = newcomer(kessler, reader, email=EVA.title(), is_told_by_mail=False)
    membership = invite(portal, eva)
    with acting(ANONYMOUS):
        login = Login.objects.get()
    assert (login.email, login.has_usable_password()) == (EVA, False)
    with acting(SYSTEM):
        assert (membership.person.name, membership.person.kind) == ("Eva Kern", "customer")
        assert list(membership.roles.all()) == [reader]
        assert (membership.scope, membership.organisation) == ("company", kessler)
        assert PortalOrganisation.objects.get().organisation == kessler


def test_invited_person_cannot_sign_in_before_they_accept(
    portal: Portal, kessler: Organisation, reader: Role
) -> None:
    membership = invite(portal, newcomer(kessler, reader))
    with acting(ANONYMOUS):
        assert not Login.objects.exists()
    with acting(SYSTEM):
        assert (membership.state, membership.person.email) == ("invited", EVA)
        assert PortalOrganisation.objects.get().organisation == kessler


def test_invitation_names_company_organisation_and_address(
    portal: Portal, kessler: Organisation, reader: Role
) -> None:
    invite(portal, newcomer(kessler, reader))
    [mail] = mails()
    subject = "Brenner Wärmetechnik GmbH lädt Sie ein: Kundenportal"
    assert (mail.recipient, mail.subject) == (EVA, subject)
    assert mail.sender_name == "Brenner Wärmetechnik GmbH"
    for part in (mail.text, mail.html):
        assert "für Kessler Heizungsbau GmbH zu handeln" in " ".join(part.split())
        assert "http://testserver:8000/invitation/?link=" in part


def test_invitation_is_written_in_the_language_of_the_organisation(
    portal: Portal, kessler: Organisation, reader: Role
) -> None:
    voss = make_organisation("Voss", language="en")
    invite(portal, newcomer(kessler, reader))
    invite(portal, newcomer(voss, reader))
    company = "Brenner Wärmetechnik GmbH"
    assert [mail.subject for mail in mails()] == [
        f"{company} lädt Sie ein: Kundenportal",
        f"{company} invites you: Customer portal",
    ]


def test_invitation_can_be_told_otherwise(
    portal: Portal, kessler: Organisation, reader: Role
) -> None:
    invite(portal, newcomer(kessler, reader, is_told_by_mail=False))
    assert mails() == []


def test_whoever_signs_in_already_gets_one_more_organisation(
    portal: Portal, kessler: Organisation, reader: Role
) -> None:
    bernd = make_login(make_person("Bernd Voss"))
    make_membership(bernd.person, make_organisation("Voss"), reader)
    known = newcomer(kessler, reader, email=bernd.email, name="Somebody", is_told_by_mail=False)
    invite(portal, known)
    with acting(SYSTEM):
        assert [person.name for person in Person.objects.all()] == ["Bernd Voss"]
        assert set(bernd.person.memberships.values_list("organisation__name", flat=True)) == {
            "Voss",
            "Kessler Heizungsbau GmbH",
        }


@pytest.mark.parametrize("is_told", [True, False])
def test_member_is_not_invited_again(
    portal: Portal, kessler: Organisation, reader: Role, is_told: bool
) -> None:
    invite(portal, newcomer(kessler, reader, is_told_by_mail=False))
    with pytest.raises(AlreadyMember):
        invite(portal, newcomer(kessler, reader, is_told_by_mail=is_told))
    with acting(SYSTEM):
        assert Membership.objects.count() == 1
    assert mails() == []


def test_same_invitation_is_sent_again_after_a_while(
    portal: Portal, kessler: Organisation, reader: Role
) -> None:
    invite(portal, newcomer(kessler, reader))
    with pytest.raises(SentJustNow):
        invite(portal, newcomer(kessler, reader))
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        invite(portal, newcomer(kessler, reader))
    with acting(SYSTEM):
        assert Membership.objects.count() == 1
    assert len(mails()) == 2


def test_staff_is_not_invited_as_a_customer(
    portal: Portal, kessler: Organisation, reader: Role
) -> None:
    staff = make_login(make_person("Petra Lindner", kind=Person.Kind.STAFF))
    with pytest.raises(actions.StaffInvited):
        invite(portal, newcomer(kessler, reader, email=staff.email))
    with acting(SYSTEM):
        assert not Membership.objects.exists()


def test_invitation_causes_what_belongs_to_it(
    portal: Portal, kessler: Organisation, reader: Role
) -> None:
    invite(portal, newcomer(kessler, reader))
    with acting(SYSTEM):
        entries = list(JournalEntry.objects.order_by("id"))
    [invited] = [entry for entry in entries if entry.kind == "portals.member_invited"]
    caused = {entry.kind for entry in entries if entry.cause_id == invited.id}
    assert caused == {
        "organisations.member_invited",
        "portals.organisation_admitted",
    }
    assert {entry.kind for entry in entries if entry.kind.startswith("identity")} == {
        "identity.person_created",
        "identity.invitation_sent",
    }
    assert EVA not in str([entry.body for entry in entries])


def test_organisation_is_admitted_once_however_many_are_invited(
    portal: Portal, kessler: Organisation, reader: Role
) -> None:
    invite(portal, newcomer(kessler, reader))
    invite(portal, newcomer(kessler, reader, email="bernd.voss@kessler.example"))
    with acting(SYSTEM):
        admitted = JournalEntry.objects.filter(kind="portals.organisation_admitted")
        assert admitted.count() == 1
