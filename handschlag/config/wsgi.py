import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "handschlag.config.settings")

application = get_wsgi_application()

from handschlag.core.checks import ensure_sound  # noqa: E402  needs the apps

ensure_sound()
