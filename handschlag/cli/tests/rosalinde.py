"""Somebody who has left traces in the house, for tests of what becomes of them."""

import pytest
from django.test import Client

from handschlag.core.actor import system_actor
from handschlag.core.isolation import acting
from handschlag.core.mail import outbox
from handschlag.core.tests.write_guard import unguarded
from handschlag.platform.identity.models import FormerAddress, Login, Person
from handschlag.platform.notifications.tests.world import World, make_member, make_world

BY = system_actor("test")
NAME, EMAIL, ADDRESS = "Rosalinde Kern", "rosalinde@kern.example", "203.0.113.77"
FORMER = "rosalinde@frueher.example"
PHONE = "+49 40 5550"


@pytest.fixture
def world(committed_db: str) -> World:
    return make_world()


@pytest.fixture
def rosalinde(world: World) -> Person:
    """Somebody who has left traces: pages, a shortcut, tries to sign in, mails."""
    person = make_member(world.kern, NAME, "administrator")
    with acting(BY), unguarded():
        Person.objects.filter(pk=person.pk).update(phone=PHONE)
        outbox.send(EMAIL, "Guten Tag", f"Guten Tag, {NAME}")
        outbox.send(FORMER, "Guten Tag", f"Guten Tag, {NAME}")
    browser = Client(REMOTE_ADDR=ADDRESS)
    browser.post("/sign-in/", {"login": EMAIL, "password": "not the one"})
    browser.post("/sign-in/", {"login": EMAIL, "code": "1"})
    with acting(BY, at_gate=True):
        login = Login.objects.get(person=person)
        FormerAddress.objects.create(login=login, email=FORMER)
        browser.force_login(login)
    browser.get("/")
    browser.post("/language/", {"language": "en"})
    return person
