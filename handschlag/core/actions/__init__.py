"""The verbs of the house: one transaction, one rule, one journal entry."""

from handschlag.core.actions.actions import (
    BulkOutcome,
    EntrySet,
    Outcome,
    action,
    bulk_action,
    in_action,
)
from handschlag.core.actions.idempotency import KeyReused

__all__ = ["BulkOutcome", "EntrySet", "KeyReused", "Outcome", "action", "bulk_action", "in_action"]
