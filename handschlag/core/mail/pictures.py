"""Pictures that a mail carries along, so that nothing is fetched when it is read."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from handschlag.core.capability import contributions
from handschlag.core.files.rasters import Raster, on_white

# In CSS pixels; screens of twice the density get what they can show.
BOX = (200, 40)
MARGIN = 6
DENSITY = 2
PLACE = re.compile(r'src="cid:(([a-z_]+)\.(\d+)@pictures)"')

Source = Callable[[int], Raster | None]


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture where a mail shows it, with `width` and `height` for programs without CSS."""

    url: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Carried:
    """A picture as the mail carries it; `content_id` is what its place asks for."""

    content_id: str
    png: bytes


def shown(name: str, reference: int, picture: Raster) -> Shown:
    """How to show what a room contributes as `name` in `mail_pictures`."""
    width, height = _size(picture)
    url = f"cid:{name}.{reference}@pictures"
    return Shown(url, width + 2 * MARGIN, height + 2 * MARGIN)


def carried(html: str) -> list[Carried]:
    """The pictures that `html` shows; asked within `acting` of the system.

    A place whose picture is gone meanwhile shows its words.
    """
    found = {place: (name, int(number)) for place, name, number in PLACE.findall(html)}
    made = {place: sources()[name](number) for place, (name, number) in found.items()}
    return [Carried(place, _for_mail(picture)) for place, picture in made.items() if picture]


def sources() -> dict[str, Source]:
    return {
        name: source
        for _, offered in contributions("mail_pictures")
        for name, source in offered.items()
    }


def _size(picture: Raster) -> tuple[int, int]:
    scale = min(1, BOX[0] / picture.width, BOX[1] / picture.height)
    return round(picture.width * scale), round(picture.height * scale)


def _for_mail(picture: Raster) -> bytes:
    """On white of its own: dark mail programs turn grounds dark, and leave pictures alone."""
    width, height = _size(picture)
    density = min(DENSITY, picture.width / width)
    size = (round(width * density), round(height * density))
    return on_white(picture, size=size, margin=round(MARGIN * density)).png
