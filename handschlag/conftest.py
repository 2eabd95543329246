"""Fixtures for all rooms: databases, logins, and nets under every test.

- `pytest.mark.django_db` (or the fixture `db`): one transaction, rolled back. Rows are planted
  within `as_owner()`; requests, gates and actions set their own role.
- `committed_db`: everything really commits, and is taken out after the test. The application
  logs in as in production; rows are planted as the system, or through the connection `owner`.
- `fresh_db`: the same in a database of its own, for tests that change the schema.
"""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.db import connection, connections
from pytest_django import DjangoDbBlocker

from handschlag.core.tests.matrix.summary import (  # noqa: F401  hooks
    pytest_sessionfinish,
    pytest_terminal_summary,
)

DATABASES = ["default", "autocommit"]
DATABASE_FIXTURES = ("committed_db", "fresh_db", "db")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        marker = item.get_closest_marker("django_db")
        if marker is None and "db" not in getattr(item, "fixturenames", ()):
            continue
        options = dict(marker.kwargs) if marker else {}
        if options.get("transaction"):
            raise pytest.UsageError(f"{item.nodeid}: use the fixture `committed_db` instead")
        item.add_marker(pytest.mark.django_db(**{"databases": DATABASES, **options}), append=False)


@pytest.fixture(scope="session", autouse=True)
def _static_files(tmp_path_factory: pytest.TempPathFactory) -> None:
    settings.STATIC_ROOT = tmp_path_factory.mktemp("static")


@pytest.fixture(scope="session")
def template_database(
    django_test_environment: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[str]:
    from handschlag.core.tests import databases

    with django_db_blocker.unblock():
        yield databases.ensure_template()


@pytest.fixture(scope="session")
def django_db_setup(template_database: str, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    from handschlag.core.tests import databases, factory_role

    name = databases.copy_of(template_database)
    with (
        django_db_blocker.unblock(),
        databases.pointed_at(name, login=factory_role.LOGIN),
    ):
        for alias in DATABASES:
            # Django would find out by creating a table, which this login may not.
            connections[alias].features.supports_transactions = True
        yield
    databases.drop(name)


@pytest.fixture(scope="session")
def _commit_database(template_database: str) -> Iterator[str]:
    from handschlag.core.tests import databases

    name = databases.copy_of(template_database)
    yield name
    databases.drop(name)


@pytest.fixture
def committed_db(_commit_database: str, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The name of a database in which commits are real; it is emptied after the test."""
    from handschlag.core.tests import databases

    pointed = databases.pointed_at(_commit_database, login=databases.PRODUCTION_LOGIN)
    with django_db_blocker.unblock(), pointed:
        yield _commit_database
        connections.close_all()
        databases.empty()


@pytest.fixture
def fresh_db(template_database: str, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """As `committed_db`, with a database of its own, for tests that change the schema."""
    from handschlag.core.tests import databases

    name = databases.copy_of(template_database)
    pointed = databases.pointed_at(name, login=databases.PRODUCTION_LOGIN)
    with django_db_blocker.unblock(), pointed:
        yield name
    databases.drop(name)


@pytest.fixture(autouse=True)
def _nets(request: pytest.FixtureRequest) -> Iterator[None]:
    """No write outside of actions, and no role or organisation left over from a request."""
    from handschlag.core.tests.context_net import assert_nothing_is_set
    from handschlag.core.tests.write_guard import guard_writes

    used = [name for name in DATABASE_FIXTURES if name in request.fixturenames]
    if request.node.get_closest_marker("django_db"):
        used.append("db")
    if not used:
        yield
        return
    request.getfixturevalue(used[0])
    request_started.connect(assert_nothing_is_set)
    request_finished.connect(assert_nothing_is_set)
    with connection.execute_wrapper(guard_writes):
        yield
    request_started.disconnect(assert_nothing_is_set)
    request_finished.disconnect(assert_nothing_is_set)
    assert_nothing_is_set()


@pytest.fixture
def portal_here(db: None) -> None:
    """A portal that answers the test client, for rooms that stand below portals."""
    from handschlag.platform.portals.tests.factories import make_portal

    make_portal()
