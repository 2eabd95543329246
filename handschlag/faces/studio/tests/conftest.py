from typing import Any

import pytest
from django.test import Client

from handschlag.core.isolation import acting
from handschlag.faces.studio.tests.world import HOST, SYSTEM, at_studio, make_staff
from handschlag.platform.identity.tests.factories import PASSWORD, make_login, make_person
from handschlag.platform.organisations.tests.factories import (
    make_membership,
    make_organisation,
    make_role,
)
from handschlag.platform.portals.actions import admit_organisation
from handschlag.platform.portals.models import Portal
from handschlag.platform.portals.tests.factories import make_portal


@pytest.fixture
def portal(settings: Any, db: None) -> Portal:
    settings.STUDIO_HOST, settings.DESK_HOST = HOST["host"], "desk.testserver"
    settings.PUBLIC_URL = "http://testserver"
    return make_portal()


@pytest.fixture
def maren(portal: Portal) -> Client:
    """In the studio, with the right to change how portals look."""
    return at_studio(make_staff("Maren Thomsen", "portals.brand"))


@pytest.fixture
def sabine(portal: Portal) -> Client:
    """A customer at the portal, who sees orders and invoices."""
    organisation = make_organisation(uses=["ordering", "billing"])
    with acting(SYSTEM):
        admit_organisation(SYSTEM, portal=portal, organisation=organisation)
    login = make_login(make_person("Sabine Kessler"))
    make_membership(login.person, organisation, make_role("ordering.read", "billing.read"))
    browser = Client(headers={"accept-language": "de"})
    browser.post("/sign-in/", {"login": login.email, "password": PASSWORD})
    return browser
