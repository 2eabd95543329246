"""What the database itself refuses, over all models of the installation."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.apps import apps
from django.db import IntegrityError, ProgrammingError, connection, transaction
from psycopg.errors import InsufficientPrivilege

from handschlag.core.actor import Actor, ActorKind, system_actor
from handschlag.core.isolation import acting
from handschlag.core.isolation.declarations import CURRENT_PERSON, Declaration, Kind, declared
from handschlag.core.isolation.schema import GUARDED, owned_keys
from handschlag.core.tests.factory_role import as_owner
from handschlag.core.tests.planting import World
from handschlag.core.tests.write_guard import unguarded

pytestmark = pytest.mark.django_db

GUARDED_MODELS = [
    model
    for model in apps.get_models(include_auto_created=True)
    if (declaration := declared(model)) and declaration.kind in GUARDED
]
SHOWN_MODELS = [m for m in GUARDED_MODELS if declared(m).portal is not None]
HIDDEN_MODELS = [m for m in GUARDED_MODELS if declared(m).portal is None]
OWNED_MODELS = [m for m in GUARDED_MODELS if declared(m).kind is Kind.OWNED]
JOURNAL_MODELS = [m for m in GUARDED_MODELS if declared(m).kind is Kind.JOURNAL]
KEYS = [(model, key) for model, key in owned_keys() if key.related_model is not model]
MEMBER_OF_NOBODY = Actor(kind=ActorKind.PERSON)


@pytest.fixture
def worlds() -> tuple[World, World]:
    """Two organisations, each with a row in every guarded table."""
    ours, theirs = World("kanarieeins"), World("kanariezwei")
    with as_owner():
        for model in GUARDED_MODELS:
            ours.row(model._meta.label)
            theirs.row(model._meta.label)
    return ours, theirs


@contextmanager
def refused() -> Iterator[None]:
    with pytest.raises(ProgrammingError) as refusal, transaction.atomic(), unguarded():
        yield
    assert isinstance(refusal.value.__cause__, InsufficientPrivilege)


def name(model: type) -> str:
    return model._meta.label


def test_row_security_reaches_every_room() -> None:
    rooms = {model._meta.app_label for model in GUARDED_MODELS}
    assert {"core", "identity", "organisations", "portals", "ordering", "billing"} <= rooms


@pytest.mark.parametrize("model", SHOWN_MODELS, ids=name)
def test_member_sees_own_rows_and_no_stranger(model: type, worlds: tuple[World, World]) -> None:
    ours, theirs = (world.row(model._meta.label) for world in worlds)
    with acting(worlds[0].member()):
        seen = set(model._base_manager.values_list("pk", flat=True))
    assert ours.pk in seen
    assert theirs.pk not in seen


@pytest.mark.parametrize("model", HIDDEN_MODELS, ids=name)
def test_member_reads_no_table_that_shows_customers_nothing(
    model: type, worlds: tuple[World, World]
) -> None:
    with acting(worlds[0].member()), refused():
        model._base_manager.exists()


@pytest.mark.parametrize("model", SHOWN_MODELS, ids=name)
def test_member_without_organisation_sees_nothing(model: type, worlds: tuple[World, World]) -> None:
    with acting(worlds[0].member(person_id=None)), connection.cursor() as cursor:
        cursor.execute("select set_config('handschlag.organisation', '', true)")
        cursor.execute(f'select count(*) from "{model._meta.db_table}"')
        assert cursor.fetchone()[0] == 0


@pytest.mark.parametrize("model", OWNED_MODELS, ids=name)
def test_gate_sees_no_owned_table(model: type, worlds: tuple[World, World]) -> None:
    with acting(MEMBER_OF_NOBODY), refused():
        model._base_manager.exists()


@pytest.mark.parametrize("model", GUARDED_MODELS, ids=name)
def test_member_cannot_write_a_strangers_row(model: type, worlds: tuple[World, World]) -> None:
    theirs = worlds[1].row(model._meta.label)
    declaration: Declaration = declared(model)
    rows = model._base_manager.filter(pk=theirs.pk)
    column = model._meta.concrete_fields[-1].attname
    with acting(worlds[0].member()):
        if declaration.portal_writes:
            with unguarded():
                assert rows.update(**{column: getattr(theirs, column)}) == 0
                assert rows._raw_delete(rows.db) == 0
            return
        with refused():
            rows.update(**{column: getattr(theirs, column)})
        with refused():
            rows._raw_delete(rows.db)


@pytest.mark.parametrize("model", GUARDED_MODELS, ids=name)
def test_member_cannot_insert_for_a_stranger(model: type, worlds: tuple[World, World]) -> None:
    theirs = worlds[1].row(model._meta.label)
    copy = [f for f in model._meta.concrete_fields if not f.primary_key]
    columns = ", ".join(f'"{f.column}"' for f in copy)
    values = [f.get_db_prep_save(getattr(theirs, f.attname), connection) for f in copy]
    marks = ", ".join(["%s"] * len(copy))
    insert = f'insert into "{model._meta.db_table}" ({columns}) values ({marks})'
    with acting(worlds[0].member()), connection.cursor() as cursor, refused():
        cursor.execute(insert, values)


@pytest.mark.parametrize(("model", "key"), KEYS, ids=str)
def test_no_key_points_at_a_strangers_row(
    model: type, key: object, worlds: tuple[World, World]
) -> None:
    """Not even the system's role can, which sees all rows."""
    ours, theirs = worlds
    mine = ours.row(model._meta.label)
    target = theirs.row(key.related_model._meta.label)
    with (
        acting(system_actor("test")),
        pytest.raises(IntegrityError, match=f"{key.column}_owned"),
        transaction.atomic(),
        as_owner(),
    ):
        model._base_manager.filter(pk=mine.pk).update(**{key.attname: target.pk})


@pytest.mark.parametrize("model", JOURNAL_MODELS, ids=name)
@pytest.mark.parametrize("kind", list(ActorKind), ids=str)
def test_journal_is_append_only(model: type, kind: ActorKind, worlds: tuple[World, World]) -> None:
    rows = model._base_manager.filter(pk=worlds[0].row(model._meta.label).pk)
    anonymous = kind is ActorKind.ANONYMOUS
    by = Actor(kind=kind) if anonymous else worlds[0].member(kind=kind)
    erasing = declared(model).erasable and kind in {ActorKind.JOB, ActorKind.CONNECTOR}
    with acting(by):
        with refused():
            rows.update(organisation_id=None)
        if erasing:
            assert rows._raw_delete(rows.db) == 1
            return
        with refused():
            rows._raw_delete(rows.db)


def test_gate_writes_the_journal_and_cannot_read_it(worlds: tuple[World, World]) -> None:
    with acting(MEMBER_OF_NOBODY):
        for model in JOURNAL_MODELS:
            with refused():
                model._base_manager.exists()


def test_desk_and_system_see_all_organisations(worlds: tuple[World, World]) -> None:
    both = {world.organisation.pk for world in worlds}
    for kind in (ActorKind.STAFF, ActorKind.JOB, ActorKind.CONNECTOR):
        with acting(Actor(kind=kind)):
            for model in OWNED_MODELS:
                assert both <= set(model._base_manager.values_list("organisation_id", flat=True))


def test_colleague_sees_nothing_of_what_belongs_to_a_person(worlds: tuple[World, World]) -> None:
    own, other = (world.row("identity.Person").pk for world in worlds)
    personal = [model for model in OWNED_MODELS if CURRENT_PERSON in declared(model).portal]
    assert personal
    for model in personal:
        with acting(worlds[0].member(person_id=own)):
            assert list(model._base_manager.all()) == [worlds[0].row(model._meta.label)]
        with acting(worlds[0].member(person_id=other)):
            assert not model._base_manager.exists()
