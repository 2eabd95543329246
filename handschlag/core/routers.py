"""Which connection does what: the owner migrates, the cache commits on its own."""

from typing import Any


class HouseRouter:
    def db_for_read(self, model: Any, **_: Any) -> str | None:
        return "autocommit" if model._meta.app_label == "django_cache" else None

    db_for_write = db_for_read

    def allow_migrate(self, db: str, _app_label: str, **_: Any) -> bool:
        return db == "owner"
