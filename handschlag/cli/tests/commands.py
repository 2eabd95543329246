"""Commands as an operator gives them: within the test's process, or as a process of their own."""

import os
import socket
import subprocess
import sys
from urllib.parse import urlsplit

from typer.testing import CliRunner, Result

from handschlag.cli.main import app

WIDE = {"COLUMNS": "300"}
PATIENCE = 120


def command(*words: str, given: str | None = None) -> Result:
    """Run `handschlag WORDS` in this process, on the databases of the test."""
    return CliRunner().invoke(app, words, input=given, env=WIDE)


def process(*words: str, **variables: str) -> "subprocess.CompletedProcess[str]":
    """Run `handschlag WORDS` with these variables and none of the test run's own."""
    return subprocess.run(
        [sys.executable, "-m", "handschlag", *words],
        env=environment(**variables),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


def environment(**variables: str) -> dict[str, str]:
    ours = ("HANDSCHLAG_", "DATABASE_URL", "PUBLIC_URL", "DJANGO_", "PORT")
    rest = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return {**rest, **WIDE, **variables}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def on_database(name: str) -> dict[str, str]:
    """The variables that lead both logins to the database `name` of the test run's server."""
    urls = ("DATABASE_URL", "HANDSCHLAG_OWNER_DATABASE_URL")
    return {url: urlsplit(os.environ[url])._replace(path=f"/{name}").geturl() for url in urls}
