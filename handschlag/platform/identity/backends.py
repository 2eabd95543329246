from allauth.account.auth_backends import AuthenticationBackend

from handschlag.platform.identity.models import Login


class SignInBackend(AuthenticationBackend):
    """Fetches login and person of a session in one statement."""

    def get_user(self, user_id: int) -> Login | None:
        login = Login.objects.select_related("person").filter(pk=user_id, is_active=True)
        return login.first()
