"""`handschlag demo`: database, pages, jobs and mail of the demo company as one process tree."""

import os
import secrets
import shutil
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from handschlag.cli import postgres

DATABASE = "handschlag_demo"
console = Console(highlight=False)


def demo(
    port: Annotated[int, typer.Option(envvar="PORT", help="Port to serve on.")] = 8000,
    fresh: Annotated[bool, typer.Option("--fresh", help="Begin with new data.")] = False,
    reload: Annotated[bool, typer.Option("--reload", help="Start again on changes.")] = False,
) -> None:
    """Try Handschlag: starts everything, fills a believable company, prints whom to be."""
    if reload:
        _run_reloading(port, fresh=fresh)
        return
    _refuse_taken(port)
    folder = Path(os.environ.get("HANDSCHLAG_VAR", "var")).absolute() / "demo"
    if fresh:
        _say("Removing the old data")
        postgres.erase(folder / "database")
        shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    with _database(folder):
        _run(folder, port)


@contextmanager
def _database(folder: Path) -> Iterator[None]:
    _say("Starting PostgreSQL")
    with postgres.running(folder / "database", durable=True) as server:
        server.ensure_database(DATABASE)
        os.environ["DATABASE_URL"] = server.url(postgres.APPLICATION, DATABASE)
        os.environ["HANDSCHLAG_OWNER_DATABASE_URL"] = server.url(postgres.OWNER, DATABASE)
        yield


def _run(folder: Path, port: int) -> None:
    mail_port = _free_port()
    os.environ["HANDSCHLAG_MODE"] = "demo"
    os.environ["HANDSCHLAG_SECRET_KEY"] = _secret(folder / "secret")
    os.environ["HANDSCHLAG_FILES"] = str(folder / "files")
    os.environ["HANDSCHLAG_MAIL_URL"] = f"smtp://127.0.0.1:{mail_port}"
    os.environ["HANDSCHLAG_LOG_LEVEL"] = os.environ.get("HANDSCHLAG_LOG_LEVEL", "warning")
    os.environ["PUBLIC_URL"] = f"http://localhost:{port}"
    from handschlag.cli.migrate import prepare_database

    _say("Preparing the database")
    prepare_database(verbosity=0)
    from handschlag.cli import demo_data, demo_server

    demo_data.fill(console)
    _print_cast(port)
    demo_server.serve(port, mail_port, folder / "mail")
    _say("Stopped. The data stays; begin anew with FRESH=1 make demo")


def _print_cast(port: int) -> None:
    from handschlag.cli.demo_data import addresses, cast
    from handschlag.platform.portals.demo.cast import PASSWORD

    console.print()
    for name, host in addresses():
        console.print(f"  {name}: [bold]http://{host}:{port}[/bold]")
    console.print(f"  Mails of the portal: [bold]http://localhost:{port}/demo/mail[/bold]\n")
    console.print("  Sign in with one click on the sign-in page, as:")
    for name, email, line in cast():
        console.print(f"    {name:<22} {email:<42} {line}")
    console.print(f"\n  Their password is [bold]{PASSWORD}[/bold]. End with Ctrl-C.\n")


def _refuse_taken(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            sys.exit(f"Port {port} is taken. Take another one: PORT={port + 1} make demo")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _secret(path: Path) -> str:
    if not path.exists():
        path.write_text(secrets.token_urlsafe(48))
        path.chmod(0o600)
    return path.read_text()


def _run_reloading(port: int, *, fresh: bool) -> None:
    from watchfiles import run_process

    command = f"{sys.executable} -m handschlag demo --port {port}"
    if fresh:
        postgres.erase(Path("var/demo/database"))
    run_process("handschlag", target=command, target_type="command")


def _say(text: str) -> None:
    console.print(f"· {text} …")
