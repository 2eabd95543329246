"""Pictures that somebody uploads, made anew: nothing of the file itself reaches a browser."""

import hashlib
import struct
from dataclasses import dataclass
from io import BytesIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import Image

FORMATS = ("PNG", "JPEG", "WEBP")
LARGEST_FILE = 1_000_000
MOST_PIXELS = 16_000_000
# What Pillow raises for files that are cut off, made up, or far too large when unpacked.
UNREADABLE = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    struct.error,
    Image.DecompressionBombError,
)


class NotAPicture(ValidationError):
    """The file is no raster picture that can be read."""

    def __init__(self) -> None:
        super().__init__(_("Choose a picture as PNG, JPEG or WebP."))


class PictureTooLarge(ValidationError):
    """The file has more bytes or more pixels than are read."""

    def __init__(self) -> None:
        super().__init__(_("Choose a smaller picture: at most 1 MB and 16 million pixels."))


@dataclass(frozen=True, slots=True)
class Raster:
    png: bytes
    width: int
    height: int

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.png).hexdigest()[:12]


def stored(png: bytes) -> Raster:
    """What `reencoded` made earlier."""
    with Image.open(BytesIO(png), formats=("PNG",)) as opened:
        return Raster(png, opened.width, opened.height)


def on_white(picture: Raster, *, size: tuple[int, int], margin: int) -> Raster:
    """Opaque, so that it can be read on any ground, with `margin` pixels of white around it."""
    ground = Image.new("RGB", (size[0] + 2 * margin, size[1] + 2 * margin), "white")
    with Image.open(BytesIO(picture.png)) as opened:
        drawn = opened.convert("RGBA").resize(size, Image.Resampling.LANCZOS)
    ground.paste(drawn, (margin, margin), drawn)
    return _written(ground)


def reencoded(content: bytes, *, box: tuple[int, int]) -> Raster:
    """The picture as PNG, made to fit into `box` pixels and rid of all that is not picture.

    Raises NotAPicture and PictureTooLarge. SVG is refused: it can carry scripts.
    """
    if len(content) > LARGEST_FILE:
        raise PictureTooLarge
    try:
        return _fitted(content, box)
    except UNREADABLE:
        raise NotAPicture from None


def _fitted(content: bytes, box: tuple[int, int]) -> Raster:
    with Image.open(BytesIO(content), formats=FORMATS) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            raise PictureTooLarge
        picture = opened.convert("RGBA")
    picture.thumbnail(box, Image.Resampling.LANCZOS)
    plain = Image.new("RGBA", picture.size)
    plain.paste(picture)
    return _written(plain)


def _written(picture: Image.Image) -> Raster:
    out = BytesIO()
    picture.save(out, "PNG", optimize=True)
    return Raster(out.getvalue(), picture.width, picture.height)
