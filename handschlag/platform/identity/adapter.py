"""The one place where django-allauth meets the house: its mails, its errors, our journal."""

from datetime import timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handschlag.core.actor import Actor, ActorKind
from handschlag.core.isolation import acting
from handschlag.core.journal import Event, Subject, record
from handschlag.platform.identity import letters
from handschlag.platform.identity.events import PasswordChanged, SignedIn, SignedOut
from handschlag.platform.identity.models import Login

PASSWORD_PAUSE = timedelta(minutes=5)
CODE_PAUSE = timedelta(minutes=10)


class SignInAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": gettext_lazy("E-mail address or password is not correct."),
        "incorrect_code": gettext_lazy(
            "This code is not correct. Enter the six digits from the latest mail."
        ),
        "too_many_login_attempts": gettext_lazy(
            "Too many attempts with this code. Please request a new one."
        ),
    }

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        if code == "too_many_login_attempts":
            text = _("Too many attempts. You can try again from %(time)s.")
            return ValidationError(text % {"time": _clock(CODE_PAUSE)}, code=code)
        return super().validation_error(code, *args)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError as error:
            text = _(
                "Too many attempts. You can try again from %(time)s"
                " – or sign in with a code by e-mail."
            )
            pause = {"time": _clock(PASSWORD_PAUSE)}
            raise ValidationError(text % pause, code=error.code) from None

    def get_client_ip(self, request: HttpRequest) -> str:
        return str(request.META["REMOTE_ADDR"])

    def is_ajax(self, request: HttpRequest) -> bool:  # noqa: ARG002  allauth's signature
        return False

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  as above
        return False

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,  # noqa: ARG002  as above
        message_context: dict[str, Any] | None = None,  # noqa: ARG002  as above
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Pass on errors; the pages themselves say what went well."""
        if message:
            messages.add_message(request, level, message, extra_tags=extra_tags)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        kind = template_prefix.rpartition("/")[2]
        letters.send(self.request.portal, email, letters.LETTERS[kind](context.get("code", "")))  # type: ignore[attr-defined]

    def login(self, request: HttpRequest, user: Login) -> None:  # type: ignore[override]
        records = get_authentication_records(request, user)
        super().login(request, user)
        _note(request, user, SignedIn(method=records[-1]["method"]))

    def logout(self, request: HttpRequest) -> None:
        _note(request, request.user, SignedOut())  # type: ignore[arg-type]
        super().logout(request)

    def set_password(self, user: Login, password: str) -> None:  # type: ignore[override]
        super().set_password(user, password)
        _note(self.request, user, PasswordChanged())


def _note(request: HttpRequest, login: Login, event: Event) -> None:
    """Write an entry about one's own login; it belongs to no organisation."""
    at: Actor = request.actor  # type: ignore[attr-defined]
    by = Actor(
        kind=ActorKind.PERSON, person_id=login.person_id, portal_id=at.portal_id, channel=at.channel
    )
    with acting(by, at_gate=True):
        record(by, event, subject=Subject("identity.person", login.person_id))


def _clock(pause: timedelta) -> str:
    """The full minute after which a limit of this length has passed for certain."""
    over = timezone.localtime(timezone.now() + pause + timedelta(seconds=59))
    return date_format(over, "TIME_FORMAT")
