"""Django's settings; everything that differs between installations comes from `environment`."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from handschlag.config.environment import load
from handschlag.config.settings.logs import configure as configure_logs
from handschlag.config.settings.security import *  # noqa: F403  one namespace for Django
from handschlag.config.settings.sign_in import *  # noqa: F403  one namespace for Django
from handschlag.config.third_party import third_party_rooms

ENVIRONMENT = load()
PACKAGE = Path(__file__).parents[2]


def _database(url: str, **settings: str) -> dict[str, Any]:
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    flags = [query.pop("options", ""), *(f"-c {name}={value}" for name, value in settings.items())]
    options = {"options": " ".join(filter(None, flags))} if any(flags) else {}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", unquote(parts.hostname or "")),
        "PORT": query.pop("port", parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**query, **options},
    }


SECRET_KEY = ENVIRONMENT.secret_key
DEBUG = ENVIRONMENT.mode == "development"
MODE = ENVIRONMENT.mode
IS_DEMO = MODE == "demo"
PUBLIC_URL = ENVIRONMENT.public_url.rstrip("/")
DESK_HOST = ENVIRONMENT.desk_host
STUDIO_HOST = ENVIRONMENT.studio_host
SECURITY_CONTACT = ENVIRONMENT.security_contact
OPERATOR_EMAIL = ENVIRONMENT.operator_email
MAINTENANCE = ENVIRONMENT.var / "maintenance.json"
FILES = ENVIRONMENT.files
TRUSTED_PROXIES = ENVIRONMENT.trusted_proxies
TEST_DATA = ENVIRONMENT.data

# PortalMiddleware answers 404 for every host that no portal has, before anything uses the name.
ALLOWED_HOSTS = ["*"]
IS_HTTPS = PUBLIC_URL.startswith("https://")
COOKIE_PREFIX = "__Host-" if IS_HTTPS else ""
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}handschlag_portal"
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}handschlag_csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = IS_HTTPS
SECURE_HSTS_SECONDS = 2 * 365 * 24 * 3600 if IS_HTTPS else 0

# Nobody waits for a person, a proxy or a mail server with a transaction open.
IDLE = {"idle_in_transaction_session_timeout": "60s"}
DATABASES = {
    "default": _database(ENVIRONMENT.database_url, **IDLE),
    "autocommit": _database(ENVIRONMENT.database_url, **IDLE, role="handschlag_gate"),
}
if ENVIRONMENT.owner_database_url:
    DATABASES["owner"] = _database(ENVIRONMENT.owner_database_url)
DATABASE_ROUTERS = ["handschlag.core.routers.HouseRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_vite",
    "procrastinate.contrib.django",
    "handschlag.core",
    "handschlag.core.ui",
    "handschlag.platform.identity",
    "handschlag.platform.organisations",
    "handschlag.platform.portals",
    "handschlag.capabilities.ordering",
    "handschlag.capabilities.billing",
    *third_party_rooms(),
    # After the capabilities: its part of the demo company tells of theirs.
    "handschlag.platform.notifications",
    "handschlag.platform.shortcuts",
    "handschlag.faces.portal",
    "handschlag.faces.desk",
    "handschlag.faces.studio",
    "handschlag.connectors.files",
    # After the rooms: where both have a word for something, the rooms' is taken.
    "allauth",
    "allauth.account",
    "allauth.mfa",
]

MIDDLEWARE = [
    "handschlag.core.http.middleware.RequestLogMiddleware",
    "handschlag.core.http.proxies.ProxyMiddleware",
    "handschlag.core.http.headers.HeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "handschlag.core.http.health.HealthMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "handschlag.core.http.compression.CompressionMiddleware",
    "handschlag.core.http.maintenance.MaintenanceMiddleware",
    "handschlag.core.http.bodies.BodyMiddleware",
    "handschlag.core.isolation.middleware.TransactionMiddleware",
    "handschlag.platform.portals.middleware.PortalMiddleware",
    "handschlag.platform.portals.sessions.FaceSessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "handschlag.platform.portals.middleware.ActorMiddleware",
]

ROOT_URLCONF = "handschlag.config.urls"
WSGI_APPLICATION = "handschlag.config.wsgi.application"
FORM_RENDERER = "handschlag.core.ui.forms.HouseRenderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["handschlag.core.ui.templatetags.forms"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "handschlag.faces.portal.slots.page_slots",
                "handschlag.faces.desk.slots.page_slots",
                "handschlag.faces.studio.slots.page_slots",
            ],
        },
    }
]

LANGUAGE_CODE = "de"
LANGUAGES = [("de", "Deutsch"), ("en", "English")]
USE_I18N = True
FORMAT_MODULE_PATH = "handschlag.config.formats"
USE_TZ = True
TIME_ZONE = "Europe/Berlin"

STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
DJANGO_VITE = {
    "default": {
        "manifest_path": PACKAGE / "core/ui/static/ui/dist/manifest.json",
        "static_url_prefix": "ui/dist",
    }
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

CACHES = {
    "default": {
        "BACKEND": "handschlag.core.cache.TableCache",
        "LOCATION": "core_cache",
        "KEY_FUNCTION": "handschlag.core.cache.key",
    }
}

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_TIMEOUT = 20
_mail = urlsplit(ENVIRONMENT.mail_url)
EMAIL_HOST = _mail.hostname or "localhost"
EMAIL_PORT = _mail.port or 25
EMAIL_HOST_USER = unquote(_mail.username or "")
EMAIL_HOST_PASSWORD = unquote(_mail.password or "")
EMAIL_USE_TLS = "tls=starttls" in _mail.query
EMAIL_USE_SSL = _mail.scheme == "smtps"
DEFAULT_FROM_EMAIL = ENVIRONMENT.mail_from

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_WORKER_DEFAULTS = {"delete_jobs": "successful"}
PROCRASTINATE_IMPORT_PATHS = [
    "handschlag.core.mail.jobs",
    "handschlag.core.jobs.stalled",
    "handschlag.core.journal.jobs",
    "handschlag.core.jobs.expired",
]

configure_logs(ENVIRONMENT.log_level)
LOGGING_CONFIG = None
