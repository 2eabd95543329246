"""What stands around the pages of one portal in the studio: whose it is, and its other pages."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from handschlag.core.ui.components import Tab
from handschlag.platform.portals.models import Portal
from handschlag.platform.portals.queries import url_of

PARTS = {"look": _("Look"), "menu": _("Menu")}


def frame_of(portal: Portal, path: str) -> dict[str, Any]:
    urls = {part: reverse(f"studio:{part}", args=[portal.host]) for part in PARTS}
    return {
        "shown": portal,
        "portal_url": url_of(portal),
        "parts": [Tab(label, urls[p], is_current=urls[p] == path) for p, label in PARTS.items()],
    }
