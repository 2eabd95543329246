"""Cache keys begin with portal and organisation, so nothing cached crosses a border.

The counters of the rate limits count everybody alike, whoever is signed in.
"""

from handschlag.core.isolation import current_actor

COUNTERS = "allauth:rl:"


def key(key: str, key_prefix: str, version: int) -> str:
    if key.startswith(COUNTERS):
        return f"{version}:{key}"
    actor = current_actor()
    portal, organisation = (actor.portal_id, actor.organisation_id) if actor else (None, None)
    return f"{portal or '-'}:{organisation or '-'}:{version}:{key}"
