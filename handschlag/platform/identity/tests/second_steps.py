"""An authenticator app in a test: what it shows for a secret at a time."""

import base64
import re
import time
from typing import Any

from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.test import Client

from handschlag.core.tests.factory_role import as_owner
from handschlag.platform.identity.models import Login
from handschlag.platform.identity.tests.factories import PASSWORD

PERIOD = 30
SIGN_IN, SECOND, SECURITY = "/sign-in/", "/sign-in/second/", "/account/security/"
APP, CODES, PROOF = "/account/factors/app/", "/account/factors/codes/", "/account/proof/"


def code_of(secret: str, seconds: float = 0) -> str:
    """What the app shows `seconds` from now."""
    app = TOTP(base64.b32decode(secret), 6, SHA1(), PERIOD)
    return app.generate(int(time.time() + seconds)).decode()


def entered(login: Login) -> Client:
    """A browser in which the password of `login` was right."""
    browser = Client(headers={"accept-language": "de"})
    browser.post(SIGN_IN, {"login": login.email, "password": PASSWORD})
    return browser


def secret_on(page: Any) -> str:
    found = re.search(r'<code class="secret">([^<]+)</code>', page.text)
    assert found is not None
    return found[1].replace(" ", "")


def with_app(login: Login) -> tuple[Client, str]:
    """A browser that has just added an app to the access of `login`, and the app's secret."""
    browser = entered(login)
    secret = secret_on(browser.get(APP))
    response = browser.post(APP, {"code": code_of(secret, -PERIOD)})
    assert response["Location"] == CODES
    return browser, secret


def codes_on(page: Any) -> list[str]:
    return [code.replace(" ", "") for code in re.findall(r"<li><code>([\d ]+)</code>", page.text)]


def is_in(browser: Client) -> bool:
    return browser.get(SECURITY).status_code == 200


def factors(login: Login) -> list[str]:
    with as_owner():
        return sorted(Authenticator.objects.filter(user=login).values_list("type", flat=True))
