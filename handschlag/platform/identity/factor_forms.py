"""The forms around second factors: allauth's, with our words and limits."""

from typing import Any

from allauth.core import context
from allauth.core.internal import ratelimit
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from handschlag.core.http.refusals import note_refusal
from handschlag.platform.identity import limits
from handschlag.platform.identity.forms import focus_first
from handschlag.platform.identity.models import Login

# Longer than a code of the app is taken, clocks that differ included.
USED_SECONDS = 120


def code_field(label: Any, help_text: Any, required: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
        error_messages={"required": required},
    )


class SecondFactorForm(AuthenticateForm):
    """Takes a code of the app or one of the recovery codes, each of them once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = code_field(
            _("Code"),
            _("Six digits from your authenticator app, or one of your recovery codes."),
            _("Enter a code from your authenticator app, or one of your recovery codes."),
        )
        focus_first(self)

    def clean_code(self) -> str:
        """Count the attempt where parallel requests cannot outrun it, then compare."""
        request = context.request
        key = str(self.user.pk)
        if not ratelimit.consume(request, app=limits.APP, action="second_factor", key=key):
            note_refusal(request, "limit")
            raise ValidationError(limits.no_more_tries(request, "second_factor", key))
        try:
            code = str(super().clean_code())
            self._use_up(code)
        except ValidationError:
            note_refusal(request, "code")
            raise
        return code

    def _use_up(self, code: str) -> None:
        is_of_app = self.authenticator.type == Authenticator.Type.TOTP
        name = f"handschlag.identity.used:{self.user.pk}:{code.strip()}"
        if is_of_app and not cache.add(name, 1, USED_SECONDS):
            raise ValidationError(
                _("This code has been used. Wait for the next one in your authenticator app.")
            )


class NewAppForm(ActivateTOTPForm):
    def __init__(self, *args: Any, user: Login, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.fields["code"] = code_field(
            _("Code from the app"),
            _("Six digits that the app shows for this access."),
            _("Enter the six digits that the app shows."),
        )
        focus_first(self)


class NewPasskeyForm(AddWebAuthnForm):
    """`credential` is what the browser's dialog gives; nobody types it."""

    def __init__(self, *args: Any, user: Login, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        del self.fields["passwordless"]
        self.fields["credential"].error_messages["required"] = _(
            "The passkey was not used. Please try again, or choose another way."
        )
        self.fields["name"] = forms.CharField(
            label=_("Name"),
            help_text=_("By which you know it again, such as “My phone”."),
            max_length=60,
            required=False,
        )
