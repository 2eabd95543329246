"""The pages on which one adds and removes ways to sign in."""

from collections.abc import Callable
from typing import Any

import segno
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import get_next_redirect_url
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import clear_totp_secret
from allauth.mfa.webauthn.internal import auth as webauthn
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView

from handschlag.core.actor import Actor
from handschlag.core.http import ANYWHERE, page
from handschlag.core.rules import is_signed_in
from handschlag.core.ui.components import Button
from handschlag.platform.identity import letters
from handschlag.platform.identity.changing_factors import (
    add_app,
    add_passkey,
    remove_factor,
    renew_recovery_codes,
)
from handschlag.platform.identity.factor_forms import NewAppForm, NewPasskeyForm
from handschlag.platform.identity.factor_tables import ADD_FACTORS
from handschlag.platform.identity.factors import codes_left, grouped, name_of
from handschlag.platform.identity.models import Login
from handschlag.platform.identity.oneself import oneself
from handschlag.platform.identity.proof import needs_proof
from handschlag.platform.identity.proof_pages import as_json
from handschlag.platform.identity.queries import own_factor, own_factors

CODES = Authenticator.Type.RECOVERY_CODES


class NewFactor(FormView):
    """A form is checked and its factor added at the gate, where factors are kept."""

    add: Callable[[Actor, Any], Authenticator]

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user}

    def post(self, request: HttpRequest) -> HttpResponse:  # type: ignore[override]
        form = self.get_form()
        with oneself(request.actor) as by:  # type: ignore[attr-defined]
            factor = self.add(by, form) if form.is_valid() else None
        if factor is None:
            return self.form_invalid(form)
        record_authentication(request, _login(request), "mfa", type=factor.type)
        _tell(request, letters.factor_added(name_of(factor)))
        if self.after is None:
            messages.success(request, _("From now on signing in takes a second step."))
            return redirect("identity:recovery_codes")
        text = _("%(factor)s: ready. Recovery codes for the day it is lost are under Security.")
        messages.success(request, text % {"factor": name_of(factor)})
        return redirect(self.after)

    @property
    def after(self) -> str | None:
        """Where somebody is led who was brought here on the way to another page."""
        return get_next_redirect_url(self.request)


class NewApp(NewFactor):
    template_name = "identity/new_app.html"
    form_class = NewAppForm
    extra_context = {"confirm": Button(gettext_lazy("Add the app"))}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        secret = context["form"].secret
        url = get_adapter().build_totp_url(self.request.user, secret)
        code = segno.make(url).svg_inline(scale=5, border=4, light="#fff")
        return {**context, "secret": grouped(secret), "app_url": url, "qr": mark_safe(code)}  # noqa: S308  made of a code's squares alone

    def add(self, by: Actor, form: Any) -> Authenticator:
        clear_totp_secret(self.request)
        return add_app(by, secret=form.secret)


class NewPasskey(NewFactor):
    template_name = "identity/new_passkey.html"
    form_class = NewPasskeyForm
    extra_context = {"confirm": Button(gettext_lazy("Create passkey"), icon="key-round")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        with oneself(self.request.actor):  # type: ignore[attr-defined]
            options = webauthn.begin_registration(self.request.user, passwordless=True)  # type: ignore[arg-type]
        return super().get_context_data(options=as_json(options), after=self.after, **kwargs)

    def add(self, by: Actor, form: Any) -> Authenticator:
        values = form.cleaned_data
        return add_passkey(by, name=values["name"], credential=values["credential"])


own_form = page(is_signed_in, at=ANYWHERE, methods=("GET", "POST"), for_set_up=True)
new_app = own_form(needs_proof(NewApp.as_view()))
new_passkey = own_form(needs_proof(NewPasskey.as_view()))


@page(is_signed_in, at=ANYWHERE, for_set_up=True)
def set_up(request: HttpRequest) -> HttpResponse:
    """Where somebody is led whose role takes a second step, until they have one."""
    if any(factor.type != CODES for factor in own_factors(request.actor)):  # type: ignore[attr-defined]
        return redirect(f"{reverse('identity:prove')}?next=/")
    context = {"add_factors": ADD_FACTORS}
    return render(request, "identity/set_up_factor.html", context)


REMOVE = Button(gettext_lazy("Remove"), look="danger")
RENEW = Button(gettext_lazy("Make new codes"), look="secondary", icon="refresh-cw")


@page(is_signed_in, at=ANYWHERE, methods=("GET", "POST"))
@needs_proof
def remove(request: HttpRequest) -> HttpResponse:
    """Asks whether that is meant, since signing in may be left without a second step."""
    factor = own_factor(request.actor, request.GET.get("factor", ""))  # type: ignore[attr-defined]
    if factor is None or factor.type == CODES:
        raise Http404
    if request.method == "POST":
        with oneself(request.actor) as by:  # type: ignore[attr-defined]
            remove_factor(by, factor=factor)
        _tell(request, letters.factor_removed(name_of(factor)))
        messages.success(request, _("%(factor)s: removed.") % {"factor": name_of(factor)})
        return redirect("identity:security")
    others = [f for f in own_factors(request.actor) if f.pk != factor.pk and f.type != CODES]  # type: ignore[attr-defined]
    context = {"factor": name_of(factor), "is_last": not others, "remove": REMOVE}
    return render(request, "identity/remove_factor.html", context)


@own_form
@needs_proof
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Shows the codes once, right after they were made; later only how many are left."""
    factor = _codes(request)
    if factor is None:
        raise Http404
    if request.method == "POST":
        with oneself(request.actor) as by:  # type: ignore[attr-defined]
            renew_recovery_codes(by)
        _tell(request, letters.codes_renewed())
        return redirect("identity:recovery_codes")
    context = {"codes": _shown_once(request, factor), "left": codes_left(factor), "renew": RENEW}
    response = render(request, "identity/recovery_codes.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _codes(request: HttpRequest) -> Authenticator | None:
    found = own_factors(request.actor)  # type: ignore[attr-defined]
    return next((factor for factor in found if factor.type == CODES), None)


def _shown_once(request: HttpRequest, factor: Authenticator) -> list[str]:
    codes = factor.wrap()
    if codes.did_view:
        return []
    with oneself(request.actor):  # type: ignore[attr-defined]
        codes.mark_as_viewed()
    return [grouped(code) for code in codes.get_unused_codes()]


def _tell(request: Any, letter: letters.Letter) -> None:
    letters.send(request.portal, _login(request).email, letter)


def _login(request: HttpRequest) -> Login:
    return request.user  # type: ignore[return-value]
