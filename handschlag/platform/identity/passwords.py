"""Django's checks of a new password, in plain words."""

from django.contrib.auth import password_validation
from django.utils.translation import gettext as _


class LongEnough(password_validation.MinimumLengthValidator):
    def get_error_message(self) -> str:
        text = _("This password is too short: it needs at least %(count)s characters.")
        return text % {"count": self.min_length}

    def get_help_text(self) -> str:
        text = _("At least %(count)s characters. Several words in a row are easy to remember.")
        return text % {"count": self.min_length}


class NotCommon(password_validation.CommonPasswordValidator):
    def get_error_message(self) -> str:
        return _("Many people use this password, so it is easy to guess. Choose another one.")

    def get_help_text(self) -> str:
        return ""
