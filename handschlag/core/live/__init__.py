"""Tells open pages that something on them has changed; they fetch it through their own gate."""

from typing import Any

PLACE = "live/"
ANYTHING = "*"


def live_subject(record: Any) -> str:
    """What a page about `record` listens for: its kind and its public id."""
    return f"{record._meta.label_lower}:{record.public_id}"
