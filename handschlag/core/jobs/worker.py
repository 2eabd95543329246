from copy import copy

from procrastinate import App, PsycopgConnector
from procrastinate.contrib.django import app
from procrastinate.periodic import PeriodicRegistry

from handschlag.core.database import login_parameters
from handschlag.core.isolation.context import ROLE_PREFIX


def worker_app() -> App:
    """The job runner with connections of its own, in the database role `system`."""
    parameters = {**login_parameters(), "options": f"-c role={ROLE_PREFIX}system"}
    app.perform_import_paths()
    worker = app.with_connector(PsycopgConnector(kwargs=parameters))
    worker.periodic_registry = _queued_by(worker)
    return worker


def _queued_by(worker: App) -> PeriodicRegistry:
    """Jobs whose turn has come are queued on the worker's connections, too: pages have others."""
    registry = PeriodicRegistry()
    for known in app.periodic_registry.periodic_tasks.values():
        task = copy(known.task)
        task.blueprint = worker
        registry.register_task(task, known.cron, known.periodic_id, known.configure_kwargs)
    return registry
