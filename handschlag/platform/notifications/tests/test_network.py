"""What the worker does asks nobody but the mail server, and its mails ask nobody at all."""

import re
import socket
from io import BytesIO

import pytest
from PIL import Image

from handschlag.core.files.rasters import stored
from handschlag.core.isolation import acting
from handschlag.core.tests.network_log import asked_hosts
from handschlag.core.tests.post import Post, port, post, work
from handschlag.core.topics import Channel
from handschlag.platform.notifications.tests.world import (
    SYSTEM,
    World,
    make_world,
    new_site,
    offer_sites,
)
from handschlag.platform.portals.actions import Look, change_look
from handschlag.platform.portals.models import Portal

__all__ = ["port", "post"]

FETCHED = re.compile(r"""(?:src|srcset|background|action)="([^"]*)"|url\(|@import|<link|<iframe""")


@pytest.fixture
def world(committed_db: str, port: int, monkeypatch: pytest.MonkeyPatch) -> World:
    offer_sites(monkeypatch, Channel.AT_ONCE)
    return make_world(host="kunden.brenner.example")


def give_logo(portal: Portal) -> None:
    out = BytesIO()
    Image.new("RGBA", (400, 80), "#C2571A").save(out, "PNG")
    look = Look(
        name=portal.name,
        company_name=portal.company_name,
        brand=portal.brand,
        logo=stored(out.getvalue()),
    )
    with acting(SYSTEM):
        change_look(SYSTEM, portal=portal, look=look)


def test_log_hears_names_and_addresses() -> None:
    with asked_hosts() as asked:
        with pytest.raises(OSError, match=r"\w"):
            socket.create_connection(("127.0.0.1", 1), timeout=1)
        socket.getaddrinfo("localhost", 80)
    assert asked == {"127.0.0.1", "localhost"}


@pytest.mark.feature("S87", part="one log over all tests")
def test_worker_and_its_mails_ask_no_other_host(world: World, post: Post) -> None:
    give_logo(world.portal)
    new_site(world.kern)
    with asked_hosts() as asked:
        work()
    assert asked <= {"127.0.0.1", "localhost", socket.gethostname()}
    [(_, mail)] = post.mails
    [html] = [part for part in mail.walk() if part.get_content_type() == "text/html"]
    [picture] = [part for part in mail.walk() if part.get_content_type() == "image/png"]
    place = f"cid:{picture['Content-ID'][1:-1]}"
    body = html.get_payload(decode=True)
    assert isinstance(body, bytes)
    assert FETCHED.findall(body.decode()) == [place]
