"""A look that was typed and not saved, kept for an hour for whoever typed it."""

import hashlib
import json
from base64 import b64decode, b64encode
from typing import Any

from django.core.cache import cache

from handschlag.core.actor import Actor
from handschlag.core.files.rasters import stored
from handschlag.core.text import Translated
from handschlag.platform.portals.actions import Look
from handschlag.platform.portals.models import Portal

HOUR = 3600


def keep(by: Actor, portal: Portal, look: Look) -> str:
    """The draft's name, for `draft_of`; nothing of the portal changes."""
    values = {
        "name": look.name,
        "company_name": look.company_name,
        "brand": look.brand,
        "logo": b64encode(look.logo.png).decode() if look.logo else "",
        "keeps_logo": look.keeps_logo,
    }
    name = hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()[:16]
    cache.set(_key(by, portal, name), values, HOUR)
    return name


def draft_of(by: Actor, portal: Portal, name: str) -> Look | None:
    """None for one that is over, another portal's or somebody else's."""
    values: dict[str, Any] | None = cache.get(_key(by, portal, name)) if name else None
    if values is None:
        return None
    logo = stored(b64decode(values["logo"])) if values["logo"] else None
    return Look(**{**values, "name": Translated(values["name"]), "logo": logo})


def wear(portal: Portal, look: Look) -> None:
    """Let `portal`, which must not be saved, look like that."""
    portal.name, portal.company_name, portal.brand = look.name, look.company_name, look.brand
    portal.logo_digest = portal.logo_digest if look.keeps_logo else ""


def _key(by: Actor, portal: Portal, name: str) -> str:
    return f"studio:draft:{by.person_id}:{portal.pk}:{name}"
