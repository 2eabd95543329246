from typing import Any

import pytest
from django.test import Client

from handschlag.faces.desk.tests.world import HOST, World, at_desk, make_staff, make_world


@pytest.fixture
def world(settings: Any, db: None) -> World:
    settings.DESK_HOST, settings.PUBLIC_URL = HOST["host"], "http://testserver"
    return make_world()


@pytest.fixture
def maren(world: World) -> Client:
    """At the desk with every right."""
    rights = ("organisations.look_up", "ordering.read", "billing.read")
    return at_desk(make_staff("Maren Thomsen", *rights))


@pytest.fixture
def jan(world: World) -> Client:
    """Looks up customers and their orders, and no invoices."""
    return at_desk(make_staff("Jan Brink", "organisations.look_up", "ordering.read"))
