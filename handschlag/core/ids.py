"""Public identifiers: neither guessable nor sequential."""

import base64
import uuid
from typing import Any

from django.db import models
from django.db.models.expressions import RawSQL

RANDOM_ID_SQL = "translate(left(encode(uuid_send(gen_random_uuid()), 'base64'), 22), '+/', '-_')"


def random_id() -> str:
    """22 URL-safe characters with 122 random bits."""
    return base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")


class PublicIdField(models.CharField):  # type: ignore[type-arg]
    """The id that appears in addresses; made by Python, or by the database for bulk inserts."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            **{
                "max_length": 22,
                "editable": False,
                "default": random_id,
                "db_default": RawSQL(RANDOM_ID_SQL, ()),  # noqa: S611  a constant
                **options,
            }
        )

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        for known in ("max_length", "editable", "default", "db_default"):
            options.pop(known, None)
        return name, path, args, options
