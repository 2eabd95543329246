"""Remembers under which number the source knows each record."""

from django.db import connection

from handschlag.connectors.files.models import ImportRun

REFER = """
with document as (
    select document.kind, document.ordinal, document.number, customer.id as organisation_id,
        customer.number as customer
    from connector_files_stageddocument document
    join organisations_organisation customer on customer.number = document.customer
    where document.run_id = %(run)s
)
insert into core_externalreference (system, kind, external_id, subject_kind, subject_id)
select %(system)s, kind, external_id, subject_kind, subject_id from (
    select 'customer' as kind, customer as external_id,
        'organisations.organisation' as subject_kind, organisation_id as subject_id, 0 as ordinal
    from document group by customer, organisation_id
    union all
    select 'order', ordered.number, 'ordering.order', ordered.id, document.ordinal
    from document join ordering_order ordered
        on (ordered.organisation_id, ordered.number) = (document.organisation_id, document.number)
    where document.kind = 'invoice'
    union all
    select invoice.kind, invoice.number, 'billing.invoice', invoice.id, document.ordinal
    from document join billing_invoice invoice
        on (invoice.organisation_id, invoice.number) = (document.organisation_id, document.number)
    where document.kind <> 'booking'
    union all
    select 'booking', booking.number, 'billing.booking', booking.id, document.ordinal
    from document join billing_booking booking
        on (booking.organisation_id, booking.number) = (document.organisation_id, document.number)
    where document.kind = 'booking'
) as known order by kind, ordinal
on conflict do nothing
"""


def refer(run: ImportRun) -> None:
    with connection.cursor() as cursor:
        cursor.execute(REFER, {"run": run.pk, "system": run.system})
