"""The PostgreSQL of the bench, whose data is kept between runs."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from handschlag.cli.postgres import APPLICATION, OWNER, running
from handschlag.cli.postgres.server import SUPERUSER

FOLDER = Path("var/bench").absolute()
PORT = 8790


@contextmanager
def bench_database(orders: int) -> Iterator[str]:
    """Yields the address of the superuser's login; sets the environment that Django reads."""
    name = f"bench_{orders}"
    FOLDER.mkdir(parents=True, exist_ok=True)
    with running(FOLDER / "database", durable=False) as server:
        server.ensure_database(name)
        os.environ |= {
            "DATABASE_URL": server.url(APPLICATION, name),
            "HANDSCHLAG_OWNER_DATABASE_URL": server.url(OWNER, name),
            "HANDSCHLAG_MODE": "demo",
            "HANDSCHLAG_VAR": str(FOLDER),
            "HANDSCHLAG_LOG_LEVEL": "warning",
            "PUBLIC_URL": f"http://localhost:{PORT}",
            "DJANGO_SETTINGS_MODULE": "handschlag.config.settings",
        }
        yield server.url(SUPERUSER, name)
