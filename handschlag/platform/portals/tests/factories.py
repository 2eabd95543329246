from typing import Any

from handschlag.core.tests.factory_role import as_owner
from handschlag.platform.organisations.models import Organisation
from handschlag.platform.portals.models import Portal, PortalOrganisation


def make_portal(host: str = "testserver", **changes: Any) -> Portal:
    values = {
        "name": {"de": "Kundenportal", "en": "Customer portal"},
        "company_name": "Brenner Wärmetechnik GmbH",
    }
    with as_owner():
        return Portal.objects.create(host=host, **{**values, **changes})


def admit(portal: Portal, *organisations: Organisation) -> None:
    with as_owner():
        for organisation in organisations:
            PortalOrganisation.objects.create(portal=portal, organisation=organisation)
