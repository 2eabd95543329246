"""Cache keys begin with portal and organisation, so nothing cached crosses a border."""

from handschlag.core.isolation import current_actor


def key(key: str, key_prefix: str, version: int) -> str:
    actor = current_actor()
    portal, organisation = (actor.portal_id, actor.organisation_id) if actor else (None, None)
    return f"{portal or '-'}:{organisation or '-'}:{version}:{key}"
