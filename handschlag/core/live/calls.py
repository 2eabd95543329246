"""The journal calls out: a notification for each entry that is not quiet, once it is committed.

It carries kind and id of what changed, nothing more: whoever hears it asks the gates.
"""

import json
from typing import NamedTuple

CHANNEL = "handschlag_live"
CALL = f"select pg_notify('{CHANNEL}', json_build_array(%s::text, %s::bigint)::text)"
CALL_SET = f"""
select pg_notify('{CHANNEL}', json_build_array(%s::text, entry.subject_id)::text)
from ({{select}}) as entry (organisation_id, subject_id, occurred_at, body)
"""


class Call(NamedTuple):
    kind: str
    id: int


def call_of(payload: str) -> Call:
    return Call(*json.loads(payload))
