"""Whom somebody wants to invite, as they type or paste it."""

import re
from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from handschlag.platform.organisations.colleague_forms import AccessForm
from handschlag.platform.organisations.inviting import Guest

MOST = 50
LONGEST_NAME = 120
# `Erika Muster <erika@example.com>`, `erika@example.com (Erika Muster)` or the address alone.
GUEST = re.compile(r"^(?P<before>[^@<]*?)\s*<?(?P<email>[^\s<>()]+@[^\s<>()]+)>?\s*(?P<after>.*)$")
AROUND_NAME = " \t\"'()[],:"


class GuestsField(forms.CharField):
    """Gives a list of Guest, each address once."""

    widget = forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "spellcheck": "false"})

    def clean(self, value: str | None) -> list[Guest]:  # type: ignore[override]
        text = super().clean(value)
        guests: dict[str, Guest] = {}
        bad = []
        for part in _parts(text):
            guest = _guest(part)
            if guest:
                guests.setdefault(guest.email, guest)
            else:
                bad.append(part)
        if bad:
            raise ValidationError([_no_address(part) for part in bad])
        if len(guests) > MOST:
            text = _("You can invite %(most)s people at once. Invite the others afterwards.")
            raise ValidationError(text, params={"most": MOST})
        return list(guests.values())


class InviteForm(AccessForm):
    people = GuestsField(
        label=_("E-mail addresses"),
        help_text=_(
            "One or several, each on its own line or separated by commas. A name may stand before:"
            " Erika Muster <erika.muster@example.com>"
        ),
        max_length=20_000,
        error_messages={"required": _("Enter at least one e-mail address.")},
    )
    field_order = ("people", "roles", "scope", "sites")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["roles"].error_messages["required"] = _("Choose at least one role.")


def _parts(text: str) -> Iterator[str]:
    """A comma separates only where there is an address on each side of it."""
    for line in re.split(r"[\n\r;]+", text):
        pieces = line.split(",") if line.count("@") > 1 else [line]
        yield from (piece.strip() for piece in pieces if piece.strip())


def _guest(part: str) -> Guest | None:
    found = GUEST.match(part)
    if found is None:
        return None
    email = found["email"].strip(AROUND_NAME).lower()
    try:
        validate_email(email)
    except ValidationError:
        return None
    name = found["before"].strip(AROUND_NAME) or found["after"].strip(AROUND_NAME)
    return Guest(email=email, name=(name or _name_in(email))[:LONGEST_NAME])


def _name_in(email: str) -> str:
    """`erika.muster@example.com` is probably Erika Muster; she can correct it herself."""
    words = re.split(r"[._+-]+", email.partition("@")[0])
    return " ".join(word.capitalize() for word in words if word) or email


def _no_address(part: str) -> ValidationError:
    text = _("“%(part)s” holds no e-mail address. Correct it, or take it out.")
    return ValidationError(text, params={"part": part[:80]})
