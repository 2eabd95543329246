"""What costs more than a page: files, papers, signing in, and taking in another system's data."""

import csv
import io
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import psycopg
from django.contrib.auth.hashers import check_password

from bench.browser import Browser
from bench.comparing import Compared, Meter, compared
from bench.history import order_file
from bench.people import OWNER
from bench.processes import Served
from handschlag.connectors.files.orders import import_orders
from handschlag.core.actor import ANONYMOUS
from handschlag.core.isolation import acting
from handschlag.platform.identity.models import DEMO_PASSWORD, Login

ROUNDS = 5
EXPORTED = """
select number, customer_reference, ordered_at, progress, net_amount, tax_amount, gross_amount,
    currency from ordering_order where organisation_id = %s and progress = 'delivered'
order by ordered_at desc, id desc
"""
BARE_PAPER = "import typst; typst.compile(b'= Order')"
STAGE = """
create temp table staged (number text, article text, text text, quantity text, price text,
    moment timestamp, customer text, name text, country text);
create temp table taken_in (like staged, unique (number, article))
"""
TAKE_IN = """
insert into taken_in as target select * from staged on conflict (number, article) do update set
    (text, quantity, price) = row (excluded.text, excluded.quantity, excluded.price)
where (target.text, target.quantity, target.price)
    is distinct from (excluded.text, excluded.quantity, excluded.price)
"""


def export(web: Served, cookie: str, file_format: str, bare: Callable[[], object]) -> Compared:
    browser, path = Browser(web.port), f"/orders/export/?status=delivered&format={file_format}"
    ours = Meter(lambda: browser.get(path, cookie), 1, web.processor_seconds)
    return compared(ours, Meter(bare, 3, time.process_time), ROUNDS)


def bare_export(connection: psycopg.Connection, organisation: int) -> Callable[[], int]:
    """The rows of the export as CSV, straight from one statement."""

    def write() -> int:
        rows = connection.execute(EXPORTED, [organisation]).fetchall()
        csv.writer(io.StringIO(), delimiter=";").writerows(rows)
        return len(rows)

    return write


def paper(web: Served, cookie: str, order: str) -> Compared:
    browser = Browser(web.port)
    ours = Meter(lambda: browser.get(f"{order}pdf/", cookie), 1, web.processor_seconds)
    command = [sys.executable, "-I", "-c", BARE_PAPER]
    bare = Meter(lambda: subprocess.run(command, check=True), 1, _seconds_of_children)
    return compared(ours, bare, ROUNDS)


def sign_in(web: Served) -> Compared:
    """Beside the password's hash, which is meant to be dear."""
    browser = Browser(web.port)
    forms = iter([browser.form("/sign-in/") for _ in range(ROUNDS + 1)])
    with acting(ANONYMOUS):
        password = Login.objects.get(email=OWNER).password
    who = {"login": OWNER, "password": DEMO_PASSWORD}
    ours = Meter(lambda: browser.post("/sign-in/", next(forms), **who), 1, web.processor_seconds)
    hashed = Meter(lambda: check_password(DEMO_PASSWORD, password), 1, time.process_time)
    return compared(ours, hashed, ROUNDS)


def first_load(folder: Path, orders: int, superuser: str) -> tuple[int, Compared]:
    path = folder / "more.csv"
    lines = order_file(path, {"K-9900": ("Neukunde GmbH", orders)})
    with psycopg.connect(superuser) as connection:
        connection.execute(STAGE)

        def bare() -> None:
            connection.execute("truncate staged, taken_in")
            _copy_and_take_in(connection, path)

        return lines, _taken_in(path, folder, bare)


def same_again(folder: Path, orders: int, superuser: str) -> Compared:
    """Of a customer whose orders nobody has touched since: those of the history are enlivened."""
    path = folder / "again.csv"
    order_file(path, {"K-9901": ("Stammkunde GmbH", orders)})
    import_orders(path, mapping=folder / "mapping.toml")
    with psycopg.connect(superuser) as connection:
        connection.execute(STAGE)
        _copy_and_take_in(connection, path)

        def bare() -> None:
            connection.execute("truncate staged")
            _copy_and_take_in(connection, path)

        return _taken_in(path, folder, bare)


def _taken_in(path: Path, folder: Path, bare: Callable[[], object]) -> Compared:
    mapping = folder / "mapping.toml"
    ours = Meter(lambda: import_orders(path, mapping=mapping, dry_run=True), 1, time.perf_counter)
    return compared(ours, Meter(bare, 1, time.perf_counter), rounds=3)


def _copy_and_take_in(connection: psycopg.Connection, path: Path) -> None:
    with connection.cursor() as cursor:
        with cursor.copy("copy staged from stdin (format csv, header)") as copy:
            copy.write(path.read_bytes())
        cursor.execute(TAKE_IN)


def _seconds_of_children() -> float:
    return sum(psutil.Process().cpu_times()[2:4])
