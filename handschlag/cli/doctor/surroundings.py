import smtplib
import tempfile
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import run_checks
from django.core.mail import get_connection

from handschlag.cli.doctor.unwell import Unwell
from handschlag.core.files.storage import ensure_folder


def house() -> str:
    errors = [message for message in run_checks() if message.is_serious()]
    if errors:
        raise Unwell(f"{errors[0].msg} {errors[0].hint or ''}")
    return "every route, table and retention class is declared"


def public_url() -> str:
    if urlsplit(settings.PUBLIC_URL).scheme == "http" and settings.MODE == "production":
        raise Unwell("PUBLIC_URL is http; customers need https in production.")
    return str(settings.PUBLIC_URL)


def proxies() -> str:
    if settings.TRUSTED_PROXIES:
        return ", ".join(map(str, settings.TRUSTED_PROXIES))
    if urlsplit(settings.PUBLIC_URL).scheme == "https":
        raise Unwell(
            "PUBLIC_URL is https, so a proxy stands in front: name its network in "
            "HANDSCHLAG_TRUSTED_PROXIES, or every visitor is taken for the proxy."
        )
    return "none"


def mail() -> str:
    try:
        with get_connection():
            return "the mail server answers"
    except (OSError, smtplib.SMTPException) as error:
        raise Unwell(f"the mail server of HANDSCHLAG_MAIL_URL does not answer: {error}") from error


def storage() -> str:
    try:
        ensure_folder()
        with tempfile.TemporaryFile(dir=settings.FILES):
            return f"{settings.FILES} can be written"
    except OSError as error:
        raise Unwell(f"HANDSCHLAG_FILES cannot be written: {error.strerror}.") from error
