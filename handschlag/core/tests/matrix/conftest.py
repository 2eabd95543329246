from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from handschlag.core.tests.matrix.ajar import Ajar
from handschlag.core.tests.matrix.stage import Stage


@pytest.fixture(scope="session")
def _stage(
    template_database: str,
    tmp_path_factory: pytest.TempPathFactory,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[Stage]:
    with django_db_blocker.unblock():
        stage = Stage(template_database, tmp_path_factory.mktemp("files"))
        yield stage
        stage.strike()


@pytest.fixture
def stage(_stage: Stage, django_db_blocker: DjangoDbBlocker) -> Iterator[Stage]:
    """The planted worlds, in a database of their own."""
    with django_db_blocker.unblock(), _stage.at(_stage.database):
        yield _stage


@pytest.fixture(scope="session")
def _ajar(_stage: Stage, django_db_blocker: DjangoDbBlocker) -> Ajar:
    with django_db_blocker.unblock():
        return Ajar(_stage)


@pytest.fixture
def ajar(_ajar: Ajar, _stage: Stage, django_db_blocker: DjangoDbBlocker) -> Iterator[Ajar]:
    """The planted worlds in a database without row-level security."""
    with django_db_blocker.unblock(), _stage.at(_stage.open_database):
        yield _ajar
