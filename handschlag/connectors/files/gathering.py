from django.db import connection

from handschlag.connectors.files.models import ImportRun
from handschlag.core.upserts import Rows

DOCUMENTS = "select * from connector_files_stageddocument where run_id = %s and chunk = %s"


def gather_documents(run: ImportRun, chunk: int) -> None:
    """The documents that `Selects` reads, in `pg_temp.chunk_document`."""
    gathered("chunk_document", Rows(DOCUMENTS, [run.pk, chunk]))


def gathered(name: str, rows: Rows) -> Rows:
    """The same rows, computed once, in a table of this transaction that the planner knows.

    Of staged rows it knows nothing yet, takes them for few, and would compare each of them
    with each of ours.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"drop table if exists pg_temp.{name}")
        cursor.execute(
            f"create temporary table {name} on commit drop as {rows.select}", list(rows.parameters)
        )
        cursor.execute(f"analyze pg_temp.{name}")
    return Rows(f"select * from pg_temp.{name}")
