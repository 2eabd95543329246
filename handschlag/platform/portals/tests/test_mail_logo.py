"""The portal's logo in mails: carried along, described, and readable on every ground."""

import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from io import BytesIO
from typing import cast

import pytest
from django.test import Client
from PIL import Image

from handschlag.core.actor import system_actor
from handschlag.core.files.rasters import Raster
from handschlag.core.isolation import acting
from handschlag.core.mail.letters import letter_of
from handschlag.core.mail.message import message_of
from handschlag.core.mail.pictures import shown
from handschlag.core.tests.factory_role import as_owner
from handschlag.core.ui.palette import palette
from handschlag.platform.identity.tests.factories import make_login
from handschlag.platform.identity.tests.mails import mails
from handschlag.platform.portals.models import Logo, Portal
from handschlag.platform.portals.tests.factories import give_logo, make_portal

pytestmark = pytest.mark.django_db

BY = system_actor("test")
PICTURE = re.compile(r"<img [^>]+>")


@pytest.fixture
def portal() -> Portal:
    return make_portal(brand="#8A1F3D")


def asked_for_a_code() -> None:
    Client().post("/sign-in/", {"login": make_login().email, "code": "1"})


def newest() -> EmailMessage:
    """The newest mail as it leaves."""
    row = mails()[-1]
    with acting(BY):
        letter = letter_of(row)
        assert letter is not None
        message = message_of(row.pk, letter)
    sent = message_from_bytes(message.message().as_bytes(), policy=policy.default)
    return cast("EmailMessage", sent)


def html_of(mail: EmailMessage) -> str:
    part = mail.get_body(("html",))
    assert part is not None
    return str(part.get_content())


def test_logo_is_carried_by_the_mail_that_shows_it(portal: Portal) -> None:
    give_logo()
    asked_for_a_code()
    mail = newest()
    assert [part.get_content_type() for part in mail.walk()] == [
        "multipart/alternative",
        "text/plain",
        "multipart/related",
        "text/html",
        "image/png",
    ]
    [image] = PICTURE.findall(html_of(mail))
    *_, picture = mail.walk()
    assert picture["Content-Disposition"] == "inline"
    assert f'src="cid:{picture["Content-ID"][1:-1]}"' in image
    assert 'alt="Brenner Wärmetechnik GmbH"' in image
    assert 'width="212" height="52"' in image
    png = Image.open(BytesIO(picture.get_content()))
    assert (png.mode, png.size) == ("RGB", (424, 104)), "on white, for screens of twice the density"


def test_without_a_logo_the_company_stands_in_words(portal: Portal) -> None:
    asked_for_a_code()
    mail = newest()
    html = html_of(mail)
    assert [part.get_content_type() for part in mail.walk()][1:] == ["text/plain", "text/html"]
    assert PICTURE.findall(html) == []
    assert ">Brenner Wärmetechnik GmbH</p>" in html


def test_logo_that_is_gone_when_the_mail_leaves_says_its_words(portal: Portal) -> None:
    give_logo()
    asked_for_a_code()
    with as_owner():
        Logo.objects.all().delete()
        Portal.objects.update(logo_digest="")
    mail = newest()
    assert [part.get_content_type() for part in mail.walk()][1:] == ["text/plain", "text/html"]
    assert 'alt="Brenner Wärmetechnik GmbH"' in html_of(mail)


def test_mail_has_colours_for_dark_programs(portal: Portal) -> None:
    asked_for_a_code()
    html = html_of(newest())
    _, _, dark = html.partition("@media (prefers-color-scheme: dark)")
    rules, _, _ = dark.partition("</style>")
    colours = palette(portal.brand).dark
    for token in ("canvas", "surface", "line", "text", "muted", "brand-text"):
        assert colours[token] in rules
    assert '<meta name="color-scheme" content="light dark">' in html


@pytest.mark.parametrize(
    ("pixels", "size"),
    [((800, 160), (200, 40)), ((800, 40), (200, 10)), ((90, 30), (90, 30)), ((160, 160), (40, 40))],
    ids=["largest", "flat", "few pixels", "square"],
)
def test_logo_is_shown_no_larger_than_it_is(pixels: tuple[int, int], size: tuple[int, int]) -> None:
    found = shown("logo", 7, Raster(b"", *pixels))
    assert (found.width - 12, found.height - 12) == size
