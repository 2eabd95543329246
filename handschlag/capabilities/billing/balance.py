"""The account in one sentence per currency."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from handschlag.capabilities.billing.queries import Balance


def balance_sentences(balances: Iterable[Balance]) -> list[str]:
    """`Offen: 1.284,90 €, davon überfällig 312,00 €`; amounts of currencies are never added."""
    return [sentence for balance in balances for sentence in _sentences(balance)]


def _sentences(balance: Balance) -> list[str]:
    names = {
        "unpaid": str(balance.unpaid),
        "overdue": str(balance.overdue),
        "credit": str(balance.credit),
    }
    found = []
    if balance.overdue:
        found.append(_("Open: %(unpaid)s, of which overdue %(overdue)s") % names)
    elif balance.unpaid:
        found.append(_("Open: %(unpaid)s, nothing overdue") % names)
    if balance.credit:
        found.append(_("Credit: %(credit)s") % names)
    return found
