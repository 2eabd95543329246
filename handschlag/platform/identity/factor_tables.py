"""The ways to sign in as the page about security lists them."""

from urllib.parse import urlencode

from allauth.mfa.models import Authenticator
from django.urls import reverse, reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from handschlag.core.actor import Actor
from handschlag.core.moments import as_of
from handschlag.core.ui.components import Button, Cell, Column, Row, Table
from handschlag.platform.identity.factors import codes_left, name_of
from handschlag.platform.identity.queries import own_factors

COLUMNS = (
    Column(gettext_lazy("Second step"), phone="title"),
    Column(gettext_lazy("Added"), phone="labelled"),
    Column(gettext_lazy("Last used"), phone="labelled"),
    Column(gettext_lazy("Change"), "action", phone="amount", is_label_hidden=True),
)
ADD_FACTORS = (
    Button(
        gettext_lazy("Create passkey"),
        url=reverse_lazy("identity:new_passkey"),  # type: ignore[arg-type]
        look="secondary",
        icon="key-round",
    ),
    Button(
        gettext_lazy("Add authenticator app"),
        url=reverse_lazy("identity:new_app"),  # type: ignore[arg-type]
        look="secondary",
        icon="shield-check",
    ),
)


def factor_table(by: Actor) -> Table:
    return Table(_("Second step and passkeys"), COLUMNS, tuple(map(_row, own_factors(by))))


def _row(factor: Authenticator) -> Row:
    name = name_of(factor)
    used = as_of(factor.last_used_at) if factor.last_used_at else _("not yet")
    is_codes = factor.type == Authenticator.Type.RECOVERY_CODES
    button = _manage(name) if is_codes else _remove(factor, name)
    cells = (Cell(name, hint=_left(factor) if is_codes else ""), Cell(as_of(factor.created_at)))
    return Row((*cells, Cell(used), Cell(button=button)))


def _left(factor: Authenticator) -> str:
    left = codes_left(factor)
    return ngettext("%(left)s code is left", "%(left)s codes are left", left) % {"left": left}


def _manage(name: str) -> Button:
    label = format_html('{}<span class="sr-only">: {}</span>', _("Make anew"), name)
    return Button(label, url=reverse("identity:recovery_codes"), look="quiet")


def _remove(factor: Authenticator, name: str) -> Button:
    label = format_html('{}<span class="sr-only">: {}</span>', _("Remove"), name)
    url = f"{reverse('identity:remove_factor')}?{urlencode({'factor': factor.pk})}"
    return Button(label, url=url, look="quiet")
