import asyncio
import sys

from handschlag.cli.house import NOT_MIGRATED, set_up


def worker() -> None:
    """Run queued jobs: mail and everything else that happens after a change."""
    set_up()
    from handschlag.core.database import pending_migrations

    if pending_migrations():
        sys.exit(NOT_MIGRATED)
    asyncio.run(_run())


async def _run() -> None:
    from handschlag.core.jobs.worker import worker_app

    async with worker_app().open_async() as app:
        await app.run_worker_async()
