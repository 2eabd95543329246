"""A million orders: some taken in from a file by the import, the rest copied from them by SQL."""

import csv
from datetime import datetime, timedelta
from pathlib import Path

import psycopg
from django.db.models import Field, ForeignKey, Model

from handschlag.capabilities.billing.models import Invoice, InvoiceLine, TaxBreakdown
from handschlag.capabilities.ordering.models import Order, OrderLine
from handschlag.connectors.files.orders import import_orders
from handschlag.core.actor import system_actor
from handschlag.core.ids import RANDOM_ID_SQL, PublicIdField
from handschlag.core.isolation import acting
from handschlag.platform.organisations.models import Organisation
from handschlag.platform.portals.models import PortalOrganisation

LARGE, TYPICAL, MODEL = "K-1001", "K-1005", "K-9000"
OF_LARGE, OF_TYPICAL = 5_000, 199
CUSTOMERS = {
    LARGE: ("Kessler Haustechnik GmbH", OF_LARGE),
    TYPICAL: ("Heinrich Vogt", OF_TYPICAL),
    MODEL: ("Muster Gebäudetechnik GmbH", OF_TYPICAL),
}
HEAD = ("number", "article", "text", "quantity", "price", "moment", "customer", "name", "country")
MAPPING = """
system = "bench"
[columns]
document = "number"
article = "article"
description = "text"
quantity = "quantity"
unit_price = "price"
moment = "moment"
customer = "customer"
customer_name = "name"
country = "country"
[values]
currency = "EUR"
time_zone = "Europe/Berlin"
"""
NEWEST = datetime(2026, 1, 31, 16)  # noqa: DTZ001  the mapping names the zone
COPIED: tuple[type[Model], ...] = (
    Organisation,
    PortalOrganisation,
    Order,
    OrderLine,
    Invoice,
    InvoiceLine,
    TaxBreakdown,
)
# An import takes in history: all delivered and paid. The newest ones are made what they would be.
ENLIVEN = """
with ranked as (
    select id, organisation_id, row_number() over newest as place from ordering_order
    where organisation_id = any(%(ids)s)
    window newest as (partition by organisation_id order by ordered_at desc, id desc)
), changed as (
    update ordering_order ordered set customer_reference = 'Baustelle ' || ranked.place %% 40,
        site_id = (select id from organisations_site site
                   where site.organisation_id = ordered.organisation_id
                   order by (id + ranked.place) %% 7 limit 1),
        progress = case when ranked.place <= 6 then 'confirmed'
                        when ranked.place <= 9 then 'shipped'
                        when ranked.place %% 50 = 0 then 'cancelled' else progress end
    from ranked where ranked.id = ordered.id returning ordered.id, ranked.place
)
update billing_invoice invoice set open_amount = payable_amount, due_date = issue_date + 30
from changed where changed.id = invoice.order_id and changed.place <= 12
"""


def order_file(path: Path, customers: dict[str, tuple[str, int]] = CUSTOMERS) -> int:
    """Writes orders with one to three lines each, and returns how many lines."""
    lines = 0
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEAD)
        for customer, (name, orders) in customers.items():
            for order in range(orders):
                rows = list(_lines(customer, name, order))
                writer.writerows(rows)
                lines += len(rows)
    return lines


def _lines(customer: str, name: str, order: int) -> list[tuple[object, ...]]:
    moment = NEWEST - timedelta(hours=7 * order)
    number = f"{customer[2:]}-{order:05}"
    return [
        (
            number,
            f"HZ-{article:04}",
            f"Thermostatventil DN {article % 40}",
            1 + article % 9,
            f"{3 + article % 300}.{article % 100:02}",
            moment,
            customer,
            name,
            "Germany",
        )
        for article in range(order * 7 % 900, order * 7 % 900 + 1 + order % 3)
    ]


def fill_history(orders: int, superuser: str, folder: Path) -> None:
    """Nothing when it is there already."""
    with acting(system_actor("bench")):
        if Organisation.objects.filter(number__startswith=f"{MODEL}-").exists():
            _swept(superuser)
            return
    mapping = folder / "mapping.toml"
    mapping.write_text(MAPPING)
    order_file(folder / "history.csv")
    import_orders(folder / "history.csv", mapping=mapping)
    with psycopg.connect(superuser) as owner:
        _copy(owner, (orders - OF_LARGE) // OF_TYPICAL)
    _swept(superuser)


def _swept(superuser: str) -> None:
    """Imports that were taken back leave dead rows, and these would slow the next run down."""
    with psycopg.connect(superuser, autocommit=True) as owner:
        owner.execute("vacuum analyze")


def _copy(owner: psycopg.Connection, times: int) -> None:
    # Keys need no second look here: every copy keeps its distance from what it is copied from.
    owner.execute("set session_replication_role = replica")
    ids = [_id_of(owner, number) for number in CUSTOMERS]
    owner.execute(ENLIVEN, {"ids": ids})
    distance = max(_last_id(owner, model) for model in COPIED) + 1
    for model in COPIED:
        _copy_rows(owner, model, ids[-1], distance, times)


def _id_of(owner: psycopg.Connection, number: str) -> int:
    select = "select id from organisations_organisation where number = %s"
    return owner.execute(select, [number]).fetchone()[0]


def _last_id(owner: psycopg.Connection, model: type[Model]) -> int:
    return owner.execute(f"select max(id) from {model._meta.db_table}").fetchone()[0]


def _copy_rows(
    owner: psycopg.Connection, model: type[Model], original: int, distance: int, times: int
) -> None:
    """In the order of the originals: each copy's rows lie far apart, as time leaves them."""
    table, fields = model._meta.db_table, model._meta.local_concrete_fields
    owned = "id" if model is Organisation else "organisation_id"
    names = ", ".join(field.column for field in fields)
    values = ", ".join(_copied(field, distance) for field in fields)
    owner.execute(
        f"insert into {table} ({names}) select {values} from {table} original"
        f" cross join generate_series(1, {times}) as copy"
        f" where original.{owned} = {original} order by original.id, copy"
    )
    owner.execute(
        f"select setval(pg_get_serial_sequence('{table}', 'id'), (select max(id) from {table}))"
    )


def _copied(field: Field, distance: int) -> str:
    value = f"original.{field.column}"
    if isinstance(field, PublicIdField):
        return RANDOM_ID_SQL
    if field.primary_key or (isinstance(field, ForeignKey) and field.related_model in COPIED):
        return f"{value} + copy * {distance}"
    if field.column == "number":
        return f"{value} || '-' || lpad(copy::text, 5, '0')"
    if field.column == "ordered_at":
        return f"{value} - copy * interval '1 minute'"
    return (
        f"jsonb_build_array(original.id + copy * {distance})"
        if field.column == "lineage"
        else value
    )
