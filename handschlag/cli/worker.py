import asyncio

import django


def worker() -> None:
    """Run queued jobs: mail and everything else that happens after a change."""
    django.setup()
    from handschlag.core.jobs.worker import worker_app

    asyncio.run(_run(worker_app()))


async def _run(app: object) -> None:
    async with app.open_async():  # type: ignore[attr-defined]
        await app.run_worker_async()  # type: ignore[attr-defined]
