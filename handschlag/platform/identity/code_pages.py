"""The pages that take a code from a mail: tries counted down, and always a way to a new code."""

from typing import Any

from allauth.account import views
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.internal.flows.password_reset_by_code import (
    PASSWORD_RESET_VERIFICATION_SESSION_KEY,
)
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView

from handschlag.core.ui.components import Button
from handschlag.platform.identity import limits
from handschlag.platform.identity.models import Login

EXPIRED = gettext_lazy("This code has expired.")
USED_UP = gettext_lazy("Too many wrong codes. For your protection this code no longer works.")


def say_new_code(request: HttpRequest, email: str) -> None:
    """The same words for everybody: they must not tell whether we know the address."""
    text = _(
        "A new code is on its way to %(email)s. If it does not arrive, please look into your"
        " spam folder as well."
    )
    messages.success(request, text % {"email": email})


class CodePage(FormView):
    """`asks_at` is the page that sends a new code to what it gets as `address_name`."""

    _process: Any = True
    asks_at = "identity:sign_in"
    address_name = "login"

    def form_invalid(self, form: Any) -> HttpResponse:
        """A wrong code costs a try; a field left empty does not."""
        process = self._process
        if not form.is_blank:
            if not process.record_invalid_attempt():
                return self.over(USED_UP, process.state["email"])
            form.say_tries_left(process.max_attempts - process.state["failed_attempts"])
        return self.render_to_response(self.get_context_data(form=form))

    def over(self, reason: Promise, email: str) -> HttpResponse:
        """Say why the code is worth nothing any more, and offer the next with one click."""
        label = gettext_lazy("Send a new code")
        context = {
            "reason": reason,
            "email": email,
            "asks_at": reverse(self.asks_at),
            "address_name": self.address_name,
            "next": self.get_next_url(),  # type: ignore[attr-defined]
            "again": Button(label, icon="mail", name="code", value="again"),
        }
        return render(self.request, "identity/code_over.html", context)


class ConfirmCode(CodePage, views.ConfirmLoginCodeView):
    template_name = "identity/code.html"
    extra_context = {
        "confirm": Button(gettext_lazy("Sign in"), busy=gettext_lazy("Signing in …")),
        "resend": Button(
            gettext_lazy("Send a new code"), look="quiet", name="action", value="resend"
        ),
    }
    stage: Any = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        if self._process is None:
            return self.over(EXPIRED, self.stage.state["email"])
        if self.stage is None and request.method == "POST":
            messages.error(request, EXPIRED)
        return response

    def _resend_form_valid(self, form: Any) -> HttpResponse:  # noqa: ARG002  allauth's signature
        """A new code is like the first: with its own ten minutes and its own tries."""
        email = self._process.state["email"]
        try:
            limits.take_code(self.request, "request_login_code", email)
        except ValidationError as error:
            messages.error(self.request, error.message)
        else:
            user = self._process.user
            LoginCodeVerificationProcess.initiate(request=self.request, user=user, email=email)
            say_new_code(self.request, email)
        return redirect(self.passthrough_next_url(reverse("identity:confirm_code")))


class ForgottenPassword(views.PasswordResetView):
    template_name = "identity/forgotten_password.html"
    extra_context = {"confirm": Button(gettext_lazy("Send code by e-mail"), icon="mail")}

    def get_initial(self) -> dict[str, Any]:
        user = self.request.user
        return {"email": user.email} if user.is_authenticated else {}

    def form_valid(self, form: Any) -> HttpResponse:
        """Counts as the page for sign-in does, so that strangers do not lock out the owner."""
        email = form.cleaned_data["email"]
        try:
            limits.take_code(self.request, "reset_password", email)
        except ValidationError as error:
            form.add_error("email", error)
            return self.form_invalid(form)
        form.save(self.request)
        if self.request.POST.get("code") == "again":
            say_new_code(self.request, email)
        return redirect(self.get_success_url())


class ConfirmPasswordCode(CodePage, views.ConfirmPasswordResetCodeView):
    template_name = "identity/password_code.html"
    extra_context = {
        "confirm": Button(gettext_lazy("Continue")),
        "resend": Button(gettext_lazy("Send a new code"), look="quiet", name="code", value="again"),
    }
    asks_at = "identity:forgotten_password"
    address_name = "email"

    def form_invalid(self, form: Any) -> HttpResponse:
        if not form.is_blank and "user_id" not in self._process.state:
            Login.objects.nobody()
        return super().form_invalid(form)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        asked = request.session.get(PASSWORD_RESET_VERIFICATION_SESSION_KEY)
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        if self._process is None and asked:
            return self.over(EXPIRED, asked["email"])
        if self._process is None:
            messages.error(request, EXPIRED)
        return response
