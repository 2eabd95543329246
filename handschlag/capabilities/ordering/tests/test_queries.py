import pytest
from django.http import Http404

from handschlag.capabilities.ordering.queries import (
    get_order,
    orders_for,
    orders_matching,
)
from handschlag.capabilities.ordering.tests.cast import Cast, make_cast
from handschlag.capabilities.ordering.tests.factories import make_line, make_order
from handschlag.core.actor import Actor, ActorKind, Scope
from handschlag.core.isolation import acting

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def seen_by(actor: Actor) -> set[str]:
    with acting(actor):
        return set(orders_for(actor).values_list("number", flat=True))


def test_company_scope_reaches_colleagues_and_no_stranger(cast: Cast) -> None:
    ours = make_order(cast.kessler, ordered_by=cast.bernd.person)
    theirs = make_order(cast.sommer)
    assert seen_by(cast.anna.actor) == {ours.number}
    assert seen_by(cast.carla.actor) == {theirs.number}


def test_own_scope_reaches_own_orders_alone(cast: Cast) -> None:
    own = make_order(cast.kessler, ordered_by=cast.anna.person)
    make_order(cast.kessler, ordered_by=cast.bernd.person)
    make_order(cast.kessler)
    assert seen_by(cast.anna.reaching(Scope.OWN)) == {own.number}


def test_site_scope_reaches_own_sites_alone(cast: Cast) -> None:
    here = make_order(cast.kessler, site=cast.kiel)
    make_order(cast.kessler, site=cast.luebeck)
    make_order(cast.kessler)
    assert seen_by(cast.anna.reaching(Scope.SITE, cast.kiel)) == {here.number}


def test_subtree_scope_reaches_the_company(cast: Cast) -> None:
    order = make_order(cast.kessler)
    assert seen_by(cast.anna.reaching(Scope.SUBTREE)) == {order.number}


def test_without_the_right_there_is_nothing(cast: Cast) -> None:
    make_order(cast.kessler)
    nobody = Actor(kind=ActorKind.PERSON, organisation_id=cast.kessler.pk)
    assert seen_by(nobody) == set()


def test_gate_gives_own_order(cast: Cast) -> None:
    order = make_order(cast.kessler)
    with acting(cast.anna.actor):
        assert get_order(cast.anna.actor, order.public_id) == order


def test_gate_hides_a_strangers_order(cast: Cast) -> None:
    order = make_order(cast.kessler)
    with acting(cast.carla.actor), pytest.raises(Http404):
        get_order(cast.carla.actor, order.public_id)


def test_gate_filters_even_where_the_database_would_show_all(cast: Cast) -> None:
    order = make_order(cast.kessler)
    rights = cast.carla.actor.rights
    as_job = Actor(kind=ActorKind.JOB, organisation_id=cast.sommer.pk, rights=rights)
    with acting(as_job), pytest.raises(Http404):
        get_order(as_job, order.public_id)


def test_gate_hides_a_colleagues_order_from_own_scope(cast: Cast) -> None:
    order = make_order(cast.kessler, ordered_by=cast.bernd.person)
    anna = cast.anna.reaching(Scope.OWN)
    with acting(anna), pytest.raises(Http404):
        get_order(anna, order.public_id)


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("AB-77", True),
        ("ab-77", True),
        ("Baustelle 9", True),
        ("HT-4711", True),
        ("K-88", True),
        ("pumpe", True),
        ("Kessel", False),
        ("%", False),
        ("_", False),
        ("AB_77", False),
        ("\\", False),
        ("' or 1=1 --", False),
    ],
)
def test_search_takes_text_as_it_is(cast: Cast, text: str, is_found: bool) -> None:
    order = make_order(cast.kessler, number="AB-77", customer_reference="Baustelle 9")
    make_line(order, customer_article_number="K-88")
    make_order(cast.kessler, number="XY-1")
    with acting(cast.anna.actor):
        found = orders_matching(cast.anna.actor, orders_for(cast.anna.actor), text)
        assert [o.number for o in found] == ([order.number] if is_found else [])


def test_search_looks_at_no_strangers_lines(cast: Cast) -> None:
    make_line(make_order(cast.sommer), description="Wärmepumpe")
    with acting(cast.anna.actor):
        assert not orders_matching(
            cast.anna.actor, orders_for(cast.anna.actor), "Wärmepumpe"
        ).exists()
