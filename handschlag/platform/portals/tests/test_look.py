"""A portal's name, colour and logo: what is taken, what is refused, where it shows."""

from dataclasses import replace
from io import BytesIO
from types import MappingProxyType
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils.translation import override
from PIL import Image, PngImagePlugin

from handschlag.core.actor import Actor, ActorKind, Scope, system_actor
from handschlag.core.files import rasters
from handschlag.core.files.rasters import NotAPicture, PictureTooLarge, Raster, reencoded
from handschlag.core.isolation import acting
from handschlag.core.journal.models import JournalEntry
from handschlag.core.text import Translated
from handschlag.core.ui import palette
from handschlag.platform.identity.models import Person
from handschlag.platform.identity.tests.factories import make_person
from handschlag.platform.portals.actions import Look, change_look
from handschlag.platform.portals.models import Portal
from handschlag.platform.portals.tests.factories import make_portal

pytestmark = pytest.mark.django_db

SYSTEM = system_actor("test")
BOX = (480, 96)
LOOK = Look(name=Translated(de="Wärmeportal"), company_name="Voss Wärme AG", brand="#E20074")


def picture(kind: str = "PNG", size: tuple[int, int] = (960, 200), **options: Any) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "#C2571A").save(out, kind, **options)
    return out.getvalue()


def changed(portal: Portal, look: Look, by: Actor = SYSTEM) -> Portal:
    with acting(by):
        return change_look(by, portal=Portal.objects.get(pk=portal.pk), look=look)


def staff(*rights: str) -> Actor:
    person = make_person("Maren Thomsen", kind=Person.Kind.STAFF)
    scopes = MappingProxyType(dict.fromkeys(rights, Scope.SUBTREE))
    return Actor(kind=ActorKind.STAFF, person_id=person.pk, rights=scopes)


def test_look_shows_on_the_next_page() -> None:
    portal = changed(make_portal(), replace(LOOK, logo=reencoded(picture(), box=BOX)))
    browser = Client()
    page = browser.get("/sign-in/").content.decode()
    assert "Wärmeportal" in page
    assert "Voss Wärme AG" in page
    sheet = browser.get(f"/theme-{palette.digest('#E20074')}.css").content.decode()
    assert f'href="/theme-{palette.digest("#E20074")}.css"' in page
    assert "--brand-fill:light-dark(#E20074,#E20074)" in sheet
    assert f'<img src="/logo-{portal.logo_digest}.png" alt="">' in page
    answer = browser.get(portal.logo_url)
    assert answer["Content-Type"] == "image/png"
    assert Image.open(BytesIO(answer.content)).size == (461, 96)
    assert "immutable" in answer["Cache-Control"]


def test_logo_stays_until_it_is_taken_away() -> None:
    portal = changed(make_portal(), replace(LOOK, logo=reencoded(picture(), box=BOX)))
    kept = changed(portal, replace(LOOK, brand="#0B5FFF"))
    assert (kept.brand, kept.logo_digest) == ("#0B5FFF", portal.logo_digest)
    assert changed(portal, replace(LOOK, keeps_logo=False)).logo_digest == ""
    assert Client().get(portal.logo_url).status_code == 404


def test_changed_look_stands_in_the_journal() -> None:
    portal = changed(make_portal(), LOOK)
    with acting(SYSTEM):
        [entry] = JournalEntry.objects.filter(kind="portals.look_changed")
    assert (entry.subject_id, entry.body) == (
        portal.pk,
        {"host": "testserver", "brand": "#E20074", "logo": ""},
    )


def test_staff_need_the_right() -> None:
    portal = make_portal()
    with pytest.raises(PermissionDenied):
        changed(portal, LOOK, by=staff("organisations.look_up"))
    assert changed(portal, LOOK, by=staff("portals.brand")).brand == "#E20074"


def test_customer_with_the_right_by_mistake_changes_nothing() -> None:
    with pytest.raises(PermissionDenied):
        changed(make_portal(), LOOK, by=replace(staff("portals.brand"), kind=ActorKind.PERSON))


@pytest.mark.parametrize("brand", ["green", "#12345", "#1234567", "#12345g", "#123456\n"])
def test_what_is_no_colour_is_refused(brand: str) -> None:
    with pytest.raises(ValidationError, match="#1F5C4D"):
        changed(make_portal(), replace(LOOK, brand=brand))


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Choose another colour. On light pages “Words on buttons” would reach 4.68 : 1"),
        (
            "de",
            "Auf hellen Seiten käme „Wörter auf Knöpfen“ auf 4,68 : 1 und braucht 7,0 : 1.",
        ),
    ],
)
def test_colour_that_cannot_be_read_is_refused_with_what_fails(
    monkeypatch: pytest.MonkeyPatch, language: str, sentence: str
) -> None:
    """No colour fails the promises of today; so they are made stricter here."""
    strict = tuple(
        replace(pair, needed=7.0) if pair.backgrounds == ("brand-fill",) else pair
        for pair in palette.PAIRS
    )
    monkeypatch.setattr(palette, "PAIRS", strict)
    palette.palette.cache_clear()
    with override(language), pytest.raises(ValidationError) as refused:
        changed(make_portal(), LOOK)
    assert sentence in " ".join(refused.value.messages)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_pictures_are_made_anew_as_png(kind: str) -> None:
    made = reencoded(picture(kind), box=BOX)
    assert (made.width, made.height) == (461, 96)
    assert made.png.startswith(b"\x89PNG")


def test_nothing_hidden_in_a_file_is_kept() -> None:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", "<script>alert(1)</script>")
    made = reencoded(picture(pnginfo=notes) + b"<script>alert(2)</script>", box=BOX)
    assert b"script" not in made.png


def test_small_picture_is_not_blown_up() -> None:
    made = reencoded(picture(size=(20, 10)), box=BOX)
    assert (made.width, made.height) == (20, 10)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"GIF89a<script>",
        picture()[:60],
        picture("JPEG")[:200],
        picture("WEBP")[:40],
        picture("BMP", size=(4, 4)),
        b"\x89PNG\r\n\x1a\n" + bytes(40),
    ],
    ids=["empty", "svg", "gif", "png", "jpeg", "webp", "bmp", "made up"],
)
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    with pytest.raises(NotAPicture):
        reencoded(content, box=BOX)


def test_too_many_bytes_or_pixels_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(PictureTooLarge):
        reencoded(bytes(rasters.LARGEST_FILE + 1), box=BOX)
    with pytest.raises(PictureTooLarge):
        reencoded(picture(size=(5000, 4000)), box=BOX)


def test_logo_is_known_by_what_it_shows() -> None:
    one, same = reencoded(picture(), box=BOX), reencoded(picture("WEBP", lossless=True), box=BOX)
    assert one.digest == same.digest
    assert one.digest != Raster(one.png + b"x", 1, 1).digest
