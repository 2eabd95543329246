from io import BytesIO
from typing import Any

from PIL import Image

from handschlag.core.files.rasters import stored
from handschlag.core.tests.factory_role import as_owner
from handschlag.platform.organisations.models import Organisation
from handschlag.platform.portals.models import Logo, Portal, PortalOrganisation


def make_portal(host: str = "testserver", **changes: Any) -> Portal:
    values = {
        "name": {"de": "Kundenportal", "en": "Customer portal"},
        "company_name": "Brenner Wärmetechnik GmbH",
    }
    with as_owner():
        return Portal.objects.create(host=host, **{**values, **changes})


def give_logo(host: str = "testserver") -> None:
    """Orange, 400 by 80 pixels."""
    out = BytesIO()
    Image.new("RGBA", (400, 80), "#C2571A").save(out, "PNG")
    with as_owner():
        portal = Portal.objects.get(host=host)
        Logo.objects.create(portal=portal, png=out.getvalue())
        portal.logo_digest = stored(out.getvalue()).digest
        portal.save()


def admit(portal: Portal, *organisations: Organisation) -> None:
    with as_owner():
        for organisation in organisations:
            PortalOrganisation.objects.create(portal=portal, organisation=organisation)
