"""`handschlag doctor`: looks at everything that an operator can have set wrongly."""

import sys
from collections.abc import Callable

import django
from django.db import DatabaseError
from rich.console import Console
from rich.table import Table

from handschlag.cli.doctor import database, surroundings
from handschlag.cli.doctor.unwell import Unwell

CHECKS: tuple[tuple[str, Callable[[], str]], ...] = (
    ("House", surroundings.house),
    ("Address", surroundings.public_url),
    ("Proxy", surroundings.proxies),
    ("Database", database.login),
    ("Migrations", database.migrations),
    ("Roles", database.roles),
    ("Grants", database.grants),
    ("Journal", database.partitions),
    ("Portals", database.portals),
    ("Mail", surroundings.mail),
    ("Files", surroundings.storage),
)


def doctor() -> None:
    """Check configuration, database, mail and storage; say what to do. Exit code 1 if ill."""
    django.setup()
    table = Table(show_header=False, box=None, padding=(0, 2))
    ill = False
    for name, check in CHECKS:
        try:
            table.add_row("[green]✓[/green]", name, check())
        except (Unwell, DatabaseError) as problem:
            ill = True
            table.add_row("[red]✗[/red]", name, str(problem).partition("\n")[0])
    Console().print(table)
    sys.exit(1 if ill else 0)
