"""Sign-in, cookies and headers."""

from csp.constants import NONE, SELF

AUTH_USER_MODEL = "identity.Login"
AUTHENTICATION_BACKENDS = ["handschlag.platform.identity.backends.SignInBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "handschlag.platform.identity.passwords.LongEnough",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "handschlag.platform.identity.passwords.NotCommon"},
]
LOGIN_URL = "identity:sign_in"
LOGIN_REDIRECT_URL = "/"

SESSION_ENGINE = "handschlag.platform.portals.sessions"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 7 * 24 * 3600
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_NAME = "handschlag_language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SAMESITE = "Lax"
THEME_COOKIE_NAME = "handschlag_theme"
CSRF_FAILURE_VIEW = "handschlag.faces.portal.errors.csrf_failure"

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_INCLUDE_SUBDOMAINS = True

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
        "worker-src": [SELF],
    }
}
# The largest form is a password with its e-mail address; nothing can be uploaded, save a picture in
# the studio. See core.http.bodies.
LARGEST_FORM = 100_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_200_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
DATA_UPLOAD_MAX_NUMBER_FILES = 1
FILE_UPLOAD_HANDLERS = ["handschlag.core.http.bodies.StudioUploads"]
