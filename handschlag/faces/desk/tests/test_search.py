"""One search: by number as it is typed, by name and by address; only what one may see."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client

from handschlag.capabilities.ordering.tests.factories import make_order
from handschlag.core.isolation import acting
from handschlag.faces.desk.tests.world import SYSTEM, World, at_desk, make_staff, text_of
from handschlag.platform.identity.tests.factories import make_person
from handschlag.platform.organisations.tests.factories import make_membership


def page_of(organisation: Any) -> str:
    return f"/desk/organisations/{organisation.public_id}/"


def search(browser: Client, text: str) -> Any:
    return browser.get("/desk/", {"q": text})


@pytest.mark.parametrize(
    "text",
    [
        *("AB-2026-0815", "ab20260815", " AB 2026/0815 "),
        *("RE-2026-4711", "RE20264711", "K-2001", "k2001", "EVA@kern.example"),
    ],
)
def test_exact_number_or_address_leads_straight_to_its_customer(
    world: World, maren: Client, text: str
) -> None:
    assert search(maren, text)["Location"] == page_of(world.kern)


@pytest.mark.parametrize(
    ("text", "group", "hit"),
    [
        ("2026-08", "", ""),
        ("AB-2026", "Bestellungen", "AB-2026-0815"),
        ("0815", "Bestellungen", "AB-2026-0815"),
        ("4711", "Rechnungen", "RE-2026-4711"),
        ("haustechnik", "Kundschaft", "Kern Haustechnik GmbH"),
        ("K-20", "Kundschaft", "Sommer &amp; Söhne"),
        ("eva k", "Personen", "Eva Kern"),
        ("@kern.ex", "Personen", "Eva Kern"),
    ],
)
def test_part_of_a_number_or_name_is_found_in_its_group(
    maren: Client, text: str, group: str, hit: str
) -> None:
    page = text_of(search(maren, text))
    if not group:
        assert "Nichts gefunden" in page
    assert f"<h2>{group}</h2>" in page or not group
    assert hit in page


def test_same_number_of_two_customers_is_a_choice(world: World, maren: Client) -> None:
    make_order(world.sommer, number="ab 2026 0815")
    page = text_of(search(maren, "AB-2026-0815"))
    assert page_of(world.kern) in page
    assert page_of(world.sommer) in page


def test_nothing_is_found_without_its_right(world: World, jan: Client) -> None:
    page = text_of(search(jan, "RE-2026-4711"))
    assert "Nichts gefunden" in page
    assert "119,00" not in page
    assert search(jan, "AB-2026-0815")["Location"] == page_of(world.kern)


@pytest.mark.parametrize("text", ["", " ", "x", "\x00", "%", "_", "--", "x" * 5000])
def test_odd_searches_are_answered(maren: Client, text: str) -> None:
    assert "Kern" not in text_of(search(maren, text))


def test_last_seen_customers_stand_on_the_first_page(world: World, maren: Client) -> None:
    assert "Zuletzt angesehen" not in text_of(maren.get("/desk/"))
    for organisation in (world.kern, world.sommer, world.kern):
        assert maren.get(page_of(organisation)).status_code == 200
    page = text_of(maren.get("/desk/"))
    assert "Zuletzt angesehen" in page
    assert 0 < page.index("Kern Haustechnik GmbH") < page.index("Sommer &amp; Söhne")
    jan = at_desk(make_staff("Jan Brink", "organisations.look_up"))
    assert "Zuletzt angesehen" not in text_of(jan.get("/desk/"))


def test_statements_do_not_grow_with_the_hits(
    world: World, maren: Client, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(16):
        search(maren, "0815")
    for number in range(3):
        make_order(world.sommer, number=f"AB-{number}-0815")
        make_membership(make_person(f"Otto 0815 {number}"), world.kern)
    with django_assert_num_queries(16):
        search(maren, "0815")


@pytest.mark.parametrize("text", ["AB20260815", "0815"])
@pytest.mark.parametrize("table", ["ordering_order", "billing_invoice"])
def test_numbers_are_found_by_their_indexes(world: World, text: str, table: str) -> None:
    plain = "upper(translate(number, ' -./\u00a0\u2010\u2011\u2013', ''))"
    with acting(SYSTEM), connection.cursor() as cursor:
        cursor.execute("set local role handschlag_desk")
        cursor.execute("set local enable_seqscan = off")
        cursor.execute(
            f'explain select id from {table} where {plain} collate "C" like %s'
            f' or reverse({plain}) collate "C" like %s',
            [f"{text}%", f"{text[::-1]}%"],
        )
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert f"{table}_begins" in plan
    assert f"{table}_ends" in plan
