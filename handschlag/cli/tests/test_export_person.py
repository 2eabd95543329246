"""Somebody is told what is held on them: all of it, and nothing of anybody else."""

import json
from typing import Any

import pytest
from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder

from handschlag.cli.tests.commands import command
from handschlag.cli.tests.rosalinde import BY, EMAIL, FORMER, NAME, PHONE, rosalinde, world
from handschlag.core.actor import Actor, ActorKind
from handschlag.core.capability import contributions
from handschlag.core.isolation import acting
from handschlag.core.journal import record, subject_of
from handschlag.core.journal.models import JournalEntry
from handschlag.core.personal_data import held_by_rooms
from handschlag.core.tests import planting
from handschlag.core.tests.factory_role import as_owner
from handschlag.platform.identity.events import LoginCreated
from handschlag.platform.identity.models import Person
from handschlag.platform.notifications.tests.world import World

__all__ = ["rosalinde", "world"]

POINTING = {
    model
    for model in apps.get_models()
    for field in model._meta.get_fields()
    if field.is_relation and field.concrete and field.related_model is Person
}


def exported() -> dict[str, Any]:
    done = command("export-person", EMAIL)
    assert done.exit_code == 0, done.output
    return dict(json.loads(done.stdout))


def test_all_is_told_as_json(world: World, rosalinde: Person) -> None:
    held = exported()
    identity = held["identity"]
    [person] = identity["person"]
    assert (person["name"], person["email"], person["phone"]) == (NAME, EMAIL, PHONE)
    assert person["language"] == "en"
    assert [login["email"] for login in identity["logins"]] == [EMAIL]
    assert [(row["email"], row["verified"]) for row in identity["addresses"]] == [(EMAIL, True)]
    assert [row["email"] for row in identity["former_addresses"]] == [FORMER]
    assert [session["face"] for session in identity["sessions"]] == ["portal"]
    assert {mail["recipient"] for mail in identity["mails"]} == {EMAIL, FORMER}
    [membership] = held["organisations"]["memberships"]
    assert (membership["organisation"], membership["state"]) == ("Kern KG", "active")
    assert "Eva" not in json.dumps(held)


def test_journal_is_told_with_its_values(world: World, rosalinde: Person) -> None:
    told = {entry["kind"]: entry for entry in exported()["identity"]["journal"]}
    assert told["identity.person_created"]["values"] == {"name": NAME}
    assert told["identity.login_created"]["values"] == {"email": EMAIL}
    assert told["identity.language_changed"]["is_by_person"]
    assert not told["identity.person_created"]["is_by_person"]


def test_what_they_did_to_others_is_told_without_names(world: World, rosalinde: Person) -> None:
    by = Actor(kind=ActorKind.PERSON, person_id=rosalinde.pk)
    with acting(BY):
        record(by, LoginCreated(email=world.eva.email), subject=subject_of(world.eva))
    told = exported()["identity"]["journal"]
    done = [entry for entry in told if entry["is_by_person"]]
    assert [e["values"] for e in done if e["kind"] == "identity.login_created"] == [{}]


def test_that_somebody_was_told_is_recorded(world: World, rosalinde: Person) -> None:
    exported()
    with acting(BY):
        entry = JournalEntry.objects.get(kind="identity.person_told")
    assert (entry.subject_id, entry.body) == (rosalinde.pk, {})


def test_unknown_address_is_said(world: World) -> None:
    refused = command("export-person", "nobody@nowhere.example")
    assert refused.exit_code == 1
    assert "Nobody is known by nobody@nowhere.example." in refused.output


def test_every_room_that_points_at_people_tells_of_them() -> None:
    telling = {room.label for room, _ in contributions("personal_data")}
    assert {model._meta.app_label for model in POINTING} == telling


@pytest.mark.django_db
def test_rows_of_one_person_are_told_and_of_another_none() -> None:
    with as_owner():
        hers, theirs = planting.World("linnet"), planting.World("wagtail")
        for model in POINTING:
            hers.row(model._meta.label)
            theirs.row(model._meta.label)
    with acting(BY):
        held = held_by_rooms(BY, hers.row("identity.Person").pk)
    assert {room for room, told in held.items() if not any(told.values())} == set()
    text = json.dumps(held, cls=DjangoJSONEncoder)
    person = hers.row("identity.Person")
    texts = {person.name, person.phone, person.job_title, hers.row("shortcuts.Shortcut").name}
    assert {canary for canary in texts if canary not in text} == set()
    assert "wagtail" not in text
