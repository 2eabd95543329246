"""What other systems tell about customers: the columns, and the SQL that takes them in.

A customer is known by `number`. New ones stand at the root of the tree; those that are here
keep their place in it, their contact person and their members.
"""

from dataclasses import dataclass, field
from datetime import datetime

from handschlag.core.upserts import Rows, Written, fetched
from handschlag.platform.organisations.models import Organisation

TAKE_IN = """
insert into organisations_organisation as target
    (number, kind, name, country, language, address, as_of, lineage, created_at)
select number, kind, name, country, language, address, as_of, '[]', now() from ({}) as given
on conflict (number) do update set
    (kind, name, country, language, address, as_of) = row (excluded.kind, excluded.name,
        excluded.country, excluded.language, excluded.address, excluded.as_of)
where (target.kind, target.name, target.country, target.language, target.address)
    is distinct from (excluded.kind, excluded.name, excluded.country, excluded.language,
        excluded.address)
returning target.id, target.xmax = 0
"""
ROOT = """
update organisations_organisation set lineage = jsonb_build_array(id) where id = any(%s)
returning id
"""
NOTE_USE = """
update organisations_organisation set uses = uses || jsonb_build_array(room)
from (select %s::text as room) as noted
where not uses ? room and id in (select organisation_id from ({}) as given)
returning id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationRow:
    """`address` as `core.postal.PostalAddress.to_json` makes it; `as_of` alone is no change."""

    number: str
    kind: str = Organisation.Kind.COMPANY
    name: str
    country: str = ""
    language: str = "de"
    address: dict[str, str] = field(default_factory=dict)
    as_of: datetime | None = None


def write(rows: Rows) -> Written:
    written = fetched(Rows(TAKE_IN.format(rows.select), rows.parameters))
    created = sorted(organisation for organisation, is_new in written if is_new)
    fetched(Rows(ROOT, [created]))
    return Written(created, sorted(organisation for organisation, is_new in written if not is_new))


def note_use(room: str, organisations: Rows) -> int:
    """Returns how many of them had nothing in `room` before."""
    noted = NOTE_USE.format(organisations.select)
    return len(fetched(Rows(noted, [room, *organisations.parameters])))
