"""What every page of the desk carries around its content, beside what all faces have."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.core.http import FaceName
from handschlag.faces.desk.keys import KEYS
from handschlag.platform.organisations.rules import looks_up


def page_slots(request: Any) -> dict[str, Any]:
    face = getattr(request, "face", None)
    if face is None or face.name is not FaceName.DESK:
        return {}
    home = reverse("desk:home")
    is_searched_from_here = looks_up.test(request.actor) and request.path != home
    return {
        "face_name": _("Desk"),
        "density": "compact",
        "search_url": home if is_searched_from_here else "",
        "keys": KEYS,
    }
