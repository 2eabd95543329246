from allauth.account.auth_backends import AuthenticationBackend

from handschlag.platform.identity.models import Login


class SignInBackend(AuthenticationBackend):
    """Fetches login and person of a session in one statement."""

    def _authenticate_by_email(self, email: str, password: str) -> Login | None:
        login = Login.objects.with_address(email)
        return self._check_password(login, password)  # type: ignore[return-value]

    def get_user(self, user_id: int) -> Login | None:
        login = Login.objects.select_related("person").filter(pk=user_id, is_active=True)
        return login.first()
