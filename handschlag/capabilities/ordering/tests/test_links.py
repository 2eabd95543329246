"""A link to an order of another of one's own organisations leads there; a stranger's does not."""

from http import HTTPStatus
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from handschlag.capabilities.ordering.tests.cast import RIGHTS, Cast, make_cast
from handschlag.capabilities.ordering.tests.factories import make_order
from handschlag.core.tests.factory_role import as_owner
from handschlag.platform.identity.tests.factories import make_login, make_person, signed_in
from handschlag.platform.organisations.models import Membership, Organisation
from handschlag.platform.organisations.tests.factories import (
    make_membership,
    make_organisation,
    make_role,
)
from handschlag.platform.portals.tests.factories import admit

pytestmark = pytest.mark.django_db

NEVER_WAS = "/orders/AAAAAAAAAAAAAAAAAAAAAA/"


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def ida_of(*organisations: Organisation, rights: tuple[str, ...] = RIGHTS, **role: Any) -> Client:
    """Somebody who belongs to all of them and begins in the first."""
    login = make_login(make_person("Ida Weiß"))
    for place, organisation in enumerate(organisations):
        held = make_role(*(rights if place else RIGHTS), **(role if place else {}))
        make_membership(login.person, organisation, held, is_default=place == 0)
    return signed_in(login, headers={"accept-language": "de"})


def test_link_to_an_order_elsewhere_leads_there_and_says_so(cast: Cast) -> None:
    order = make_order(cast.kessler)
    page: Any = ida_of(cast.sommer, cast.kessler).get(order.get_absolute_url(), follow=True)
    assert page.redirect_chain == [(order.get_absolute_url(), HTTPStatus.FOUND)]
    assert page.wsgi_request.actor.organisation_id == cast.kessler.pk
    assert f"Sie arbeiten jetzt für {cast.kessler.name}." in page.content.decode()


def test_link_keeps_what_it_asks_for(cast: Cast) -> None:
    link = make_order(cast.kessler).get_absolute_url() + "?after=3"
    assert ida_of(cast.sommer, cast.kessler).get(link)["Location"] == link


def test_link_to_a_strangers_order_leads_nowhere(cast: Cast) -> None:
    ahorn = make_organisation("Ahorn WEG")
    admit(cast.portal, ahorn)
    ida = ida_of(cast.sommer, ahorn)
    assert ida.get(make_order(cast.kessler).get_absolute_url()).status_code == HTTPStatus.NOT_FOUND


def test_order_that_one_may_not_see_there_leads_nowhere(cast: Cast) -> None:
    ida = ida_of(cast.sommer, cast.kessler, rights=("billing.read",))
    page: Any = ida.get(make_order(cast.kessler).get_absolute_url())
    assert page.status_code == HTTPStatus.NOT_FOUND
    assert page.wsgi_request.actor.organisation_id == cast.sommer.pk


def test_order_behind_a_second_step_that_is_missing_leads_nowhere(cast: Cast) -> None:
    ida = ida_of(cast.sommer, cast.kessler, requires_factor=True)
    assert ida.get(make_order(cast.kessler).get_absolute_url()).status_code == HTTPStatus.NOT_FOUND


def test_what_a_script_asks_for_switches_nothing(cast: Cast) -> None:
    ida = ida_of(cast.sommer, cast.kessler)
    link = make_order(cast.kessler).get_absolute_url()
    assert ida.get(link, headers={"hx-request": "true"}).status_code == HTTPStatus.NOT_FOUND
    assert ida.head(link).status_code == HTTPStatus.NOT_FOUND


def test_membership_that_has_ended_leads_nowhere(cast: Cast) -> None:
    ida = ida_of(cast.sommer, cast.kessler)
    with as_owner():
        Membership.objects.filter(organisation=cast.kessler).update(state="removed")
    assert ida.get(make_order(cast.kessler).get_absolute_url()).status_code == HTTPStatus.NOT_FOUND


def test_strangers_order_is_as_much_work_as_one_that_never_was(cast: Cast) -> None:
    """Also with many organisations: they are all looked into by one statement."""
    admitted = [make_organisation(f"WEG {number}") for number in range(30)]
    admit(cast.portal, *admitted)
    few, many = ida_of(cast.sommer, admitted[0]), ida_of(cast.sommer, *admitted)
    strange = make_order(cast.kessler).get_absolute_url()
    assert (
        statements(few, strange)
        == statements(few, NEVER_WAS)
        == statements(many, strange)
        == statements(many, NEVER_WAS)
    )


def statements(browser: Client, url: str) -> int:
    browser.get(NEVER_WAS)  # the first visit of a session notes more
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(url).status_code == HTTPStatus.NOT_FOUND
    return len(asked)
