"""Where django-allauth's second factors meet the house: secrets, names and words."""

import base64
import hashlib
from typing import Any

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handschlag.platform.identity.models import Login


class FactorAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy(
            "This code is not correct. Each code can be used once: wait for the next one."
        ),
    }

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def get_totp_issuer(self) -> str:
        return str(context.request.portal.name)

    def generate_authenticator_name(self, user: Login, type: str) -> str:  # type: ignore[override]  # noqa: A002, ARG002  allauth's signature
        """Never none: by then the device has made the passkey already."""
        return _("My device")

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """A passkey belongs to the host at which it was made."""
        return {"id": context.request.host, "name": self.get_totp_issuer()}

    def get_public_key_credential_user_entity(self, user: Login) -> dict[str, Any]:  # type: ignore[override]
        entity: dict[str, Any] = super().get_public_key_credential_user_entity(user)
        return {**entity, "display_name": user.person.name}


def _cipher() -> Fernet:
    """The database alone does not give the secrets away: the key comes from the configuration."""
    digest = hashlib.sha256(b"handschlag.identity.factors" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
