from typing import TYPE_CHECKING, Annotated, Any

import typer
import uvicorn

from handschlag.cli.house import set_up

if TYPE_CHECKING:
    from handschlag.core.live.hub import Hub

SECONDS_TO_FINISH = 3


def live(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8001,
) -> None:
    """Tell open pages what has changed. The proxy leads /live/ here."""
    set_up()
    from handschlag.core.live.app import LiveApplication

    application = LiveApplication()
    LiveServer(config_of(application, host=host, port=port), application.hub).run()


def config_of(application: Any, **options: Any) -> uvicorn.Config:
    return uvicorn.Config(
        application,
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=SECONDS_TO_FINISH,
        **options,
    )


class LiveServer(uvicorn.Server):
    """Ends the streams first: the server waits for them before it tells anybody that it ends."""

    def __init__(self, config: uvicorn.Config, hub: "Hub") -> None:
        super().__init__(config)
        self._hub = hub

    async def shutdown(self, sockets: Any = None) -> None:
        self._hub.close()
        await super().shutdown(sockets)
