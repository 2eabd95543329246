"""The rows of one chunk as the selects that other rooms take in."""

import dataclasses
import json
from collections.abc import Mapping as Expressions
from dataclasses import dataclass
from typing import Any, get_type_hints

from django.conf import settings
from django.utils.translation import gettext, override

from handschlag.capabilities.ordering.models import Progress
from handschlag.connectors.files.mapping import Mapping
from handschlag.connectors.files.models import ImportRun
from handschlag.core.upserts import Rows, sql_type
from handschlag.platform.organisations.recording import OrganisationRow

SAID = """
(select %s::bigint as run_id, %s::timestamptz as as_of, %s::text as system,
    %s::text as currency, %s::text as time_zone, %s::text as customer_name, %s::text as progress,
    %s::boolean as is_shipped, %s::boolean as is_delivered, %s::boolean as is_paid,
    %s::text as exemption, %s::jsonb as links) as said
"""
DOCUMENT = f"""
{SAID} cross join pg_temp.chunk_document document
"""
LINE = "join pg_temp.chunk_line line on line.ordinal = document.ordinal"
DESCRIPTION = "coalesce(nullif(line.description, ''), line.article)"


@dataclass(frozen=True, slots=True)
class Selects:
    """`links` maps the ordinal of a credit note to the number of the invoice it corrects."""

    run: ImportRun
    mapping: Mapping
    links: Expressions[int, str] = dataclasses.field(default_factory=dict)

    def customers(self) -> Rows:
        """What the file says of each customer last; what it does not say stays as it is here."""
        return self.rows(
            OrganisationRow,
            {
                "number": "given.number",
                "kind": "coalesce(known.kind, 'company')",
                "name": "coalesce(nullif(given.name, ''), known.name,"
                " replace(said.customer_name, '{number}', given.number))",
                "country": "coalesce(nullif(given.country, ''), known.country, '')",
                "language": "coalesce(known.language, 'de')",
                "address": "coalesce(known.address, '{}'::jsonb)",
                "as_of": "said.as_of",
            },
            f"{SAID} cross join lateral (select distinct on (customer) customer as number,"
            " customer_name as name, country from connector_files_stagedline"
            " where run_id = said.run_id and customer <> ''"
            " order by customer, moment desc, row desc) as given"
            " left join organisations_organisation known on known.number = given.number",
        )

    def customer_ids(self) -> Rows:
        return self.of(
            f"customer.id as organisation_id from {SAID}"
            " join organisations_organisation customer on customer.number in"
            " (select customer from connector_files_stageddocument where run_id = said.run_id)"
        )

    def bookings(self) -> Rows:
        return self.of(
            "document.organisation_id, document.number, document.net_amount as amount,"
            " said.currency, (document.first_moment at time zone said.time_zone)::date"
            f" as booked_date, {DESCRIPTION} as text"
            f" from {DOCUMENT} {LINE} and line.row = document.first_row"
        )

    def unassigned_lines(self) -> Rows:
        return self.of(
            "said.system, document.number as document, document.kind, said.currency, said.as_of,"
            " line.position, line.article, line.description, line.quantity,"
            f" line.unit_price, line.moment, line.country from {DOCUMENT} {LINE}"
        )

    def of(self, query: str) -> Rows:
        """A query that begins with `SAID` or `DOCUMENT`, without its `select`."""
        return Rows(f"select {query}", self._said())

    def rows(self, kind: type[Any], given: Expressions[str, str], source: str) -> Rows:
        """A select of every column of `kind`; those not in `given` have their default."""
        hints = get_type_hints(kind)
        columns = [
            f"({given.get(f.name) or _default(f)})::{sql_type(hints[f.name])} as {f.name}"
            for f in dataclasses.fields(kind)
        ]
        return self.of(f"{', '.join(columns)} from {source}")

    def _said(self) -> list[Any]:
        said, history = self.mapping.values, self.mapping.history
        links = [{"ordinal": note, "invoice": number} for note, number in self.links.items()]
        return [
            self.run.pk,
            self.run.started_at,
            self.mapping.system,
            said.currency,
            said.time_zone,
            said.customer_name,
            history.progress,
            history.progress in {Progress.SHIPPED, Progress.DELIVERED},
            history.progress == Progress.DELIVERED,
            history.paid,
            _exemption(),
            json.dumps(links),
        ]


def _default(column: "dataclasses.Field[Any]") -> str:
    if column.default_factory is not dataclasses.MISSING:
        return "'{}'"
    return "null" if column.default is None else f"'{column.default}'"


def _exemption() -> str:
    """In the language of the installation, so that it does not change with who imports."""
    with override(settings.LANGUAGE_CODE):
        return gettext("The source states no tax")
