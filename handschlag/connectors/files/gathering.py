from django.db import connection

from handschlag.connectors.files.models import ImportRun

DOCUMENTS = """
create temporary table chunk_document on commit drop as
select document.*, customer.id as organisation_id from connector_files_stageddocument document
left join organisations_organisation customer on customer.number = document.customer
where document.run_id = %s and document.chunk = %s
"""
LINES = """
create temporary table chunk_line on commit drop as
select document.ordinal, line.*,
    row_number() over (partition by document.ordinal order by line.row) as position
from pg_temp.chunk_document document join connector_files_stagedline line
    on (line.run_id, line.document, line.customer)
    = (document.run_id, document.number, document.customer)
"""


def gather(run: ImportRun, chunk: int) -> None:
    """The documents and lines that `Selects` reads, in tables that the planner knows.

    Of staged rows it knows nothing yet, takes them for few, and would compare each of them
    with each of ours.
    """
    with connection.cursor() as cursor:
        cursor.execute("drop table if exists pg_temp.chunk_document, pg_temp.chunk_line")
        cursor.execute(DOCUMENTS, [run.pk, chunk])
        cursor.execute("analyze pg_temp.chunk_document (ordinal, organisation_id, number)")
        cursor.execute(LINES)
        cursor.execute("analyze pg_temp.chunk_line (ordinal)")
