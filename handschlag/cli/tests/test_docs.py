"""The documentation says what is there: settings, commands, packages, and nobody's server."""

import json
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from typer.core import TyperGroup
from typer.main import get_command

from handschlag.cli.main import app
from handschlag.config.environment import Environment, variable_name
from handschlag.platform.organisations.rights import Preset, declared_rights

ROOT = Path(__file__).parents[3]
DOCS = ROOT / "docs"
CODE_BLOCK = re.compile(r"^ *```[a-z]*\n(.*?)^ *```", re.DOTALL | re.MULTILINE)
CODE_INLINE = re.compile(r"`([^`\n]+)`")

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
    package = json.loads((ROOT / "package.json").read_text())
    front_end = package["dependencies"] | package["devDependencies"]
    reasons = {name: why for name, why in rows_of("dependencies.md") if name != "package"}
    assert set(reasons) == python | set(front_end)
    assert all(reasons.values())


def pages() -> list[Path]:
    return [*sorted(ROOT.glob("*.md")), *sorted(DOCS.glob("**/*.md"))]


def code_of(page: Path) -> list[str]:
    """The lines of code blocks and the pieces of code within sentences."""
    blocks = CODE_BLOCK.findall(page.read_text())
    inline = CODE_INLINE.findall(CODE_BLOCK.sub("", page.read_text()))
    return [*(line.strip() for block in blocks for line in block.splitlines()), *inline]


def commands_in(page: Path) -> list[str]:
    """Every `handschlag` command with its options, wherever the program lies."""
    found = [re.match(r"(?:\S*/)?handschlag ([a-z-].*)", piece) for piece in code_of(page)]
    return [match[1] for match in found if match]


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_commands_and_options_in_the_documentation_exist(page: Path) -> None:
    for text in commands_in(page):
        node, words = get_command(app), shlex.split(text)
        while words and isinstance(node, TyperGroup):
            assert words[0] in node.commands, text
            node = node.commands[words.pop(0)]
        known = {option for parameter in node.params for option in parameter.opts}
        assert {word for word in words if word.startswith("-")} <= known, text


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_make_targets_in_the_documentation_exist(page: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = [re.match(r"(?:[A-Z0-9]+=\S+ )*make ([a-z-]+)", piece) for piece in code_of(page)]
    assert {match[1] for match in named if match} <= targets


def test_every_command_is_in_the_table_of_the_operator() -> None:
    table = [row[0] for row in rows_of("operate/install.md")]
    listed = {row.split()[1].strip("`") for row in table if row.startswith("`handschlag ")}
    assert listed == set(get_command(app).commands) - {"demo"}


def test_roles_of_the_operators_page_are_the_presets() -> None:
    rows = [row for row in rows_of("operate/install.md") if "reader" in row[0] or "buyer" in row[0]]
    assert set(re.findall(r"`([a-z]+)`", " ".join(row[0] for row in rows))) == set(Preset)
    for names, sees in rows:
        for name in re.findall(r"`([a-z]+)`", names):
            given = {
                key for key, right in declared_rights().items() if Preset(name) in right.presets
            }
            assert ("billing.read" in given) == ("invoices" in sees)
            assert ("ordering.read" in given) == ("orders" in sees)


@pytest.mark.parametrize("page", sorted(ROOT.glob("*.md")), ids=lambda page: page.name)
def test_links_of_the_front_pages_lead_somewhere(page: Path) -> None:
    """mkdocs looks after the others."""
    links = re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text())
    near = [link for link in links if not link.startswith(("http://", "https://", "mailto:"))]
    assert [link for link in near if not (ROOT / link).exists()] == []


def test_every_decision_is_listed() -> None:
    index = (DOCS / "decisions" / "index.md").read_text()
    pages = {path.name for path in (DOCS / "decisions").glob("0*.md")}
    assert set(re.findall(r"\((0\d+-[a-z-]+\.md)\)", index)) == pages


def test_site_asks_no_other_server(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"]
    command += ["--site-dir", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True)
    built = [path.read_text() for path in tmp_path.glob("**/*.html")]
    styles = [path.read_text() for path in tmp_path.glob("**/*.css")]
    loaded = r"<(?:script|img|iframe|link)\b[^>]*?(?:src|href)=\"?((?:https?:)?//[^\s\">]+)"
    assert len(built) > len(list(DOCS.glob("*/*.md")))
    assert [address for page in built for address in re.findall(loaded, page)] == []
    imported = r"(?:url\(|@import )[\"']?((?:https?:)?//[^\s\"')]+)"
    assert [address for style in styles for address in re.findall(imported, style)] == []
