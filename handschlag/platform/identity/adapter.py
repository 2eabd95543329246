"""The one place where django-allauth meets the house: its mails, its errors, our journal."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handschlag.core.http.refusals import note_refusal
from handschlag.core.journal import Event, Subject, record
from handschlag.platform.identity import known_browser, letters, limits
from handschlag.platform.identity.events import PasswordChanged, SignedIn, SignedOut
from handschlag.platform.identity.models import Login
from handschlag.platform.identity.oneself import oneself


class SignInAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": gettext_lazy("E-mail address or password is not correct."),
    }

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError as error:
            note_refusal(request, "limit")
            text = _(
                "Too many attempts. You can try again from %(time)s"
                " – or sign in with a code by e-mail."
            )
            key = self._get_login_attempts_cache_key(request, **credentials)
            again = limits.opens_at(request, "login_failed", key)
            raise ValidationError(text % {"time": again}, code=error.code) from None

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        note_refusal(request, "sign_in")
        super().authentication_failed(request, **credentials)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """In a browser that the person has used before, strangers' tries do not count."""
        own = known_browser.counter(request, credentials.get("email", ""))
        return own or str(super()._get_login_attempts_cache_key(request, **credentials))

    def post_login(self, request: HttpRequest, user: Login, **options: Any) -> HttpResponse:  # type: ignore[override]
        response: HttpResponse = super().post_login(request, user, **options)
        known_browser.remember(request, response, user.email)
        return response

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
        _note(request, user, SignedIn(method=_ways(records)))

    def logout(self, request: HttpRequest) -> None:
        _note(request, request.user, SignedOut())  # type: ignore[arg-type]
        super().logout(request)

    def set_password(self, user: Login, password: str) -> None:  # type: ignore[override]
        super().set_password(user, password)
        user.sessions.exclude(pk=self.request.session.session_key).delete()
        _note(self.request, user, PasswordChanged())


def _ways(records: list[dict[str, Any]]) -> str:
    """`password+totp`: each step of this sign-in."""
    return "+".join(dict.fromkeys(r.get("type") or r["method"] for r in records))


def _note(request: HttpRequest, login: Login, event: Event) -> None:
    with oneself(request.actor, login.person_id) as by:  # type: ignore[attr-defined]
        record(by, event, subject=Subject("identity.person", login.person_id))
