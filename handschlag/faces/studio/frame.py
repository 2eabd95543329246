"""What stands around the pages of one portal in the studio: whose it is, and its other pages."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from handschlag.core.ui.components import Tab
from handschlag.platform.portals.models import Portal
from handschlag.platform.portals.queries import url_of

PARTS = {"look": _("Look"), "menu": _("Menu"), "legal": _("Legal texts"), "news": _("News")}


def frame_of(portal: Portal, current: str) -> dict[str, Any]:
    """For `studio/portal.html`; `current` is one of `PARTS`."""
    tabs = [
        Tab(label, reverse(f"studio:{part}", args=[portal.host]), is_current=part == current)
        for part, label in PARTS.items()
    ]
    return {"shown": portal, "portal_url": url_of(portal), "parts": tabs}
