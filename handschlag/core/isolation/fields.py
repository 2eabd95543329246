from typing import Any

from django.db import models


class OwnedForeignKey(models.ForeignKey):  # type: ignore[type-arg]
    """A key between two owned tables.

    Django knows no composite foreign key, so `core.isolation.schema` adds
    `(organisation_id, x_id) -> (organisation_id, id)` after each migrate: a row can then
    never point at a row of another organisation, not even at one it cannot see.
    """

    def __init__(self, to: Any, on_delete: Any = models.PROTECT, **options: Any) -> None:
        super().__init__(to, on_delete, **{**options, "db_constraint": False})

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        options.pop("db_constraint", None)
        return name, path, args, options
