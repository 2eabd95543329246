"""A request as it comes in: which portal, which language, whose rights."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from handschlag.core.actor import Scope
from handschlag.core.tests.factory_role import as_owner
from handschlag.platform.identity.models import Login, Person
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

SIGN_IN = "/sign-in/"
MINE = "/organisations/"


@pytest.fixture
def portal() -> Portal:
    return make_portal()


@pytest.fixture
def anna(portal: Portal) -> Login:
    login = make_login(make_person("Anna Kessler"))
    kessler = make_organisation("Kessler Heizungsbau GmbH")
    admit(portal, kessler)
    make_membership(login.person, kessler, make_role("ordering.read"))
    return login


def actor_at(browser: Client, url: str = MINE, **extra: Any) -> Any:
    return browser.get(url, **extra).wsgi_request.actor


def change(row: Any, **values: Any) -> None:
    with as_owner():
        type(row).objects.filter(pk=row.pk).update(**values)


@pytest.mark.parametrize("host", ["testserver", "TESTSERVER:8123", "testserver."])
def test_host_finds_its_portal_whatever_the_port(portal: Portal, host: str) -> None:
    response = Client(headers={"host": host}).get(SIGN_IN)
    assert response.wsgi_request.portal == portal


def test_unknown_host_is_told_so_and_sees_no_portal(portal: Portal) -> None:
    response = Client(headers={"host": "evil.example"}).get("/orders/?next=x")
    assert response.status_code == 404
    assert "evil.example" in response.content.decode()
    assert portal.company_name not in response.content.decode()
    assert not response.cookies


def test_malformed_host_is_a_bad_request(portal: Portal) -> None:
    response = Client(headers={"host": "a b"}, raise_request_exception=False).get(SIGN_IN)
    assert response.status_code == 400


@pytest.mark.parametrize(
    ("person", "cookie", "browser", "spoken"),
    [
        ("en", "de", "de", "en"),
        ("", "en", "de", "en"),
        ("", "", "fr, en;q=0.8, de;q=0.5", "en"),
        ("", "", "de-AT", "de"),
        ("", "", "fr", "de"),
        ("fr", "fr", "fr", "de"),
    ],
)
def test_language_is_the_persons_the_cookies_the_browsers_or_the_portals(
    anna: Login, person: str, cookie: str, browser: str, spoken: str
) -> None:
    change(anna.person, language=person)
    client = signed_in(anna, headers={"accept-language": browser})
    if cookie:
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = cookie
    assert client.get(MINE)["Content-Language"] == spoken


def test_portal_speaks_its_own_languages_alone(anna: Login, portal: Portal) -> None:
    change(portal, languages=["en"], default_language="en")
    client = signed_in(anna, headers={"accept-language": "de"})
    assert client.get(MINE)["Content-Language"] == "en"


def test_language_is_remembered_for_the_person_and_the_page_stays(anna: Login) -> None:
    client = signed_in(anna)
    response = client.post("/language/", {"language": "en", "next": f"{MINE}?a=b"})
    assert response["Location"] == f"{MINE}?a=b"
    assert response.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"
    with as_owner():
        assert Person.objects.get(pk=anna.person_id).language == "en"


def test_strangers_keep_their_language_in_a_cookie(portal: Portal) -> None:
    client = Client(headers={"accept-language": "de"})
    client.post("/language/", {"language": "en", "next": SIGN_IN})
    assert client.get(SIGN_IN)["Content-Language"] == "en"


@pytest.mark.parametrize("language", ["fr", "", "../../etc"])
def test_language_that_the_portal_lacks_is_not_found(portal: Portal, language: str) -> None:
    response = Client().post("/language/", {"language": language})
    assert response.status_code == 404
    assert settings.LANGUAGE_COOKIE_NAME not in response.cookies


@pytest.mark.parametrize(
    "away",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", ""],
)
def test_switches_lead_nowhere_else(portal: Portal, away: str) -> None:
    for url, choice in (("/language/", {"language": "de"}), ("/theme/", {"theme": "dark"})):
        assert Client().post(url, {**choice, "next": away})["Location"] == "/"


def test_theme_is_remembered_for_the_person(anna: Login) -> None:
    signed_in(anna).post("/theme/", {"theme": "dark", "next": MINE})
    other_device = signed_in(anna).get("/").content.decode()
    assert 'data-theme="dark"' in other_device


def test_theme_that_does_not_exist_is_not_found(portal: Portal) -> None:
    assert Client().post("/theme/", {"theme": "pink"}).status_code == 404


def test_theme_sheet_is_the_same_for_all_and_kept_for_good(portal: Portal, anna: Login) -> None:
    page = Client().get(SIGN_IN)
    sheet = signed_in(anna).get(page.context["theme_url"])
    assert sheet["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in sheet["Cache-Control"]
    assert "Vary" not in sheet.headers
    assert "--brand-fill" in sheet.content.decode()


def test_theme_sheet_of_other_colours_is_not_found(portal: Portal) -> None:
    assert Client().get("/theme-000000000000.css").status_code == 404


def test_actor_stands_in_the_organisation_with_its_rights(anna: Login, portal: Portal) -> None:
    actor = actor_at(signed_in(anna))
    assert (actor.person_id, actor.portal_id) == (anna.person_id, portal.pk)
    assert dict(actor.rights) == {"ordering.read": Scope.COMPANY}


@pytest.mark.parametrize("state", [Membership.State.SUSPENDED, Membership.State.REMOVED])
def test_ended_membership_ends_at_the_next_request(anna: Login, state: str) -> None:
    client = signed_in(anna)
    assert actor_at(client).membership_id is not None
    with as_owner():
        Membership.objects.filter(person=anna.person).update(state=state)
    actor = actor_at(client)
    assert (actor.membership_id, actor.organisation_id, dict(actor.rights)) == (None, None, {})


def test_lost_right_is_lost_at_the_next_request(anna: Login) -> None:
    client = signed_in(anna)
    with as_owner():
        membership = Membership.objects.get(person=anna.person)
        membership.roles.first().rights.all().delete()
    assert dict(actor_at(client).rights) == {}


def test_closed_login_ends_its_sessions_at_the_next_request(anna: Login) -> None:
    client = signed_in(anna)
    change(anna, is_active=False)
    assert client.get(MINE).status_code == 302


def test_portal_that_does_not_admit_the_organisation_shows_none(anna: Login) -> None:
    make_portal("service.example")
    client = signed_in(anna, headers={"host": "service.example"})
    assert actor_at(client).organisation_id is None


def test_rights_of_rooms_that_are_switched_off_sleep(anna: Login, portal: Portal) -> None:
    change(portal, switched_off=["ordering"])
    assert dict(actor_at(signed_in(anna)).rights) == {}


def test_person_without_membership_is_told_what_to_do(portal: Portal) -> None:
    client = signed_in(make_login(make_person("Olaf Neu")))
    response = client.get("/", follow=True)
    assert response.redirect_chain == [(MINE, 302)]
    assert response.context["empty"].kind == "not_permitted"


def second_organisation(anna: Login, portal: Portal) -> Organisation:
    other = make_organisation("Arnold Haustechnik KG")
    admit(portal, other)
    make_membership(anna.person, other)
    return other


def test_switching_acts_for_the_other_organisation_from_then_on(
    anna: Login, portal: Portal
) -> None:
    other, client = second_organisation(anna, portal), signed_in(anna)
    for organisation in organisations():
        response = client.post("/organisations/switch/", {"organisation": organisation.public_id})
        assert response["Location"] == "/"
        assert actor_at(client).organisation_id == organisation.pk
    assert other in organisations()


def organisations() -> list[Organisation]:
    with as_owner():
        return list(Organisation.objects.order_by("-pk"))


def test_switching_to_a_strangers_organisation_is_not_found(anna: Login, portal: Portal) -> None:
    stranger = make_organisation("Fremd GmbH")
    admit(portal, stranger)
    client = signed_in(anna)
    before = actor_at(client).organisation_id
    for wanted in (stranger.public_id, "", "0"):
        response = client.post("/organisations/switch/", {"organisation": wanted})
        assert response.status_code == 404
    assert actor_at(client).organisation_id == before


def test_session_begins_in_the_default_organisation(anna: Login, portal: Portal) -> None:
    other = second_organisation(anna, portal)
    assert actor_at(signed_in(anna)).organisation_id == other.pk
    kessler = next(o for o in organisations() if o != other)
    signed_in(anna).post("/organisations/default/", {"organisation": kessler.public_id})
    assert actor_at(signed_in(anna)).organisation_id == kessler.pk


def test_pages_of_the_signed_in_are_kept_by_no_cache(anna: Login) -> None:
    assert signed_in(anna).get(MINE)["Cache-Control"] == "private, no-store"


def test_staff_are_staff_at_the_desk_alone(portal: Portal, settings: Any) -> None:
    settings.DESK_HOST, settings.PUBLIC_URL = "desk.testserver", "http://testserver"
    boss = make_login(make_person("Petra Lindner", kind=Person.Kind.STAFF))
    assert actor_at(signed_in(boss)).kind == "person"
    assert actor_at(signed_in(boss), headers={"host": "desk.testserver"}).kind == "anonymous"
