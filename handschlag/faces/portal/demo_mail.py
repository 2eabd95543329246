"""The mails that the demo has sent, since its mail server delivers to nobody. Only there."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from handschlag.core.http import ANYWHERE, page
from handschlag.core.moments import as_of
from handschlag.core.rules import anyone
from handschlag.core.ui.components import Empty

MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class CaughtMail:
    subject: str
    recipient: str
    moment: str
    text: str


@page(anyone, at=ANYWHERE)
def mails(request: HttpRequest) -> HttpResponse:
    caught = [_read(path) for path in _newest()]
    hint = _("Ask for a code on the sign-in page, and its mail appears here.")
    context = {"mails": caught, "empty": Empty("nothing", _("No mail yet"), hint, icon="mail")}
    return render(request, "portal/demo_mail.html", context)


def _newest() -> list[Path]:
    folder: Path = settings.ENVIRONMENT.var / "demo" / "mail"
    return sorted(folder.glob("*.eml"), reverse=True)[:MOST_SHOWN]


def _read(path: Path) -> CaughtMail:
    parser: BytesParser[EmailMessage] = BytesParser(policy=policy.default)
    mail = parser.parsebytes(path.read_bytes())
    body = mail.get_body(("plain",))
    return CaughtMail(
        subject=mail["Subject"],
        recipient=mail["To"],
        moment=as_of(datetime.fromtimestamp(path.stat().st_mtime, UTC)),
        text=body.get_content() if body else "",
    )
