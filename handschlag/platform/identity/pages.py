"""The pages around signing in: allauth's views, our doors and templates."""

from functools import wraps
from typing import Any

from allauth.account import views
from allauth.account.internal.stagekit import LOGIN_SESSION_KEY
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from handschlag.core.http import ANYWHERE, page
from handschlag.core.http.doors import View
from handschlag.core.rules import anyone
from handschlag.core.ui.components import Button
from handschlag.platform.identity import demo
from handschlag.platform.identity.code_pages import (
    ConfirmCode,
    ConfirmPasswordCode,
    ForgottenPassword,
    say_new_code,
)
from handschlag.platform.identity.models import DEMO_PASSWORD, Login

form_page = page(anyone, at=ANYWHERE, methods=("GET", "POST"), at_gate=True)


def as_for_known(view: View) -> View:
    """For a view that looks up the login of a sign-in under way: a stranger's costs that, too."""

    @wraps(view)
    def even(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        under_way = request.session.get(LOGIN_SESSION_KEY)
        if under_way and under_way["user_pk"] is None:
            Login.objects.nobody()
        return view(request, *args, **kwargs)

    return even


class SignIn(views.LoginView):
    template_name = "identity/sign_in.html"

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: Any) -> None:
        """Show the form: whoever comes back wants another address or another code."""

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        if self.request.POST.get("code") == "again":
            say_new_code(self.request, form.cleaned_data["login"])
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            by_password=Button(_("Sign in"), busy=_("Signing in …")),
            by_code=Button(
                _("Send code by e-mail"), look="secondary", icon="mail", name="code", value="1"
            ),
            by_passkey=Button(_("Sign in with a passkey"), look="secondary", icon="key-round"),
            cast=demo.cast(self.request),
            demo_password=DEMO_PASSWORD if settings.IS_DEMO else "",
            **kwargs,
        )


class NewPassword(views.CompletePasswordResetView):
    template_name = "identity/new_password.html"
    extra_context = {"confirm": Button(_("Save password and sign in"))}

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        text = _("Your password has been changed. You are signed out on all other devices.")
        messages.success(self.request, text)
        return response


sign_in = form_page(as_for_known(SignIn.as_view()))
confirm_code = form_page(as_for_known(ConfirmCode.as_view()))
forgotten_password = form_page(ForgottenPassword.as_view())
confirm_password_code = form_page(ConfirmPasswordCode.as_view())
new_password = form_page(NewPassword.as_view())


@page(anyone, at=ANYWHERE, methods=("POST",), at_gate=True, for_set_up=True)
def sign_out(request: HttpRequest) -> HttpResponseBase:
    response = views.logout(request)
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


@page(anyone, at=ANYWHERE)
def signed_out(request: HttpRequest) -> HttpResponse:
    return render(request, "identity/signed_out.html")


@page(anyone, at=ANYWHERE, at_gate=True)
def inactive(request: HttpRequest) -> HttpResponse:
    return render(request, "identity/inactive.html", status=403)


@page(anyone, at=ANYWHERE, methods=("GET", "POST"), at_gate=True)
def sign_up(request: HttpRequest) -> HttpResponse:
    """Portals by invitation have no sign-up; allauth must still be able to name the address."""
    raise Http404
