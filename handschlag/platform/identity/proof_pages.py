"""The second step of signing in, and the same step again before something dangerous."""

import json
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.utils import get_next_redirect_url
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import ReauthenticateWebAuthnForm
from allauth.mfa.webauthn.internal import auth as webauthn
from allauth.mfa.webauthn.views import LoginWebAuthnView
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy

from handschlag.core.http import ANYWHERE, page
from handschlag.core.rules import anyone, is_signed_in
from handschlag.core.ui.components import Button
from handschlag.platform.identity.factor_forms import SecondFactorForm
from handschlag.platform.identity.models import Login
from handschlag.platform.identity.oneself import oneself
from handschlag.platform.identity.queries import has_second_factor

BUTTONS = {
    "by_code": Button(gettext_lazy("Continue")),
    "by_passkey": Button(gettext_lazy("Continue with a passkey"), icon="key-round"),
}
SIGN_IN_AGAIN = Button(gettext_lazy("Sign in again"), icon="key-round")


class SecondFactor(AuthenticateView):
    template_name = "identity/second_factor.html"
    extra_context = BUTTONS

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        login = self.stage.login.user
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "options": passkey_options(login), "form": self._shown_form(login)}

    def _shown_form(self, login: Login) -> SecondFactorForm:
        """What a passkey gave is no code, so its error stands above an empty form."""
        return self.auth_form or SecondFactorForm(user=login)


class PasskeySignIn(LoginWebAuthnView):
    def _redirect_to_pending_stage(self, request: HttpRequest, stage: Any) -> None:
        """Whoever comes back from the second step may choose another way."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002  Django's signature
        """What the browser's dialog has to know, in the form that it takes."""
        options = webauthn.begin_authentication(user=None)
        return HttpResponse(as_json(options), content_type="application/json")


second_factor = page(anyone, at=ANYWHERE, methods=("GET", "POST"), at_gate=True)(
    SecondFactor.as_view()
)
sign_in_by_passkey = page(anyone, at=ANYWHERE, methods=("GET", "POST"), at_gate=True)(
    PasskeySignIn.as_view()
)


@page(is_signed_in, at=ANYWHERE, methods=("GET", "POST"), for_set_up=True)
def prove(request: HttpRequest) -> HttpResponse:
    """Leads back to `next` once the person has shown that it is they."""
    back = get_next_redirect_url(request) or reverse("identity:security")
    with oneself(request.actor) as by:  # type: ignore[attr-defined]
        if not has_second_factor(by):
            context = {"again": SIGN_IN_AGAIN, "next": back}
            return render(request, "identity/sign_in_again.html", context)
        form = _typed(request)
        if form.is_bound and form.is_valid():
            post_authentication(request, _factor_of(form), reauthenticated=True)
            request.session.cycle_key()
            return redirect(back)
        options = passkey_options(_login(request))
    shown = form if isinstance(form, SecondFactorForm) else SecondFactorForm(user=request.user)
    context = {**BUTTONS, "form": shown, "options": options, "next": back}
    return render(request, "identity/prove.html", context)


@page(is_signed_in, at=ANYWHERE, methods=("POST",), at_gate=True, for_set_up=True)
def sign_in_again(request: HttpRequest) -> HttpResponse:
    """Whoever finds a browser open must not take the access along."""
    back = get_next_redirect_url(request) or reverse("identity:security")
    get_adapter().logout(request)
    return redirect_to_login(back, settings.LOGIN_URL)


def passkey_options(login: Login) -> str:
    """What the browser's dialog has to know, as JSON; empty for somebody without a passkey."""
    passkeys = Authenticator.objects.filter(user=login, type=Authenticator.Type.WEBAUTHN)
    return as_json(webauthn.begin_authentication(login)) if passkeys.exists() else ""


def as_json(options: dict[str, Any]) -> str:
    return json.dumps(options["publicKey"], default=dict)


def _typed(request: HttpRequest) -> Any:
    if request.method != "POST":
        return SecondFactorForm(user=request.user)
    kind = ReauthenticateWebAuthnForm if "credential" in request.POST else SecondFactorForm
    return kind(request.POST, user=request.user)


def _factor_of(form: Any) -> Authenticator:
    found: Authenticator = form.cleaned_data.get("credential") or form.authenticator
    return found


def _login(request: HttpRequest) -> Login:
    return request.user  # type: ignore[return-value]
