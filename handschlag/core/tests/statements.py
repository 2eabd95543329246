"""How many questions a page asks the database about its content."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext

FRAME = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE SAVEPOINT", "select set_config(")


@contextmanager
def counted_statements() -> Iterator[list[str]]:
    """The statements of the block, without the transaction and its role."""
    found: list[str] = []
    with CaptureQueriesContext(connection) as captured:
        yield found
    found += [q["sql"] for q in captured if not q["sql"].startswith(FRAME)]
