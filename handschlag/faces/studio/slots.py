"""What every page of the studio carries around its content, and each page that it shows."""

from typing import Any

from django.utils.translation import gettext as _

from handschlag.core.http import FaceName


def page_slots(request: Any) -> dict[str, Any]:
    face = getattr(request, "face", None)
    preview: dict[str, Any] | None = getattr(request, "preview", None)
    if preview is not None:
        return preview
    is_here = face is not None and face.name is FaceName.STUDIO
    return {"face_name": _("Studio"), "density": "compact"} if is_here else {}
