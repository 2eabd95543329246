import gzip
import json
import re
from pathlib import Path

import pytest

from handschlag.core.ui import components

UI = Path(components.__file__).parent
DIST = UI / "static/ui/dist"
KILOBYTE = 1000


@pytest.fixture(scope="module")
def built() -> dict[str, Path]:
    manifest = json.loads((DIST / "manifest.json").read_text())
    return {Path(source).name: DIST / entry["file"] for source, entry in manifest.items()}


def weight(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), compresslevel=9))


def test_first_visit_stays_within_its_budget(built):
    assert weight(built["app.css"]) <= 12 * KILOBYTE
    assert weight(built["behaviours.js"]) + weight(built["live.js"]) <= 18 * KILOBYTE
    assert weight(built["behaviours.js"]) <= 5 * KILOBYTE
    assert weight(built["icons.svg"]) <= 15 * KILOBYTE
    assert built["source-sans-3-latin-wght-normal.woff2"].stat().st_size <= 29 * KILOBYTE


def test_stylesheet_asks_for_nothing_but_its_font(built):
    sheet = built["app.css"].read_text()

    assert "data:" not in sheet
    assert "@import" not in sheet
    addresses = re.findall(r"url\(([^)]+)\)", sheet)
    font = built["source-sans-3-latin-wght-normal.woff2"].name
    assert addresses == [f"/static/ui/dist/assets/{font}"]


def test_every_text_file_is_compressed_once_at_the_build(built):
    for name in ("app.css", "behaviours.js", "live.js", "icons.svg", "mark.svg"):
        content = built[name].read_bytes()
        assert gzip.decompress(Path(f"{built[name]}.gz").read_bytes()) == content
        assert Path(f"{built[name]}.br").stat().st_size < len(content)


def test_sprite_holds_every_icon_of_its_list(built):
    names = json.loads((UI / "frontend/icons.json").read_text())
    sprite = built["icons.svg"].read_text()

    assert re.findall(r'<symbol id="([\w-]+)"', sprite) == [*names, "mark"]


@pytest.mark.parametrize(
    ("pattern", "most"), [("**/*.css", 200), ("**/*.js", 60)], ids=["styles", "behaviours"]
)
def test_sources_of_the_front_end_stay_short(pattern, most):
    long = {
        path.name: lines
        for path in (UI / "frontend").glob(pattern)
        if (lines := len(path.read_text().splitlines())) > most
    }
    assert long == {}


def test_lock_file_names_no_registry():
    lock = json.loads((UI.parents[2] / "package-lock.json").read_text())

    assert [name for name, entry in lock["packages"].items() if "resolved" in entry] == []


def test_lock_file_holds_tailwind_for_every_platform():
    packages = json.loads((UI.parents[2] / "package-lock.json").read_text())["packages"]
    wanted = packages["node_modules/@tailwindcss/oxide"]["optionalDependencies"]

    assert {name for name in wanted if f"node_modules/{name}" not in packages} == set()
