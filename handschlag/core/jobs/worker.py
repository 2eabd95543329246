from procrastinate import App, PsycopgConnector
from procrastinate.contrib.django import app

from handschlag.core.database import login_parameters
from handschlag.core.isolation.context import ROLE_PREFIX


def worker_app() -> App:
    """The job runner with connections of its own, in the database role `system`."""
    parameters = {**login_parameters(), "options": f"-c role={ROLE_PREFIX}system"}
    return app.with_connector(PsycopgConnector(kwargs=parameters))
