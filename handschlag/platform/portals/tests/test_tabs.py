"""Two tabs with two organisations: whatever one sends is done for its own, or not at all."""

from typing import Any

import pytest
from django.test import Client

from handschlag.core.tests.factory_role import as_owner
from handschlag.platform.identity.models import Login
from handschlag.platform.identity.tests.factories import make_login, make_person, signed_in
from handschlag.platform.organisations.models import Membership, Organisation
from handschlag.platform.organisations.rules import MANAGE_MEMBERS
from handschlag.platform.organisations.tests.factories import (
    make_membership,
    make_organisation,
    make_role,
)
from handschlag.platform.portals.models import Portal
from handschlag.platform.portals.tests.factories import admit, make_portal

pytestmark = pytest.mark.django_db

COLLEAGUES = "/colleagues/"


@pytest.fixture
def portal() -> Portal:
    return make_portal()


@pytest.fixture
def claudia() -> Login:
    return make_login(make_person("Claudia Weber"))


@pytest.fixture
def ahorn(claudia: Login, portal: Portal) -> Organisation:
    return join(claudia, portal, "Ahorn WEG")


@pytest.fixture
def birke(claudia: Login, portal: Portal) -> Organisation:
    return join(claudia, portal, "Birke WEG")


@pytest.fixture
def colleague(ahorn: Organisation) -> Membership:
    return make_membership(make_person("Olaf Neu"), ahorn, make_role("ordering.read"))


@pytest.fixture
def at_birke(claudia: Login, ahorn: Organisation, birke: Organisation) -> Client:
    """A browser in which another tab has gone on to Birke."""
    browser = signed_in(claudia, headers={"accept-language": "de"})
    browser.post("/organisations/switch/", {"organisation": birke.public_id})
    return browser


def join(login: Login, portal: Portal, name: str) -> Organisation:
    organisation = make_organisation(name)
    admit(portal, organisation)
    make_membership(login.person, organisation, make_role(MANAGE_MEMBERS, "ordering.read"))
    return organisation


def suspend(browser: Client, colleague: Membership, **form: str) -> Any:
    return browser.post(f"{COLLEAGUES}{colleague.public_id}/suspend/", form)


def state_of(membership: Membership) -> str:
    with as_owner():
        return Membership.objects.values_list("state", flat=True).get(pk=membership.pk)


def worked_for(browser: Client) -> int | None:
    actor: Any = browser.get("/organisations/").wsgi_request.actor
    return actor.organisation_id


def test_forms_carry_the_organisation_of_their_page(at_birke: Client, birke: Organisation) -> None:
    page = at_birke.get("/").content.decode()
    assert f'data-acting-for="{birke.public_id}"' in page
    page = at_birke.get("/notifications/settings/").content.decode()
    assert f'name="acting_for" value="{birke.public_id}"' in page


def test_form_is_sent_for_the_organisation_of_its_page(
    at_birke: Client, ahorn: Organisation, colleague: Membership
) -> None:
    answer = suspend(at_birke, colleague, acting_for=ahorn.public_id)
    assert answer.status_code == 302
    assert state_of(colleague) == Membership.State.SUSPENDED


def test_session_goes_on_where_a_form_was_sent_and_says_so(
    at_birke: Client, ahorn: Organisation, colleague: Membership
) -> None:
    suspend(at_birke, colleague, acting_for=ahorn.public_id)
    page: Any = at_birke.get(COLLEAGUES)
    assert page.wsgi_request.actor.organisation_id == ahorn.pk
    assert "Sie arbeiten jetzt für Ahorn WEG." in page.content.decode()


def test_form_of_the_organisation_at_hand_changes_no_tab(
    at_birke: Client, birke: Organisation
) -> None:
    at_birke.get("/")  # reads what the switch said
    at_birke.post("/notifications/settings/", {"acting_for": birke.public_id})
    assert "Sie arbeiten jetzt" not in at_birke.get("/").content.decode()
    assert worked_for(at_birke) == birke.pk


def test_form_of_an_organisation_that_was_left_does_nothing(
    at_birke: Client, ahorn: Organisation, colleague: Membership, claudia: Login
) -> None:
    with as_owner():
        left = Membership.objects.filter(organisation=ahorn, person=claudia.person)
        left.update(state=Membership.State.REMOVED)
    answer = suspend(at_birke, colleague, acting_for=ahorn.public_id)
    assert answer.status_code == 409
    assert "Sie arbeiten jetzt für Birke WEG. Prüfen Sie dort" in answer.content.decode()
    assert state_of(colleague) == Membership.State.ACTIVE


@pytest.mark.parametrize("named", ["fremd", "\x00", "0"])
def test_form_that_names_no_organisation_of_ones_own_does_nothing(
    at_birke: Client, birke: Organisation, named: str
) -> None:
    here = make_membership(make_person("Rita Neu"), birke, make_role("ordering.read"))
    assert suspend(at_birke, here, acting_for=named).status_code == 409
    assert state_of(here) == Membership.State.ACTIVE


def test_strangers_organisation_is_not_told_from_one_that_never_was(
    at_birke: Client, portal: Portal, birke: Organisation
) -> None:
    stranger = make_organisation("Fremd GmbH")
    admit(portal, stranger)
    here = make_membership(make_person("Rita Neu"), birke, make_role("ordering.read"))
    answer = suspend(at_birke, here, acting_for=stranger.public_id)
    assert answer.status_code == 409
    assert "Fremd GmbH" not in answer.content.decode()
    assert worked_for(at_birke) == birke.pk


def test_script_asks_for_the_organisation_of_its_page_and_switches_no_other_tab(
    at_birke: Client, ahorn: Organisation, birke: Organisation
) -> None:
    part = at_birke.get("/", headers={"acting-for": ahorn.public_id})
    assert part.wsgi_request.actor.organisation_id == ahorn.pk  # type: ignore[attr-defined]
    assert worked_for(at_birke) == birke.pk


def test_form_to_no_page_is_not_found_whatever_it_holds(at_birke: Client) -> None:
    answer = at_birke.post("/nichts/", b"\x00--", content_type="multipart/form-data; boundary=x")
    assert answer.status_code == 404
