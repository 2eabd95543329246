from typing import Any

import pytest
from django.test import Client

from handschlag.faces.studio.tests.world import HOST, at_studio, make_staff
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
