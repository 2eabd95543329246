"""Cache keys begin with portal and organisation, so nothing cached crosses a border.

The counters of the rate limits count everybody alike, whoever is signed in.
"""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, cast

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import DatabaseCache
from django.db import connections
from django.utils import timezone

from handschlag.core.isolation import current_actor

COUNTERS = "allauth:rl:"

SET = """
insert into core_cache (cache_key, value, expires) values (%s, %s, %s)
on conflict (cache_key) do update set value = excluded.value, expires = excluded.expires
"""
ADD = f"{SET} where core_cache.expires < %s"
READ = "select cache_key, value from core_cache where cache_key = any(%s) and expires >= %s"
SWEEP = "delete from core_cache where expires < %s"


class TableCache(DatabaseCache):
    """Writes with one statement; Django's own counts all rows before each, which an attack on the
    sign-in would make many. What has expired is not found, and goes nightly.

    Values are kept as JSON: Django's own are pickled, and whoever writes into the table would have
    them run.
    """

    def get_many(self, keys: Iterable[str], version: int | None = None) -> dict[str, Any]:
        asked = {self.make_and_validate_key(key, version=version): key for key in keys}
        with connections["autocommit"].cursor() as cursor:
            cursor.execute(READ, [list(asked), timezone.now()])
            return {asked[key]: json.loads(value) for key, value in cursor.fetchall()}

    def set(
        self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        self._run(SET, *self._row(key, value, timeout, version))

    def add(
        self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        row = self._row(key, value, timeout, version)
        return self._run(ADD, *row, timezone.now()) == 1

    def sweep(self) -> None:
        """Take out what has expired."""
        self._run(SWEEP, timezone.now())

    def _row(self, key: str, value: Any, timeout: Any, version: int | None) -> tuple[Any, ...]:
        expires = datetime.fromtimestamp(cast("float", self.get_backend_timeout(timeout)), UTC)
        return self.make_and_validate_key(key, version=version), json.dumps(value), expires

    def _run(self, statement: str, *values: Any) -> int:
        with connections["autocommit"].cursor() as cursor:
            cursor.execute(statement, values)
            return int(cursor.rowcount)


def key(key: str, key_prefix: str, version: int) -> str:
    if key.startswith(COUNTERS):
        return f"{version}:{key}"
    actor = current_actor()
    portal, organisation = (actor.portal_id, actor.organisation_id) if actor else (None, None)
    return f"{portal or '-'}:{organisation or '-'}:{version}:{key}"
