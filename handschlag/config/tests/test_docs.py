"""The documentation says what is there: settings, packages, decisions, and nobody's server."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from handschlag.config.environment import Environment, variable_name

ROOT = Path(__file__).parents[3]
DOCS = ROOT / "docs"

pytestmark = pytest.mark.skipif(not DOCS.exists(), reason="installed without its documentation")


def rows_of(page: str) -> list[list[str]]:
    """The cells of the tables of a page, without heads and rulers."""
    lines = (DOCS / page).read_text().splitlines()
    tables = [line for line in lines if line.startswith("|") and not line.startswith("| ---")]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in tables]


def default_of(name: str) -> str:
    field = Environment.model_fields[name]
    if field.is_required():
        return "required"
    if field.default_factory is not None:
        return "`$HANDSCHLAG_VAR/files`"
    shown = "" if field.default in {None, ()} else str(field.default)
    return f"`{shown}`" if shown else ""


def test_configuration_page_has_every_setting() -> None:
    expected = [
        [f"`{variable_name(name)}`", default_of(name), str(field.description)]
        for name, field in Environment.model_fields.items()
    ]
    assert rows_of("operate/configuration.md")[1:] == expected


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    groups = [project["project"]["dependencies"], *project["dependency-groups"].values()]
    python = {re.split(r"[^a-z0-9-]", package)[0] for group in groups for package in group}
    front_end = json.loads((ROOT / "package.json").read_text())["devDependencies"]
    reasons = {name: why for name, why in rows_of("dependencies.md") if name != "package"}
    assert set(reasons) == python | set(front_end)
    assert all(reasons.values())


def test_every_decision_is_listed() -> None:
    index = (DOCS / "decisions" / "index.md").read_text()
    pages = {path.name for path in (DOCS / "decisions").glob("0*.md")}
    assert set(re.findall(r"\((0\d+-[a-z-]+\.md)\)", index)) == pages


def test_site_asks_no_other_server(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True)
    pages = [path.read_text() for path in tmp_path.glob("**/*.html")]
    loaded = r"<(?:script|img|iframe|link)\b[^>]*?(?:src|href)=\"?((?:https?:)?//[^\s\">]+)"
    assert len(pages) > len(list(DOCS.glob("*/*.md")))
    assert [address for page in pages for address in re.findall(loaded, page)] == []
