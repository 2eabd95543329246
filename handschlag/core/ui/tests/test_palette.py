import random
import re
from pathlib import Path

import pytest

from handschlag.core.ui import palette as palettes
from handschlag.core.ui.oklch import contrast, from_hex
from handschlag.core.ui.palette import Palette, UnreadablePalette, palette, stylesheet, verify

TOKENS = Path(palettes.__file__).parent / "frontend/css/tokens.css"
DECLARATION = re.compile(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\);")
NAMED = ["#FFED00", "#E20074", "#1F5C4D", "#FFFFFF", "#000000", "#808080", "#F7931E", "#0B5FFF"]
SAMPLED = [f"#{random.Random(number).randrange(2**24):06x}" for number in range(500)]


def distance(one: str, other: str) -> int:
    return max(abs(int(one[i : i + 2], 16) - int(other[i : i + 2], 16)) for i in (1, 3, 5))


def unreadable(tokens: dict[str, str]) -> list[str]:
    """The promises of the palette, written down a second time."""
    ratios = {
        "words on a button": contrast(tokens["on-fill"], tokens["brand-fill"]) / 4.5,
        "words on a button under the pointer": contrast(tokens["on-fill"], tokens["brand-hover"])
        / 4.5,
        "link": contrast(tokens["brand-text"], tokens["surface"]) / 4.5,
        "muted": contrast(tokens["muted"], tokens["sunken"]) / 4.5,
        "field": contrast(tokens["control"], tokens["sunken"]) / 3,
        "edge of a button": contrast(tokens["brand-edge"], tokens["surface"]) / 3,
        "words on the pale brand": contrast(tokens["on-subtle"], tokens["brand-subtle"]) / 7,
    }
    return [name for name, ratio in ratios.items() if ratio < 1]


def test_palette_of_any_brand_can_be_read():
    failures = {
        (brand, mode): unreadable(tokens)
        for brand in NAMED + SAMPLED
        for mode, tokens in (("light", palette(brand).light), ("dark", palette(brand).dark))
    }

    assert {where: names for where, names in failures.items() if names} == {}


def test_default_brand_gives_the_colours_of_the_stylesheet():
    made = palette("#1f5c4d")
    written = {name: pair for name, *pair in DECLARATION.findall(TOKENS.read_text())}

    assert made.light.keys() == made.dark.keys() == written.keys() & made.light.keys()
    for name in made.light:
        assert distance(made.light[name], written[name][0]) <= 2, name
        assert distance(made.dark[name], written[name][1]) <= 2, name


@pytest.mark.parametrize(
    ("brand", "words"), [("#ffed00", "#202016"), ("#e20074", "#ffffff"), ("#0b5fff", "#ffffff")]
)
def test_brand_stays_exactly_as_it_is_where_words_can_be_read(brand, words):
    assert palette(brand).light["brand-fill"] == brand
    assert palette(brand).light["on-fill"] == words


def test_brand_moves_too_little_to_be_seen():
    moved = {
        brand: from_hex(palette(brand).light["brand-fill"]).lightness - from_hex(brand).lightness
        for brand in SAMPLED
    }

    assert {brand: by for brand, by in moved.items() if abs(by) > 0.04} == {}
    assert sum(by == 0 for by in moved.values()) >= 0.9 * len(moved)


def test_pale_brand_gets_an_edge_of_its_readable_shade():
    tokens = palette("#ffed00").light

    assert tokens["brand-edge"] == tokens["brand-text"]
    assert contrast(tokens["brand-edge"], tokens["surface"]) >= 3


def test_verification_names_the_pair_that_cannot_be_read():
    good = palette("#1f5c4d")
    bad = Palette(light={**good.light, "muted": "#aaaaaa"}, dark=good.dark)

    with pytest.raises(UnreadablePalette, match=r"muted on .* \(light\): 2\."):
        verify(bad)


def test_stylesheet_sets_custom_properties_and_nothing_else():
    sheet = stylesheet(palette("#e20074"))

    inner = sheet.removeprefix(":root{").removesuffix("}\n")
    declarations = inner.rstrip(";").split(";")
    assert len(declarations) == len(palette("#e20074").light)
    for declaration in declarations:
        assert re.fullmatch(r"--[a-z-]+:light-dark\(#[0-9a-f]{6},#[0-9a-f]{6}\)", declaration)


def test_digest_changes_with_the_brand():
    assert palettes.digest("#e20074") != palettes.digest("#e20075")
    assert palettes.digest("#e20074") == palettes.digest("#e20074")
