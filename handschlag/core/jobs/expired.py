from django.core.cache import cache

from handschlag.core.jobs import job


@job(queue="jobs", cron="17 3 * * *")
def sweep_cache(timestamp: int) -> None:
    """Take out what nobody has read since it expired."""
    cache.sweep()  # type: ignore[attr-defined]
