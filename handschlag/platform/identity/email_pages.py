"""The pages on which one changes the address one signs in with."""

from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.code_verification import AbstractCodeVerificationProcess
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView

from handschlag.core.actor import ActorKind
from handschlag.core.http import ANYWHERE, page
from handschlag.core.rules import anyone, is_signed_in
from handschlag.core.ui.components import Button
from handschlag.platform.identity import known_browser, letters, limits
from handschlag.platform.identity.actions import AddressTaken
from handschlag.platform.identity.changing_email import (
    change_email,
    former_address,
    restore_email,
    way_back,
)
from handschlag.platform.identity.code_pages import EXPIRED, CodePage, say_new_code
from handschlag.platform.identity.forms import CodeForm, NewAddressForm
from handschlag.platform.identity.models import FormerAddress, Login
from handschlag.platform.identity.oneself import oneself
from handschlag.platform.identity.proof import needs_proof
from handschlag.platform.identity.queries import is_taken

KEPT_AS = "handschlag_new_address"


class AddressProof(AbstractCodeVerificationProcess):
    """A code on its way to the new address; one that others have gets a mail without a code."""

    def __init__(self, request: Any, state: dict[str, Any]) -> None:
        self.request = request
        super().__init__(settings.CODE_ATTEMPTS, settings.CODE_LIFETIME, state)

    @classmethod
    def begin(cls, request: Any, email: str) -> None:
        proof = cls(request, cls.initial_state(None, email))
        proof.send()
        proof.persist()

    @classmethod
    def resume(cls, request: Any) -> "AddressProof | None":
        state = request.session.get(KEPT_AS)
        return cls(request, state).abort_if_invalid() if state else None

    def send(self) -> None:
        email, letter = self.state["email"], letters.address_taken()
        code = get_adapter().generate_login_code()
        by = self.request.actor
        if not is_taken(by, email, but=by.person_id):
            self.state["code"], letter = code, letters.address_code(code)
        letters.send(self.request.portal, email, letter)

    def persist(self) -> None:
        self.request.session[KEPT_AS] = self.state

    def abort(self) -> None:
        self.request.session.pop(KEPT_AS, None)


class ChangeEmail(FormView):
    template_name = "identity/change_email.html"
    form_class = NewAddressForm
    extra_context = {"confirm": Button(gettext_lazy("Send code by e-mail"), icon="mail")}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "current": _login(self.request).email}

    def form_valid(self, form: Any) -> HttpResponse:
        email = form.cleaned_data["email"]
        try:
            limits.take_code(self.request, "change_email", email)
        except ValidationError as error:
            form.add_error("email", error)
            return self.form_invalid(form)
        AddressProof.begin(self.request, email)
        if self.request.POST.get("code") == "again":
            say_new_code(self.request, email)
        return redirect("identity:confirm_email")


class ConfirmEmail(CodePage):
    template_name = "identity/email_code.html"
    form_class = CodeForm
    extra_context = {
        "confirm": Button(gettext_lazy("Change e-mail address")),
        "resend": Button(gettext_lazy("Send a new code"), look="quiet", name="code", value="again"),
    }
    asks_at = "identity:change_email"
    address_name = "email"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        asked = request.session.get(KEPT_AS)
        self._process = AddressProof.resume(request)
        if self._process is None:
            return self.over(EXPIRED, asked["email"]) if asked else redirect(self.asks_at)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "code": self._process.code}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(email=self._process.state["email"], **kwargs)

    def get_next_url(self) -> None:
        """It always leads back to the page about security."""

    def form_valid(self, form: Any) -> HttpResponse:  # noqa: ARG002  Django's signature
        email = self._process.state["email"]
        self._process.abort()
        with oneself(self.request.actor) as by:  # type: ignore[attr-defined]
            try:
                former = change_email(by, email=email, keep=self.request.session.session_key)
            except AddressTaken:
                return self.over(EXPIRED, email)
        _tell_old_address(self.request, former)
        text = _("From now on you sign in with %(email)s.") % {"email": email}
        messages.success(self.request, text)
        response = redirect("identity:security")
        known_browser.remember(self.request, response, email)
        return response


own_form = page(is_signed_in, at=ANYWHERE, methods=("GET", "POST"))
UNDO = Button(gettext_lazy("Restore my access"), icon="undo-2")

change = own_form(needs_proof(ChangeEmail.as_view()))
confirm = own_form(ConfirmEmail.as_view())


@page(anyone, at=ANYWHERE, methods=("GET", "POST"), at_gate=True)
def undo(request: HttpRequest) -> HttpResponse:
    """The page behind the link to the old address; opening it changes nothing yet."""
    former = former_address(request.GET.get("link", ""))
    if former is None:
        raise Http404
    if request.method != "POST":
        return render(request, "identity/undo_email.html", {"former": former, "undo": UNDO})
    owner = former.login.person_id
    with oneself(request.actor, owner, kind=ActorKind.LINK) as by:  # type: ignore[attr-defined]
        restore_email(by, former=former)
    logout(request)
    messages.success(request, _("Your old e-mail address applies again. Sign in with a code."))
    return redirect("identity:sign_in")


def _login(request: HttpRequest) -> Login:
    return request.user  # type: ignore[return-value]


def _tell_old_address(request: Any, former: FormerAddress) -> None:
    query = urlencode({"link": way_back(former)})
    link = request.build_absolute_uri(f"{reverse('identity:undo_email')}?{query}")
    letters.send(request.portal, former.email, letters.email_changed(link))
