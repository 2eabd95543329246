"""No request leaves a role or an organisation behind."""

from typing import Any

from django.db import connection
from psycopg.pq import TransactionStatus

CONTEXT = (
    "select current_setting('role'), current_setting('handschlag.organisation', true),"
    " current_setting('handschlag.person', true), current_setting('handschlag.portal', true)"
)


def assert_nothing_is_set(**_: Any) -> None:
    """Asked past Django, so that it counts in no test's number of queries."""
    driver = connection.connection
    if (
        driver is None
        or driver.closed
        or driver.info.transaction_status is TransactionStatus.INERROR
    ):
        return
    role, *values = driver.execute(CONTEXT).fetchone()
    assert role == "none", f"the database role {role} is still set"
    assert not any(values), f"still set: organisation, person, portal = {values}"
