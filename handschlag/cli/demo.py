"""`handschlag demo`: database, pages, jobs and mail of the demo company as one process tree."""

import os
import shutil
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from handschlag.cli import postgres
from handschlag.config.environment import refuse_unknown

DATABASE = "handschlag_demo"
console = Console(highlight=False)


def demo(
    port: Annotated[
        int, typer.Option(envvar="PORT", min=1, max=65535, help="Port to serve on.")
    ] = 8000,
    fresh: Annotated[bool, typer.Option("--fresh", help="Begin with new data.")] = False,
) -> None:
    """Try Handschlag: starts everything, fills a believable company, prints whom to be."""
    refuse_unknown(os.environ)
    # What has been started is stopped in order, whoever ends the demo.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    door = _door(port)
    folder = Path(os.environ.get("HANDSCHLAG_VAR", "var")).absolute() / "demo"
    if fresh:
        _say("Removing the old data")
        postgres.erase(folder / "database")
        if folder.exists():  # the data of root's server can lie elsewhere
            shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    with door, _database(folder):
        _run(folder, door)
    console.print("· Stopped. The data stays; FRESH=1 make demo begins anew.")


@contextmanager
def _database(folder: Path) -> Iterator[None]:
    _say("Starting PostgreSQL")
    with postgres.running(folder / "database", durable=True) as server:
        if server.data.parent != folder:
            _say(f"Its user cannot enter {folder}, so its data lies in {server.data}")
        server.ensure_database(DATABASE)
        os.environ["DATABASE_URL"] = server.url(postgres.APPLICATION, DATABASE)
        os.environ["HANDSCHLAG_OWNER_DATABASE_URL"] = server.url(postgres.OWNER, DATABASE)
        yield


def _run(folder: Path, door: socket.socket) -> None:
    port, mail_port = door.getsockname()[1], _free_port()
    os.environ["HANDSCHLAG_MODE"] = "demo"
    os.environ["HANDSCHLAG_VAR"] = str(folder.parent)
    os.environ["HANDSCHLAG_FILES"] = str(_closed(folder / "files"))
    os.environ["HANDSCHLAG_MAIL_URL"] = f"smtp://127.0.0.1:{mail_port}"
    os.environ.setdefault("HANDSCHLAG_LOG_LEVEL", "warning")
    os.environ.setdefault("HANDSCHLAG_SECURITY_CONTACT", "mailto:security@thomsen-brink.example")
    os.environ["PUBLIC_URL"] = f"http://localhost:{port}"
    os.environ["HANDSCHLAG_DESK_HOST"] = "desk.localhost"
    os.environ["HANDSCHLAG_STUDIO_HOST"] = "studio.localhost"
    from handschlag.cli.migrate import prepare_database

    _say("Preparing the database")
    prepare_database(verbosity=0)
    from django.utils.translation import override

    from handschlag.cli import demo_data, demo_server

    demo_data.fill(console)
    door.listen()
    with override("en"):
        _print_cast(port)
    demo_server.serve(door, mail_port, folder / "mail")


def _closed(folder: Path) -> Path:
    """For oneself alone, even if an earlier release has made it."""
    folder.mkdir(mode=0o700, exist_ok=True)
    folder.chmod(0o700)
    return folder


def _print_cast(port: int) -> None:
    from handschlag.cli.demo_data import addresses, cast
    from handschlag.platform.identity.models import DEMO_PASSWORD

    console.print()
    for name, host in addresses():
        console.print(f"  {name}: [bold]http://{host}:{port}[/bold]")
    for label, host in (("Desk, for staff", "DESK"), ("Studio, for its look", "STUDIO")):
        address = f"http://{os.environ[f'HANDSCHLAG_{host}_HOST']}:{port}"
        console.print(f"  {label}: [bold]{address}[/bold]")
    console.print(f"  Mails of the portal: [bold]http://localhost:{port}/demo/mail[/bold]\n")
    console.print("  Sign in with one click on the sign-in page, as:")
    for name, email, line in cast():
        console.print(f"    {name:<18} {email:<40} {line}", soft_wrap=True)
    console.print(f"\n  Their password is [bold]{DEMO_PASSWORD}[/bold]. End with Ctrl-C.\n")


def _door(port: int) -> socket.socket:
    """Taken before anything else starts, opened when there is something to see."""
    door = socket.socket()
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        door.bind(("127.0.0.1", port))
    except PermissionError:
        sys.exit(f"Port {port} is for root alone. Take another one: PORT=8000 make demo")
    except OSError:
        sys.exit(f"Port {port} is taken. Take another one: PORT={port + 1} make demo")
    return door


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _say(text: str) -> None:
    console.print(f"· {text} …")
