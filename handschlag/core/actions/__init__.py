"""The verbs of the house: one transaction, one rule, one journal entry."""

from handschlag.core.actions.actions import (
    BulkOutcome,
    Outcome,
    action,
    bulk_action,
    in_action,
)
from handschlag.core.actions.idempotency import KeyReused
from handschlag.core.journal.record import EntrySet

__all__ = ["BulkOutcome", "EntrySet", "KeyReused", "Outcome", "action", "bulk_action", "in_action"]
