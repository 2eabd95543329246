"""Puts the staged lines into documents, and the documents into the chunks that are taken in."""

from django.db import connection

from handschlag.connectors.files.mapping import Mapping
from handschlag.connectors.files.models import ImportRun, StagedDocument

LINES_PER_CHUNK = 20_000
# Invoices come first, since credit notes look for them; each kind in the order of time, so
# that an older cancellation is matched before a younger one.
ARRANGE = """
with document as (
    select document as number, customer, min(row) as first_row, count(*) as lines,
        min(moment) as first_moment, max(moment) as last_moment,
        sum(round(quantity * unit_price, 2)) as net_amount,
        case when starts_with(document, %(credit_note)s) then 'credit_note'
             when starts_with(document, %(booking)s) then 'booking' else 'invoice' end as kind
    from connector_files_stagedline where run_id = %(run)s group by document, customer
), sorted as (
    select *, case when customer = '' then 4 when kind = 'invoice' then 1
        when kind = 'credit_note' then 2 else 3 end as turn
    from document
), counted as (
    select *, row_number() over (order by turn, first_moment, number, customer) as ordinal,
        sum(lines) over (partition by turn order by first_moment, number, customer) as reached
    from sorted
)
insert into connector_files_stageddocument (run_id, ordinal, chunk, kind, number, customer,
    first_row, lines, first_moment, last_moment, net_amount)
select %(run)s, ordinal, dense_rank() over (order by turn, div(reached - lines, %(size)s)), kind,
    number, customer, first_row, lines, first_moment, last_moment, net_amount
from counted
"""
CHUNKS = """
select coalesce(max(chunk), 0) from connector_files_stageddocument where run_id = %s
"""


def arrange(run: ImportRun, mapping: Mapping) -> None:
    StagedDocument.objects.filter(run=run).delete()
    with connection.cursor() as cursor:
        cursor.execute(
            ARRANGE,
            {
                "run": run.pk,
                "size": LINES_PER_CHUNK,
                "credit_note": mapping.prefixes.credit_note,
                "booking": mapping.prefixes.booking,
            },
        )
        cursor.execute(CHUNKS, [run.pk])
        run.chunks = cursor.fetchone()[0]
    run.step = ImportRun.Step.TAKING_IN
    run.save(update_fields=["chunks", "step"])
