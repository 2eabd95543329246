from typing import Annotated

import typer

from handschlag.cli.house import set_up


def web(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8000,
    workers: Annotated[int, typer.Option(min=1, help="Processes; about one per core.")] = 2,
    threads: Annotated[int, typer.Option(min=1, help="Threads in each process.")] = 2,
) -> None:
    """Serve the pages. Put a proxy with TLS in front and run `worker` beside it."""
    from granian import Granian
    from granian.constants import Interfaces

    from handschlag.config.settings.logs import GRANIAN

    set_up()
    Granian(
        "handschlag.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        websockets=False,
        log_access=False,
        log_dictconfig=GRANIAN,
    ).serve()
