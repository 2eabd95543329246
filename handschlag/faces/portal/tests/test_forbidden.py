"""What somebody reads who may not see a page: which right is missing, and who can give it."""

from typing import Any

import pytest

from handschlag.core.tests.factory_role import as_owner
from handschlag.platform.identity.models import Login
from handschlag.platform.identity.tests.factories import make_login, make_person, signed_in
from handschlag.platform.organisations.models import Organisation
from handschlag.platform.organisations.rules import MANAGE_MEMBERS
from handschlag.platform.organisations.tests.factories import (
    make_membership,
    make_organisation,
    make_role,
)
from handschlag.platform.portals.tests.factories import admit, make_portal

pytestmark = pytest.mark.django_db


@pytest.fixture
def kessler() -> Organisation:
    organisation = make_organisation()
    admit(make_portal(), organisation)
    return organisation


@pytest.fixture
def anna(kessler: Organisation) -> Login:
    login = make_login(make_person("Anna Kessler"))
    make_membership(login.person, kessler, make_role("ordering.read"))
    return login


def refused(login: Login, url: str, language: str = "de") -> str:
    response = signed_in(login, headers={"accept-language": language}).get(url)
    assert response.status_code == 403
    return str(response.content.decode())


def make_administrator(organisation: Organisation, name: str, email: str) -> Any:
    role = make_role(MANAGE_MEMBERS, "billing.read", name={"de": "Leitung", "en": "Direction"})
    return make_membership(make_person(name, email=email), organisation, role)


def test_missing_right_and_its_roles_are_named(anna: Login, kessler: Organisation) -> None:
    make_administrator(kessler, "Jonas Kessler", "jonas@kessler.example")
    page = refused(anna, "/invoices/")
    assert "Ihnen fehlt das Recht „Rechnungen sehen“. Es gehört zu diesen Rollen: Leitung." in page
    assert "Bestellungen sehen" not in page, "that right is there"
    assert "You lack the right “See invoices”." in refused(anna, "/invoices/", "en")


def test_administrator_is_a_click_away(anna: Login, kessler: Organisation) -> None:
    make_administrator(kessler, "Jonas Kessler", "jonas@kessler.example")
    make_administrator(kessler, "Vera Ohnepost", "")
    page = refused(anna, "/invoices/")
    assert "Bei Kessler Heizungsbau GmbH gibt Ihnen den Zugang:" in page
    link = '<a href="mailto:jonas@kessler.example?subject=Zugang%20zum%20Portal">Jonas Kessler</a>'
    assert link in page
    assert "<li>Vera Ohnepost</li>" in page


def test_nobody_and_no_role_of_another_organisation_is_named(
    anna: Login, kessler: Organisation
) -> None:
    stranger = make_organisation("Fremd GmbH")
    make_administrator(stranger, "Frida Fremd", "frida@fremd.example")
    own = make_role("billing.read", name={"de": "Fremdrolle"}, organisation=stranger)
    make_role("billing.read", name={"de": "Nur vom Haus"}, customer_assignable=False)
    with as_owner():
        assert own.rights.count() == 1
    page = refused(anna, "/invoices/")
    for secret in ("Frida", "fremd.example", "Fremdrolle", "Nur vom Haus"):
        assert secret not in page
    assert "kann Ihnen den Zugang geben" in page


def test_administrator_who_has_left_is_not_named(anna: Login, kessler: Organisation) -> None:
    left = make_administrator(kessler, "Jonas Kessler", "jonas@kessler.example")
    with as_owner():
        left.state = "suspended"
        left.save()
    assert "Jonas" not in refused(anna, "/invoices/")
