"""The databases of the matrix: planted once per process, each cell's doings taken back."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection, connections, transaction
from django.test import override_settings

from handschlag.core.isolation.declarations import tables
from handschlag.core.tests import databases, factory_role
from handschlag.core.tests.matrix.planted import HOST
from handschlag.core.tests.matrix.scene import Scene, scene
from handschlag.core.tests.write_guard import guard_writes


class Stage:
    """`open_database` is the same as `database` without row-level security: gates alone hold."""

    def __init__(self, template: str, files: Path) -> None:
        self.files = files
        self.database = databases.copy_of(template)
        with self.at(self.database), transaction.atomic():
            self.scene: Scene = scene()
        self.open_database = databases.copy_of(self.database)
        with databases.pointed_at(self.open_database, login=databases.PRODUCTION_LOGIN):
            _open(self.open_database)

    @contextmanager
    def at(self, name: str) -> Iterator[None]:
        on_stage = override_settings(
            FILES=self.files,
            PUBLIC_URL=f"http://{HOST}",
            DESK_HOST=f"desk.{HOST}",
            STUDIO_HOST=f"studio.{HOST}",
        )
        with on_stage, databases.pointed_at(name, login=factory_role.LOGIN):
            for alias in ("default", "autocommit"):
                connections[alias].features.supports_transactions = True
            with connection.execute_wrapper(guard_writes):
                yield

    def strike(self) -> None:
        databases.drop(self.database)
        databases.drop(self.open_database)


def _open(name: str) -> None:
    with connections["owner"].cursor() as cursor:
        for table, _ in tables():
            cursor.execute(f'alter table "{table}" disable row level security')
