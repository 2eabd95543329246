"""Writes what an installation runs as a CycloneDX list to the file named: `make sbom`.

The Python packages are those of requirements.lock, with the licences that the installed ones
declare; the front end's are the `dependencies` of package.json, whose code reaches the browser.
"""

import base64
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentScope
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

ROOT = Path(__file__).parent.parent
licences = LicenseFactory()


def main(target: Path) -> None:
    bom = made("requirements", ROOT / "requirements.lock")
    declare_licences(bom, made("environment", sys.prefix))
    bom.components.update(front_end_packages(json.loads((ROOT / "package-lock.json").read_text())))
    bom.register_dependency(bom.metadata.component, bom.components)
    target.parent.mkdir(exist_ok=True)
    JsonV1Dot6(bom).output_to_file(str(target), allow_overwrite=True, indent=1)
    print(f"{len(bom.components)} packages in {target}")


def made(kind: str, source: object) -> Bom:
    command = [sys.executable, "-m", "cyclonedx_py", kind, "--short-PURLs", "--no-validate"]
    command += ["--pyproject", ROOT / "pyproject.toml", source]
    done = subprocess.run(command, check=True, capture_output=True)
    return Bom.from_json(json.loads(done.stdout))


def declare_licences(locked: Bom, installed: Bom) -> None:
    """Take what only an installed package tells; one for another system is `optional`."""
    here = {component.purl: component for component in installed.components}
    for component in locked.components:
        twin = here.get(component.purl)
        component.scope = ComponentScope.REQUIRED if twin else ComponentScope.OPTIONAL
        component.description = twin and twin.description
        component.licenses = twin.licenses if twin else []


def front_end_packages(lock: dict[str, Any]) -> Iterator[Component]:
    for place, package in lock["packages"].items():
        if place and not package.get("dev"):
            yield front_end_package(place.removeprefix("node_modules/"), package)


def front_end_package(name: str, package: dict[str, Any]) -> Component:
    group, _, own = name.rpartition("/")
    purl = PackageURL("npm", group, own, package["version"])
    checksum = base64.b64decode(package["integrity"].removeprefix("sha512-")).hex()
    return Component(
        bom_ref=str(purl),
        group=group or None,
        name=own,
        version=package["version"],
        purl=purl,
        scope=ComponentScope.REQUIRED,
        hashes=[HashType(alg=HashAlgorithm.SHA_512, content=checksum)],
        licenses=[licences.make_from_string(package["license"])],
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
