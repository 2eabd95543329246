"""The nets under every test hold: proven by what falls into them."""

import pytest
from django.apps import apps
from django.core.signals import request_finished, request_started
from django.db import connection
from django.dispatch import Signal

from handschlag.core.actor import system_actor
from handschlag.core.isolation import acting
from handschlag.core.tests.context_net import assert_nothing_is_set
from handschlag.core.tests.factory_role import as_owner
from handschlag.core.tests.planting import World
from handschlag.core.tests.write_guard import WriteOutsideActionError, guarded_tables

BY = system_actor("test")

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("signal", [request_started, request_finished])
def test_every_request_is_looked_at(signal: Signal) -> None:
    assert assert_nothing_is_set in signal._live_receivers(None)[0]


def test_role_left_behind_by_a_request_is_noticed() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select set_config('role', 'handschlag_gate', true)")
        with pytest.raises(AssertionError, match="handschlag_gate is still set"):
            assert_nothing_is_set()
        cursor.execute("select set_config('role', 'none', true)")


@pytest.mark.parametrize("name", ["organisation", "person", "portal"])
def test_setting_left_behind_is_noticed(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"select set_config('handschlag.{name}', '7', true)")
        with pytest.raises(AssertionError, match="still set"):
            assert_nothing_is_set()
        cursor.execute(f"select set_config('handschlag.{name}', '', true)")


def test_write_outside_of_an_action_is_noticed() -> None:
    person = apps.get_model("identity.Person")
    with acting(BY), pytest.raises(WriteOutsideActionError, match="'identity_person' was written"):
        person.objects.create(name="Smuggled")
    with as_owner():
        world = World("kanarie")
        row = world.row("identity.Person")
    with acting(BY), pytest.raises(WriteOutsideActionError):
        row.save()
    with acting(BY), pytest.raises(WriteOutsideActionError):
        person.objects.filter(pk=row.pk)._raw_delete("default")


def test_write_guard_knows_every_rooms_tables() -> None:
    assert {"ordering_order", "billing_invoice", "organisations_membership"} <= guarded_tables()
    assert "identity_session" not in guarded_tables()
    assert "identity_login" not in guarded_tables()
