"""What second factors are called, and the recovery codes that are still to be shown."""

from allauth.mfa.models import Authenticator
from django.utils.translation import gettext as _

Type = Authenticator.Type


def name_of(factor: Authenticator) -> str:
    if factor.type == Type.TOTP:
        return _("Authenticator app")
    if factor.type == Type.RECOVERY_CODES:
        return _("Recovery codes")
    return _("Passkey “%(name)s”") % {"name": factor.wrap().name}


def codes_left(factor: Authenticator) -> int:
    return len(factor.wrap().get_unused_codes())


def grouped(text: str, size: int = 4) -> str:
    """`ABCD EFGH …`: easier to copy by eye."""
    return " ".join(text[at : at + size] for at in range(0, len(text), size))
