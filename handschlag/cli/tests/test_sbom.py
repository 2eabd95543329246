"""`make sbom` lists what an installation runs, in a form that other programs read."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

ROOT = Path(__file__).parents[3]
FRONT_END = ROOT / "handschlag/core/ui/frontend"
PINNED = re.compile(r"^([a-z0-9-]+)==([^ ;]+)", re.MULTILINE)
USED = re.compile(r"[\"']((?:@[\w-]+/)?[a-z][\w.-]*)")
COPIED = re.compile(r"node_modules/([\w.-]+)/")

pytestmark = pytest.mark.skipif(
    not (ROOT / "requirements.lock").exists(), reason="installed without its locks"
)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> str:
    target = tmp_path_factory.mktemp("sbom") / "sbom.json"
    subprocess.run([sys.executable, ROOT / "bin" / "sbom.py", target], check=True)
    return target.read_text()


@pytest.fixture(scope="module")
def listed(written: str) -> dict[str, dict[str, Any]]:
    return {component["purl"]: component for component in json.loads(written)["components"]}


def test_list_is_valid(written: str) -> None:
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(written) is None


def test_every_locked_package_is_listed(listed: dict[str, dict[str, Any]]) -> None:
    pinned = PINNED.findall((ROOT / "requirements.lock").read_text())
    expected = {f"pkg:pypi/{name}@{version}" for name, version in pinned}
    assert len(expected) > 50
    assert {purl for purl in listed if purl.startswith("pkg:pypi/")} == expected


def test_checksums_are_those_of_the_lock(listed: dict[str, dict[str, Any]]) -> None:
    checksums = [
        checksum["content"]
        for component in listed.values()
        for reference in component.get("externalReferences", ())
        for checksum in reference["hashes"]
    ]
    locked = re.findall("--hash=sha256:([0-9a-f]{64})", (ROOT / "requirements.lock").read_text())
    assert sorted(checksums) == sorted(locked)


def test_what_is_installed_has_its_licence(listed: dict[str, dict[str, Any]]) -> None:
    required = [c for c in listed.values() if c["scope"] == "required"]
    assert {"django", "psycopg", "htmx.org"} <= {component["name"] for component in required}
    assert [component["name"] for component in required if not component.get("licenses")] == []


def test_front_end_packages_are_those_that_the_sources_use(
    listed: dict[str, dict[str, Any]],
) -> None:
    package = json.loads((ROOT / "package.json").read_text())
    sources = [path for path in FRONT_END.rglob("*") if path.suffix in {".css", ".js"}]
    named = {name for path in sources for name in USED.findall(path.read_text())}
    named |= set(COPIED.findall((ROOT / "vite.config.js").read_text()))
    used = named & (set(package["dependencies"]) | set(package["devDependencies"]))
    components = [component for purl, component in listed.items() if purl.startswith("pkg:npm/")]
    assert {"/".join(filter(None, (c.get("group"), c["name"]))) for c in components} == used
    assert {len(component["hashes"][0]["content"]) for component in components} == {128}
