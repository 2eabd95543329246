"""What mails show of a portal."""

from handschlag.core.files.rasters import Raster
from handschlag.platform.portals.models import Portal


def logo_of(portal_id: int) -> Raster | None:
    """None when the portal has none any more."""
    portal = Portal.objects.select_related("logo").filter(pk=portal_id).first()
    return portal.picture if portal else None
