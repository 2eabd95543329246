"""The page of one's own organisations: what is marked, how the default is set."""

from typing import Any

import pytest
from django.test import Client

from handschlag.core.actor import Scope
from handschlag.core.tests.factory_role import as_owner
from handschlag.platform.identity.models import Login
from handschlag.platform.identity.tests.factories import make_login, make_person, signed_in
from handschlag.platform.organisations.models import Membership, Organisation
from handschlag.platform.organisations.tests.factories import (
    make_membership,
    make_organisation,
    make_role,
)
from handschlag.platform.portals.models import Portal
from handschlag.platform.portals.tests.factories import admit, make_portal

pytestmark = pytest.mark.django_db

MINE, DEFAULT = "/organisations/", "/organisations/default/"
LINK = "Alle Organisationen, Standard festlegen"


@pytest.fixture
def portal() -> Portal:
    return make_portal()


@pytest.fixture
def claudia() -> Login:
    return make_login(make_person("Claudia Weber"))


def join(login: Login, portal: Portal, name: str, **changes: Any) -> Organisation:
    organisation = make_organisation(name, **changes)
    admit(portal, organisation)
    make_membership(login.person, organisation)
    return organisation


def browser_of(login: Login) -> Client:
    return signed_in(login, headers={"accept-language": "de"})


def badges(page: Any) -> dict[str, list[str]]:
    return {c.name: [str(badge.text) for badge in c.badges] for c in page.context["choices"]}


def defaults(login: Login) -> list[str]:
    with as_owner():
        of_person = Membership.objects.filter(person=login.person, is_default=True)
        return list(of_person.values_list("organisation__name", flat=True))


def test_default_is_set_without_switching_and_marked(claudia: Login, portal: Portal) -> None:
    ahorn = join(claudia, portal, "Ahorn WEG")
    birke = join(claudia, portal, "Birke WEG")
    browser = browser_of(claudia)
    assert badges(browser.get(MINE)) == {"Ahorn WEG": ["Hier arbeiten Sie gerade"], "Birke WEG": []}

    page = browser.post(DEFAULT, {"organisation": birke.public_id}, follow=True)
    assert page.redirect_chain == [(MINE, 302)]
    assert page.wsgi_request.actor.organisation_id == ahorn.pk
    assert "Nach der Anmeldung beginnen Sie jetzt bei Birke WEG." in page.content.decode()
    assert badges(page) == {
        "Ahorn WEG": ["Hier arbeiten Sie gerade"],
        "Birke WEG": ["Standard nach der Anmeldung"],
    }
    assert [c.name for c in page.context["choices"] if c.begin] == ["Ahorn WEG"]
    assert defaults(claudia) == ["Birke WEG"]
    assert browser_of(claudia).get(MINE).wsgi_request.actor.organisation_id == birke.pk


def test_switcher_leads_to_all_organisations(claudia: Login, portal: Portal) -> None:
    for name in ("Ahorn WEG", "Birke WEG"):
        join(claudia, portal, name)
    page = browser_of(claudia).get(MINE).content.decode()
    assert f'href="{MINE}"' in page
    assert LINK in page


def test_who_has_one_organisation_gets_no_choice(claudia: Login, portal: Portal) -> None:
    join(claudia, portal, "Ahorn WEG")
    page = browser_of(claudia).get(MINE, follow=True)
    assert page.redirect_chain == [("/", 302)]
    assert LINK not in page.content.decode()


def test_organisation_of_others_becomes_nobodys_default(claudia: Login, portal: Portal) -> None:
    join(claudia, portal, "Ahorn WEG")
    stranger = make_organisation("Fremd GmbH")
    admit(portal, stranger)
    answer = browser_of(claudia).post(DEFAULT, {"organisation": stranger.public_id})
    assert answer.status_code == 404
    assert defaults(claudia) == []


def test_organisation_below_ones_own_is_no_default(claudia: Login, portal: Portal) -> None:
    group = make_organisation("Weber Gruppe")
    below = make_organisation("Weber Nord GmbH", parent=group)
    for organisation in (group, below):
        admit(portal, organisation)
    role = make_role("ordering.read:subtree")
    make_membership(claudia.person, group, role, scope=Scope.SUBTREE)
    browser = browser_of(claudia)
    assert len(browser.get(MINE).context["choices"]) == 2
    assert browser.post(DEFAULT, {"organisation": below.public_id}).status_code == 404
    assert defaults(claudia) == []
