"""What of an entry a seal covers, as SQL, so that millions are hashed where they lie.

All columns count; personal values stand apart, and an entry's body holds their salted hashes.
"""

MICROSECONDS = "(extract(epoch from entry.{column}) * 1000000)::bigint"
COLUMNS = (
    "id",
    "recorded_at",
    "occurred_at",
    "transaction",
    "kind",
    "version",
    "actor_kind",
    "person_id",
    "membership_id",
    "on_behalf_of_id",
    "organisation_id",
    "portal_id",
    "channel",
    "subject_kind",
    "subject_id",
    "cause_id",
    "origin",
    "quiet",
    "body",
)
# A moment reads differently by the session's zone, a transaction's number is no JSON number.
AS_VALUE = {
    "recorded_at": MICROSECONDS.format(column="recorded_at"),
    "occurred_at": MICROSECONDS.format(column="occurred_at"),
    "transaction": "entry.transaction::text",
}
VALUES = ", ".join(AS_VALUE.get(column, f"entry.{column}") for column in COLUMNS)

TRANSACTION = "entry.transaction::text::bigint"
# The one that an entry belongs to, also while it waits in the default partition.
PARTITION = "to_char(entry.recorded_at at time zone 'UTC', '\"core_journal_\"YYYY_MM')"
CONTENT = (
    f"encode(sha256(string_agg(sha256(convert_to(jsonb_build_array({VALUES})::text, 'UTF8')),"
    " ''::bytea order by entry.transaction, entry.id)), 'hex')"
)
