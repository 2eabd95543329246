"""The organisation on one page, each part of it by its own right."""

from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from handschlag.capabilities.billing.tests.factories import make_invoice
from handschlag.capabilities.ordering.tests.factories import make_order
from handschlag.core.actor import ActorKind
from handschlag.core.isolation import acting
from handschlag.core.journal.models import JournalEntry, JournalValue
from handschlag.core.tests.factory_role import as_owner
from handschlag.faces.desk.tests.world import SYSTEM, World, at_desk, make_staff, text_of
from handschlag.platform.identity.models import Person
from handschlag.platform.identity.tests.factories import PASSWORD, make_person
from handschlag.platform.organisations.actions import create_site
from handschlag.platform.organisations.models import Site

NOW = timezone.now()
_numbers = count(1_000_000)


def opened(browser: Client, world: World, query: str = "") -> str:
    return text_of(browser.get(f"/desk/organisations/{world.kern.public_id}/{query}"))


def note(world: World, kind: str, body: dict[str, Any], **changes: Any) -> int:
    number = next(_numbers)
    with as_owner():
        JournalEntry.objects.create(
            id=number,
            recorded_at=NOW,
            **{
                "kind": kind,
                "version": 1,
                "occurred_at": NOW,
                "actor_kind": "job",
                "organisation_id": world.kern.pk,
                "channel": "import",
                "subject_kind": kind,
                "subject_id": 1,
                "body": body,
                **changes,
            },
        )
    return number


def test_facts_people_orders_and_invoices_stand_on_one_page(world: World, maren: Client) -> None:
    Client().post("/sign-in/", {"login": world.eva.email, "password": PASSWORD})
    make_order(world.kern, number="AB-ERLEDIGT", progress="delivered")
    make_invoice(world.sommer, number="RE-FREMD")
    page = opened(maren, world)
    for text in ("Kern Haustechnik GmbH", "Kundennummer K-2001", "AB-2026-0815", "RE-2026-4711"):
        assert text in page
    for text in ("Eva Kern", "eva@kern.example", "Einkauf", "heute, "):
        assert text in page
    assert "AB-ERLEDIGT" not in page
    assert "RE-FREMD" not in page
    assert "/orders/" not in page, "the desk has no such page"


def test_contact_person_is_named(world: World, maren: Client) -> None:
    kind = Person.Kind.STAFF
    contact = make_person("Birte Hansen", kind=kind, phone="+49 40 5550", is_contact=True)
    with as_owner():
        world.kern.contact_person = contact
        world.kern.save()
    page = opened(maren, world)
    assert "Birte Hansen" in page
    assert "+49 40 5550" in page


def test_parts_without_a_right_say_so(world: World, jan: Client) -> None:
    note(world, "billing.payment_recorded", {"number": "ZE-1", "amount": "1", "currency": "EUR"})
    page = opened(jan, world)
    assert "AB-2026-0815" in page
    assert "RE-2026-4711" not in page
    assert "ZE-1" not in page
    assert "Ihnen fehlt das Recht, „Rechnungen“ zu sehen." in page


def test_timeline_reads_as_sentences_by_business_time(world: World, maren: Client) -> None:
    for days, number in ((3, "ZE-ALT"), (1, "ZE-NEU"), (2, "ZE-MITTE")):
        body = {"number": number, "amount": "1", "currency": "EUR"}
        moment = NOW - timedelta(days=days)
        note(world, "billing.payment_recorded", body, occurred_at=moment)
    with acting(SYSTEM):
        site = Site(organisation=world.kern, number="7", name="Lager")
        create_site(SYSTEM, site=site)
    page = opened(maren, world)
    places = [page.index(f"Zahlung {n} ist eingegangen") for n in ("ZE-NEU", "ZE-MITTE", "ZE-ALT")]
    assert places == sorted(places)
    english = at_desk(make_staff("Joe", "organisations.look_up", "billing.read"), "en")
    assert "Payment ZE-NEU was received" in opened(english, world)


def test_timeline_names_who_did_it_and_what_was_erased(world: World, maren: Client) -> None:
    kept = note(world, "identity.person_created", {"person_kind": "customer", "name": "hash"})
    note(
        world,
        "identity.person_created",
        {"person_kind": "customer", "name": "hash"},
        person_id=world.eva.person_id,
        actor_kind=ActorKind.PERSON,
    )
    with as_owner():
        JournalValue.objects.create(entry_id=kept, path="name", value="Max Neu", salt=b"")
    page = opened(maren, world)
    assert "Max Neu" in page
    assert "(gelöscht)" in page
    assert "hash" not in page
    assert page.count("Eva Kern") == 2


def test_timeline_leaves_out_that_people_were_told(world: World, maren: Client) -> None:
    note(world, "notifications.notified", {"person_id": world.eva.person_id, "topic": "orders"})
    note(world, "billing.payment_recorded", {"number": "ZE-1", "amount": "1", "currency": "EUR"})
    page = opened(maren, world)
    assert "Zahlung ZE-1 ist eingegangen" in page
    assert "benachrichtigt" not in page


def test_timeline_is_paged_by_key(world: World, maren: Client) -> None:
    for number in range(45):
        body = {"number": f"ZE-{number:03}", "amount": "1", "currency": "EUR"}
        moment = NOW - timedelta(days=number // 3)
        note(world, "billing.payment_recorded", body, occurred_at=moment)
    seen: list[str] = []
    query = ""
    for _ in range(3):
        response = maren.get(f"/desk/organisations/{world.kern.public_id}/{query}")
        timeline = response.context["timeline"]
        seen += [item.title for item in timeline.items]
        query = timeline.pager.older_url
    assert query == ""
    assert len(seen) == len(set(seen)) == 45


def test_invented_cursor_is_refused(world: World, maren: Client) -> None:
    response = maren.get(f"/desk/organisations/{world.kern.public_id}/?after=made-up")
    assert response.status_code == 400


def test_whoever_looks_is_noted(world: World, maren: Client) -> None:
    opened(maren, world)
    with acting(SYSTEM):
        entry = JournalEntry.objects.get(kind="desk.organisation_opened")
        maren_id = Person.objects.get(name="Maren Thomsen").pk
    assert (entry.person_id, entry.subject_id, entry.organisation_id) == (
        maren_id,
        world.kern.pk,
        None,
    )
    assert "am Arbeitsplatz" not in opened(maren, world).split('id="timeline"')[1]


def test_statements_do_not_grow(
    world: World, maren: Client, django_assert_max_num_queries: Any
) -> None:
    for number in range(5):
        make_order(world.kern)
        make_invoice(world.kern)
        note(world, "ordering.order_recorded", order_body(number))
    with django_assert_max_num_queries(26):
        opened(maren, world)


def order_body(number: int) -> dict[str, str]:
    return {
        "number": f"AB-{number}",
        "progress": "received",
        "gross_amount": "1",
        "currency": "EUR",
    }


@pytest.mark.parametrize("public_id", ["x", "%00", "a" * 300])
def test_organisation_that_is_none_is_not_there(maren: Client, public_id: str) -> None:
    assert maren.get(f"/desk/organisations/{public_id}/").status_code == 404
