from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ImportRefused(Exception):
    """The file or the mapping cannot be used; the message says why and what to do."""


class Reason(TextChoices):
    """Why a row, or a link of a credit note, was left out."""

    EMPTY = "empty", _("is empty")
    TOO_LONG = "too_long", _("is too long")
    NUMBER = "number", _("is not a number")
    TOO_LARGE = "too_large", _("is too large a number")
    MOMENT = "moment", _("is not a date such as 31.12.2026 or 2026-12-31 08:15")
    CONTROL = "control", _("contains a NUL character")
    ENCODING = "encoding", _("contains bytes that are no text")
    KIND = "kind", _("is neither a text nor a number")
    CELLS = "cells", _("has another number of cells than the heading")
    LONG_CELL = "long_cell", _("has a cell that is too long to be read")
    NO_INVOICE = "no_invoice", _("no earlier invoice of this customer still has these goods")
    SEVERAL_INVOICES = "several_invoices", _("more than one invoice could be meant")


class BadValue(Exception):
    """A value of a row that cannot be taken in."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason
