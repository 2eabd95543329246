"""The journal calls out: a notification for each entry that is not quiet, once it is committed.

It carries kind and id of what changed, and whether anybody's rights may have changed with it;
whoever hears it asks the gates.
"""

import json
from typing import NamedTuple

CHANNEL = "handschlag_live"
CALL = f"select pg_notify('{CHANNEL}', json_build_array(%s::text, %s::bigint, %s::boolean)::text)"
CALL_SET = f"""
select pg_notify('{CHANNEL}', json_build_array(%s::text, entry.subject_id, %s::boolean)::text)
from ({{select}}) as entry (organisation_id, subject_id, occurred_at, body)
"""


ABOUT_RIGHTS = "rights"


class Call(NamedTuple):
    kind: str
    id: int
    is_about_rights: bool


def call_of(payload: str) -> Call:
    """Raises TypeError or ValueError for what the journal has not sent."""
    kind, number, is_about_rights = json.loads(payload)
    return Call(str(kind), int(number), bool(is_about_rights))
