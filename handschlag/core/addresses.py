"""Addresses of pages, looked up once: a page has a dozen of them, and one more for each row."""

from functools import cache
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse

PLACE = "0"


def address_of(name: str) -> str:
    """What `reverse` says of a page that takes no arguments."""
    return _of_page(name, settings.ROOT_URLCONF)


def url_at(host: str) -> str:
    """Where a portal at `host` is reached, for links in mails: as `PUBLIC_URL` says it."""
    public = urlsplit(settings.PUBLIC_URL)
    port = f":{public.port}" if public.port else ""
    return f"{public.scheme}://{host}{port}"


def address_of_record(name: str, public_id: str) -> str:
    """What `reverse` says of a page that takes a `public_id`, and nothing else."""
    before, after = _of_record(name, settings.ROOT_URLCONF)
    return f"{before}{public_id}{after}"


@cache
def _of_page(name: str, urlconf: str) -> str:
    return reverse(name, urlconf)


@cache
def _of_record(name: str, urlconf: str) -> tuple[str, str]:
    before, _, after = reverse(name, urlconf, kwargs={"public_id": PLACE}).rpartition(PLACE)
    return before, after
