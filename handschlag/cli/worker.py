import asyncio

from handschlag.cli.house import set_up


def worker() -> None:
    """Run queued jobs: mail and everything else that happens after a change."""
    set_up()
    asyncio.run(_run())


async def _run() -> None:
    from handschlag.core.jobs.worker import worker_app

    async with worker_app().open_async() as app:
        await app.run_worker_async()
