from django.db import connection

from handschlag.core.upserts import Rows


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
