from django.conf import settings
from procrastinate import App, PsycopgConnector
from procrastinate.contrib.django import app

from handschlag.core.isolation.context import ROLE_PREFIX


def worker_app() -> App:
    """The job runner with connections of its own, in the database role `system`."""
    database = settings.DATABASES["default"]
    parameters = {
        "host": database["HOST"],
        "port": database["PORT"] or None,
        "user": database["USER"],
        "password": database["PASSWORD"] or None,
        "dbname": database["NAME"],
        "options": f"-c role={ROLE_PREFIX}system",
    }
    return app.with_connector(PsycopgConnector(kwargs=parameters))
