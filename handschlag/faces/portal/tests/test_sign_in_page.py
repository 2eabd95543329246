"""What the sign-in page says beside its form, and whom the demo offers."""

from typing import Any

import pytest
from django.test import Client

from handschlag.core.tests.factory_role import as_owner
from handschlag.platform.identity.models import DEMO_PASSWORD, DemoCastMember, Login
from handschlag.platform.identity.tests.factories import make_login, make_person
from handschlag.platform.portals.models import Portal
from handschlag.platform.portals.tests.factories import make_portal

pytestmark = pytest.mark.django_db

SIGN_IN = "/sign-in/"
NO_PASSWORD = "Für einen Code brauchen Sie kein Passwort: Er kommt per E-Mail und meldet Sie an."


@pytest.fixture
def portal() -> Portal:
    return make_portal()


@pytest.fixture
def sabine(portal: Portal, settings: Any) -> Login:
    settings.IS_DEMO, settings.ROOT_URLCONF = True, "handschlag.faces.portal.tests.demo_urls"
    login = make_login(make_person("Sabine Kessler"), email="s.kessler@kessler.example")
    with as_owner():
        login.set_password(DEMO_PASSWORD)
        login.save()
        line = {"de": "Inhaberin", "en": "Owner"}
        DemoCastMember.objects.create(login=login, host=portal.host, rank=1, line=line)
    return login


@pytest.fixture
def browser() -> Client:
    return Client(headers={"accept-language": "de"})


def page(browser: Client, url: str = SIGN_IN) -> str:
    return str(browser.get(url).content.decode())


def test_page_says_that_a_code_needs_no_password(portal: Portal, browser: Client) -> None:
    shown = page(browser)
    assert NO_PASSWORD in shown
    assert DEMO_PASSWORD not in shown


def test_typing_begins_in_the_first_field_unless_there_is_an_error(
    portal: Portal, browser: Client
) -> None:
    for url, field in ((SIGN_IN, "login"), ("/sign-in/password/", "email")):
        shown = page(browser, url)
        assert shown.count(" autofocus") == 1
        [tag] = [tag for tag in shown.split("<") if " autofocus" in tag]
        assert f'name="{field}"' in tag
        assert " autofocus" not in browser.post(url, {}).content.decode()


def test_demo_offers_its_cast_with_address_and_password(sabine: Login, browser: Client) -> None:
    shown = page(browser)
    for words in ("Sabine Kessler", "Inhaberin", sabine.email, DEMO_PASSWORD):
        assert words in shown
    typed = browser.post(SIGN_IN, {"login": sabine.email, "password": DEMO_PASSWORD})
    assert typed["Location"] == "/"
    assert browser.get("/").wsgi_request.actor.person_id == sabine.person_id


def test_one_click_signs_in_as_one_of_the_cast(sabine: Login, browser: Client) -> None:
    [member] = browser.get(SIGN_IN).context["cast"]
    browser.post("/sign-in/demo/", {"member": member.pk})
    assert browser.get("/").wsgi_request.actor.person_id == sabine.person_id
    stranger = Client().post("/sign-in/demo/", {"member": member.pk + 1})
    assert stranger.status_code == 404
