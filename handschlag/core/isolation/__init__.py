"""Whose rows a request may touch: declarations, database roles, and the context that sets them."""

from handschlag.core.isolation.context import acting, current_actor
from handschlag.core.isolation.declarations import (
    Declaration,
    credentials,
    identity,
    journal,
    owned,
    shared,
    system,
)

__all__ = [
    "Declaration",
    "acting",
    "credentials",
    "current_actor",
    "identity",
    "journal",
    "owned",
    "shared",
    "system",
]
