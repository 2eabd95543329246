from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import QuerySet

from handschlag.core.prepared import fetched
from handschlag.platform.identity.models import Login


class SignInBackend(AuthenticationBackend):
    """Fetches login and person of a session in one statement."""

    def _authenticate_by_email(self, email: str, password: str) -> Login | None:
        login = Login.objects.with_address(email)
        return self._check_password(login, password)  # type: ignore[return-value]

    def get_user(self, user_id: int) -> Login | None:
        return next(iter(fetched(_active_login, user_id)), None)


def _active_login(number: int) -> QuerySet[Login]:
    return Login.objects.select_related("person").filter(pk=number, is_active=True)
