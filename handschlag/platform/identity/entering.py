"""Signing in whoever has just shown by a mail that an address is theirs, and signing out."""

from allauth.account import models as allauth
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import perform_login, record_authentication
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from handschlag.platform.identity.models import Login


def enter(request: HttpRequest, login: Login, *, method: str, address: str) -> HttpResponse:
    """Begin the person's session and lead to `address`; a second step they have comes first.

    `method` names the way in for the journal, such as `invitation`. Runs in the role `gate`.
    """
    record_authentication(request, login, method=method, email=login.email)
    begun = allauth.Login(user=login, email=login.email, redirect_url=address)
    return perform_login(request, begun)


def leave(request: HttpRequest) -> None:
    """End the session, so that somebody else can sign in here. Runs in the role `gate`."""
    get_adapter().logout(request)


def new_passkey_page(after: str) -> str:
    """The page that asks for a passkey at once, then leads to `after`."""
    return f"{reverse('identity:new_passkey', query={'next': after})}"
