"""allauth's forms with our words; what they check stays theirs."""

from typing import Any

from allauth.account import forms as allauth_forms
from allauth.core import context, ratelimit
from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from handschlag.core.http.refusals import note_refusal
from handschlag.platform.identity import limits
from handschlag.platform.identity.models import Login


class EmailField(forms.EmailField):
    def __init__(self, **options: Any) -> None:
        super().__init__(
            label=_("E-mail address"),
            max_length=254,
            widget=forms.EmailInput(attrs={"autocomplete": "username"}),
            error_messages={
                "required": _("Enter your e-mail address."),
                "invalid": _("Enter an e-mail address such as name@company.com."),
            },
            **options,
        )

    def clean(self, value: Any) -> str:
        return str(super().clean(value)).lower()


def focus_first(form: forms.Form) -> None:
    """Begin in the first field of a fresh page; after an error its summary has the focus."""
    if not form.is_bound:
        next(iter(form.fields.values())).widget.attrs["autofocus"] = True


def _open_login(email: str) -> Login | None:
    login = Login.objects.with_address(email)
    return login if login and login.is_active else None


class SignInForm(allauth_forms.LoginForm):
    """One form, two ways: with the button "code" the password does not matter."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = EmailField()
        self.fields["password"] = forms.CharField(
            label=_("Password"),
            strip=False,
            required=not self.wants_code,
            widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
            error_messages={
                "required": _("Enter your password, or have a code sent to you by e-mail.")
            },
        )
        self.order_fields(["login", "password"])
        focus_first(self)

    @property
    def wants_code(self) -> bool:
        return "code" in self.data

    def user_credentials(self) -> dict[str, Any]:
        credentials = super().user_credentials()
        if self.wants_code:
            credentials.pop("password", None)
        return credentials

    def clean(self) -> dict[str, Any]:
        """The password did not have to be there, but the page calls no password optional."""
        self.fields["password"].required = True
        cleaned: dict[str, Any] = super().clean()
        return cleaned

    def _clean_without_password(
        self,
        email: str,
        phone: None,  # noqa: ARG002  allauth's signature
    ) -> dict[str, Any]:
        try:
            limits.take_code(self.request, "request_login_code", email)
        except ValidationError as error:
            self.add_error("login", error)
        else:
            self.user = _open_login(email)
        return self.cleaned_data


class CodeForm(allauth_forms.BaseConfirmCodeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = forms.CharField(
            label=_("Code from the mail"),
            max_length=20,
            widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
            error_messages={"required": _("Enter the six digits from the mail.")},
        )
        focus_first(self)

    def clean_code(self) -> str:
        """Count the attempt where parallel requests cannot outrun it, then compare."""
        request = context.request
        key = f"{request.session.session_key}:{self.expected_code}"
        if not ratelimit.consume(request, action="confirm_code", key=key):
            note_refusal(request, "limit")
            raise allauth_forms.get_adapter().validation_error("incorrect_code")
        try:
            return str(super().clean_code())
        except ValidationError:
            note_refusal(request, "code")
            raise

    @property
    def is_blank(self) -> bool:
        return not self.data.get("code", "").strip()

    def say_tries_left(self, count: int) -> None:
        text = ngettext(
            "This code is not correct. You have %(count)s try left.",
            "This code is not correct. You have %(count)s tries left.",
            count,
        )
        self.errors["code"] = self.error_class([text % {"count": count}], renderer=self.renderer)


class ForgottenPasswordForm(allauth_forms.ResetPasswordForm):
    email = EmailField()

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        self.users = [login] if (login := _open_login(email)) else []
        return email

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        focus_first(self)


class NewAddressForm(forms.Form):
    email = EmailField()

    def __init__(self, *args: Any, current: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.current = current
        self.fields["email"].label = _("New e-mail address")
        self.fields["email"].widget.attrs["autocomplete"] = "email"
        focus_first(self)

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        if email == self.current:
            raise ValidationError(_("You sign in with this e-mail address already."))
        return email


class NewPasswordForm(allauth_forms.ResetPasswordKeyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first = self.fields["password1"]
        first.label, first.widget.attrs = _("New password"), {"autocomplete": "new-password"}
        first.help_text = " ".join(password_validation.password_validators_help_texts()).strip()
        first.error_messages["required"] = _("Enter a new password.")
        again = self.fields["password2"]
        again.label, again.widget.attrs = _("New password again"), {"autocomplete": "new-password"}
        again.error_messages["required"] = _("Enter the new password again.")
        focus_first(self)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = forms.Form.clean(self) or self.cleaned_data
        if "password1" in cleaned and cleaned.get("password2") not in {None, cleaned["password1"]}:
            self.add_error("password2", _("The two passwords are different."))
        return cleaned
