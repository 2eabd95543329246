"""Where a page's link back leads: to the page that the reader came from, if it is a known one."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.utils.translation import gettext as _

MOST_KEPT = 1_000


@dataclass(frozen=True, slots=True)
class Back:
    """`ui/back.html`."""

    url: str
    label: Any


def came_from(request: HttpRequest, path: str) -> str | None:
    """The query with which this browser showed `path` of this host just before; else None."""
    try:
        referer = urlsplit(request.headers.get("Referer", ""))
    except ValueError:
        return None
    if (referer.netloc, referer.path) != (request.get_host(), path):
        return None
    return referer.query if len(referer.query) <= MOST_KEPT else ""


def back_to_list(request: HttpRequest, path: str, label: Any) -> Back:
    """To the list at `path`, with its search, filter and page if the reader comes from there."""
    query = came_from(request, path)
    return Back(f"{path}?{query}", _("Back to the list")) if query else Back(path, label)
