"""Somebody is forgotten: nothing in the database says who they were, and the journal holds."""

from django.db import connections
from django.test import Client

from handschlag.cli.tests.commands import command
from handschlag.cli.tests.rosalinde import ADDRESS, BY, EMAIL, NAME, PHONE, rosalinde, world
from handschlag.core.isolation import acting
from handschlag.core.journal.verification import verify
from handschlag.core.tests.sealed import seal
from handschlag.platform.identity.models import Login, Person
from handschlag.platform.notifications.tests.world import World, told
from handschlag.platform.organisations.models import Membership

__all__ = ["rosalinde", "world"]

TRACES = ("Rosalinde", ADDRESS, PHONE, "Heimlich")


def dump() -> str:
    """Every row of every table that outlives a crash, as text."""
    texts = []
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "select relname from pg_class where relkind = 'r' and relpersistence = 'p'"
            " and relnamespace = 'public'::regnamespace"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f'select t::text from "{table}" t')
            texts += [text for (text,) in cursor.fetchall()]
    return "\n".join(texts).casefold()


def traces() -> set[str]:
    text = dump()
    return {trace for trace in TRACES if trace.casefold() in text}


def test_nothing_says_who_it_was_and_the_journal_verifies(world: World, rosalinde: Person) -> None:
    assert "Rosalinde" in traces()
    seal()
    done = command("erase-person", EMAIL, "--yes")
    assert done.exit_code == 0, done.output
    assert traces() == set()
    head = str(seal()[-1])
    with acting(BY):
        report = verify(head)
    assert report.changes == []
    assert report.sealed > 0


def test_others_stay_as_they_were(world: World, rosalinde: Person) -> None:
    command("erase-person", EMAIL, "--yes")
    with acting(BY):
        assert Person.objects.get(pk=world.eva.pk).name == "Eva Kern"
        assert Membership.objects.get(person=world.eva).state == Membership.State.ACTIVE
        states = Membership.objects.filter(person=rosalinde).values_list("state", flat=True)
        assert list(states) == [Membership.State.REMOVED]
    assert "eva kern" in dump()
    assert told(rosalinde) == []


def test_erased_person_is_out_at_the_next_request(world: World, rosalinde: Person) -> None:
    browser = Client()
    with acting(BY, at_gate=True):
        browser.force_login(Login.objects.get(person=rosalinde))
    assert browser.get("/notifications/").status_code == 200
    command("erase-person", EMAIL, "--yes")
    assert browser.get("/notifications/")["Location"].startswith("/sign-in/")


def test_only_administrator_is_refused_and_nothing_is_lost(world: World) -> None:
    refused = command("erase-person", "eva@kern.example", "--yes")
    assert refused.exit_code == 1
    assert "Eva Kern alone administers Kern KG" in refused.output
    with acting(BY):
        assert Person.objects.get(pk=world.eva.pk).email == "eva@kern.example"


def test_asks_first_and_a_no_changes_nothing(world: World, rosalinde: Person) -> None:
    asked = command("erase-person", EMAIL, given="n\n")
    assert f"Erase {NAME}, {EMAIL}, for good?" in asked.output
    assert asked.exit_code == 1
    assert "Rosalinde" in traces()


def test_unknown_address_is_said(world: World) -> None:
    refused = command("erase-person", "nobody@nowhere.example", "--yes")
    assert refused.exit_code == 1
    assert "Nobody is known by nobody@nowhere.example." in refused.output
