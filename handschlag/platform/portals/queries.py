from collections.abc import Mapping
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import get_language_info

from handschlag.core.actor import Scope
from handschlag.core.capability import Capability, capabilities
from handschlag.platform.organisations.models import Organisation
from handschlag.platform.portals.models import Portal, PortalOrganisation


def portal_at(host: str) -> Portal | None:
    """The portal that answers at `host`; the desk wears the first portal's brand."""
    wanted = first_host() if host == settings.DESK_HOST else host
    return Portal.objects.filter(host=wanted).first()


def first_host() -> str:
    return urlsplit(settings.PUBLIC_URL).hostname or ""


def url_of(portal: Portal) -> str:
    """Where the portal is reached, for links in mails."""
    public = urlsplit(settings.PUBLIC_URL)
    port = f":{public.port}" if public.port else ""
    return f"{public.scheme}://{portal.host}{port}"


def admitted_to(portal: Portal) -> QuerySet[Organisation]:
    admissions = PortalOrganisation.objects.filter(portal=portal)
    return Organisation.objects.filter(Q(pk__in=admissions.values("organisation")))


def spoken(portal: Portal) -> list[tuple[str, str]]:
    """Code and own name of each language, in the portal's order."""
    return [(code, get_language_info(code)["name_local"].capitalize()) for code in portal.languages]


def is_on(portal: Portal, capability: Capability) -> bool:
    """Whether the portal's purpose has a use for the capability and nobody switched it off."""
    return portal.purpose in capability.purposes and capability.label not in portal.switched_off


def rights_here(portal: Portal, rights: Mapping[str, Scope]) -> dict[str, Scope]:
    """What is left of `rights` in this portal: the rights of switched-off rooms sleep."""
    on = {capability.label for capability in capabilities() if is_on(portal, capability)}
    return {right: scope for right, scope in rights.items() if right.split(".")[0] in on}
