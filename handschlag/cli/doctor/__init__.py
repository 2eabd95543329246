"""`handschlag doctor`: looks at everything that an operator can have set wrongly."""

import sys
from collections.abc import Callable, Iterator

import django
from django.db import DatabaseError
from rich.console import Console
from rich.table import Table

from handschlag.cli.doctor.unwell import Unwell


def doctor() -> None:
    """Check configuration, database, mail and storage; say what to do. Exit code 1 if ill."""
    django.setup()
    table = Table(show_header=False, box=None, padding=(0, 2))
    ill = False
    for name, check in checks():
        try:
            table.add_row("[green]✓[/green]", name, check())
        except (Unwell, DatabaseError) as problem:
            ill = True
            table.add_row("[red]✗[/red]", name, str(problem).partition("\n")[0])
    Console().print(table)
    sys.exit(1 if ill else 0)


def checks() -> Iterator[tuple[str, Callable[[], str]]]:
    from handschlag.cli.doctor import database, surroundings, work

    yield "House", surroundings.house
    yield "Address", surroundings.public_url
    yield "Proxy", surroundings.proxies
    yield "Database", database.login
    yield "Migrations", database.migrations
    yield "Roles", database.roles
    yield "Grants", database.grants
    yield "Journal", database.partitions
    yield "Portals", database.portals
    yield "Mail", surroundings.mail
    yield "Queue", work.queue
    yield "Letters", work.letters
    yield "Seals", work.seals
    yield "Files", surroundings.storage
