"""What Handschlag claims to do, beside the tests that prove it: `make features`.

The claims stand in docs/features.toml; a test carries the id that it proves as
`@pytest.mark.feature("S65")`, with `part="…"` where it leaves something out.
"""

import ast
import json
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parent.parent
CLAIMS = ROOT / "docs" / "features.toml"
PAGE = ROOT / "docs" / "features.md"
RECORD = ROOT / "var" / "features.json"
HEAD = """# What Handschlag does

Each line is proven by the tests beside it; `make features` writes this page from
`docs/features.toml` and from the marks of the tests.
"""


class Proof(NamedTuple):
    """`missing` is what the test leaves out of the claim."""

    id: str
    test: str
    missing: str


def main() -> None:
    claims = tomllib.loads(CLAIMS.read_text())
    proofs = sorted(found_proofs())
    page = page_of(claims, proofs)
    wrong = list(problems(claims, proofs))
    if "--check" in sys.argv:
        if PAGE.read_text() != page:
            wrong.append("docs/features.md is out of date: run `make features`.")
    else:
        PAGE.write_text(page)
        RECORD.parent.mkdir(exist_ok=True)
        RECORD.write_text(json.dumps(by_id(proofs), indent=1) + "\n")
        for proof in proofs:
            print(f"{proof.id:5} {claims.get(proof.id, {}).get('title', '')}: {proof.test}")
    sys.exit("\n".join(wrong) or 0)


def found_proofs() -> Iterator[Proof]:
    for folder in ("handschlag", "e2e", "examples"):
        for path in sorted((ROOT / folder).rglob("test_*.py")):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                    yield from proofs_of(node, path.relative_to(ROOT).as_posix())


def proofs_of(test: ast.FunctionDef | ast.AsyncFunctionDef, path: str) -> Iterator[Proof]:
    for mark in test.decorator_list:
        if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.feature":
            missing = {word.arg: ast.literal_eval(word.value) for word in mark.keywords}
            for argument in mark.args:
                name = ast.literal_eval(argument)
                yield Proof(name, f"{path}::{test.name}", missing.get("part", ""))


def problems(claims: dict[str, Any], proofs: list[Proof]) -> Iterator[str]:
    proven = {proof.id for proof in proofs}
    for name, claim in claims.items():
        if "does" in claim and name not in proven:
            yield f"{name} is claimed in docs/features.toml, but no test carries it."
    for name in sorted(proven):
        if "does" not in claims.get(name, {}):
            yield f"{name} is carried by a test, but docs/features.toml does not claim it."


def by_id(proofs: list[Proof]) -> dict[str, list[str]]:
    return {
        name: [proof.test for proof in proofs if proof.id == name]
        for name in sorted({proof.id for proof in proofs})
    }


def page_of(claims: dict[str, Any], proofs: list[Proof]) -> str:
    rows = [row_of(name, claim, proofs) for name, claim in claims.items() if "does" in claim]
    waiting = [
        f"- **{name}** {claim['title']}"
        for name, claim in claims.items()
        if not {"does", "lasting"} & claim.keys()
    ]
    lasting = [
        f"- **{name}** {claim['title']}. {claim['lasting']}"
        for name, claim in claims.items()
        if "lasting" in claim
    ]
    parts = (
        HEAD,
        "| id | it does | proven by | left out |\n| --- | --- | --- | --- |\n" + "\n".join(rows),
        "## Not there yet\n\n" + "\n".join(waiting),
        "## Not provable here\n\n" + "\n".join(lasting),
    )
    return "\n\n".join(part.strip() for part in parts) + "\n"


def row_of(name: str, claim: dict[str, str], proofs: list[Proof]) -> str:
    text = f"**{claim['title']}.** {claim['does']}"
    own = [proof for proof in proofs if proof.id == name]
    tests = "<br>".join(f"`{proof.test}`" for proof in own)
    missing = "<br>".join(sorted({proof.missing for proof in own} - {""}))
    return f"| {name} | {text} | {tests} | {missing} |"


if __name__ == "__main__":
    main()
