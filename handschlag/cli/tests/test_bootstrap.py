"""`bin/bootstrap.py`: what makes a clone run, and one sentence for each way in which it cannot."""

import ast
import os
import runpy
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[3] / "bin" / "bootstrap.py"
COPIED = ("pyproject.toml", "requirements.lock", "package.json", "package-lock.json")
DONE = "#!/bin/sh\nexit 0\n"
explained: Callable[[str], str] = runpy.run_path(str(SCRIPT))["explained"]

NO_VENV = """\
The virtual environment was not created successfully because ensurepip is not
available.  On Debian/Ubuntu systems, you need to install the python3-venv
package using the following command.

    apt install python3.11-venv
"""
PIP_OFFLINE = """\
WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError: Failed to
establish a new connection: [Errno -3] Temporary failure in name resolution': /simple/uv/
ERROR: Could not find a version that satisfies the requirement uv==0.13.9 (from versions: none)
"""
UV_OFFLINE = """\
error: Request failed after 3 retries
  Caused by: Failed to fetch: `https://registry.example/simple/django/`
  Caused by: error sending request for url (https://registry.example/simple/django/)
"""
NPM_OFFLINE = """\
npm error code EAI_AGAIN
npm error syscall getaddrinfo
npm error request to https://registry.example/vite failed, reason: getaddrinfo EAI_AGAIN
"""
UV_FULL = (
    "error: Failed to install: django.whl\n  Caused by: No space left on device (os error 28)\n"
)
NPM_FULL = "npm error code ENOSPC\nnpm error ENOSPC: no space left on device, write\n"

VENV_SENTENCE = "Python's venv module is missing. Install it: apt-get install python3-venv"
NETWORK_SENTENCE = (
    "the package registries do not answer. Check the network or proxy and run make again."
)


class Clone:
    """A clone of its own in which every tool is a stand-in, so that nothing is fetched."""

    def __init__(self, root: Path) -> None:
        self.root, self.tools = root, root / "tools"
        (root / "bin").mkdir()
        shutil.copy(SCRIPT, root / "bin")
        for name in COPIED:
            shutil.copy(SCRIPT.parents[1] / name, root)
        for tool in ("vite.config.js", "handschlag/core/ui/frontend/main.js"):
            (root / tool).parent.mkdir(parents=True, exist_ok=True)
            (root / tool).touch()
        (root / ".venv/bin").mkdir(parents=True)
        for name in ("python", "pip", "uv"):
            self.stand_in(f".venv/bin/{name}", DONE)
        self.stand_in("tools/node", "#!/bin/sh\necho v22.12.0\n")
        self.stand_in("tools/npm", DONE)

    def stand_in(self, path: str, script: str) -> None:
        (self.root / path).parent.mkdir(exist_ok=True)
        (self.root / path).write_text(script)
        (self.root / path).chmod(0o755)

    def fail(self, path: str, output: str) -> None:
        self.stand_in(path, f"#!/bin/sh\ncat >&2 <<'END'\n{output}END\nexit 1\n")

    def run(self, *command: str, **variables: str) -> "subprocess.CompletedProcess[str]":
        search = f"{self.tools}{os.pathsep}{os.environ['PATH']}"
        return subprocess.run(
            [sys.executable, *(command or ["bin/bootstrap.py"])],
            cwd=self.root,
            env={**os.environ, "PATH": search, **variables},
            capture_output=True,
            text=True,
            check=False,
        )

    def refusal(self, *command: str, **variables: str) -> str:
        """The one sentence on which the script ends."""
        ended = self.run(*command, **variables)
        assert (ended.returncode, ended.stderr.count("\n")) == (1, 1), ended.stderr
        opening, _, sentence = ended.stderr.strip().partition(": ")
        assert opening == "Handschlag cannot start"
        return sentence


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    return Clone(tmp_path)


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        (NO_VENV, VENV_SENTENCE),
        ("/usr/bin/python3: No module named ensurepip\n", VENV_SENTENCE),
        (PIP_OFFLINE, NETWORK_SENTENCE),
        (UV_OFFLINE, NETWORK_SENTENCE),
        (NPM_OFFLINE, NETWORK_SENTENCE),
        ("npm error code ENOTFOUND\n", NETWORK_SENTENCE),
        ("error: operation timed out\n", NETWORK_SENTENCE),
        (
            "warning: old\nerror: hash mismatch for django\nhint: look\n",
            "error: hash mismatch for django",
        ),
        ("first\nlast words\n", "last words"),
        ("\n", "a step ended without a message."),
    ],
)
def test_output_of_tools_is_explained(output: str, sentence: str) -> None:
    assert explained(output) == sentence


@pytest.mark.parametrize("output", [UV_FULL, NPM_FULL, "No space left on device: /tmp/x."])
def test_full_disk_is_explained(output: str) -> None:
    assert explained(output) == (
        f"there is no space left on the disk of {SCRIPT.parents[1]}. Free about 1 GB and run make "
        "again."
    )


def test_clone_is_made_ready_once(clone: Clone) -> None:
    first = clone.run()
    assert (first.returncode, first.stderr) == (0, "")
    assert first.stdout.splitlines() == [
        "· Installing Python packages …",
        "· Installing front-end packages …",
        "· Building the front end …",
        "· Compiling translations …",
    ]
    (clone.root / "node_modules").mkdir()
    manifest = clone.root / "handschlag/core/ui/static/ui/dist/.vite/manifest.json"
    manifest.parent.mkdir(parents=True)
    manifest.touch()
    second = clone.run()
    assert (second.returncode, second.stdout, second.stderr) == (0, "", "")


def test_missing_venv_module_is_one_sentence_and_leaves_nothing(clone: Clone) -> None:
    shutil.rmtree(clone.root / ".venv")
    stand_in = clone.root / "modules/venv.py"
    stand_in.parent.mkdir()
    stand_in.write_text(f"import sys\nprint({NO_VENV!r})\nsys.exit(1)\n")
    assert clone.refusal(PYTHONPATH=str(stand_in.parent)) == VENV_SENTENCE
    assert not (clone.root / ".venv").exists()


def test_half_made_environment_is_made_anew(clone: Clone) -> None:
    for name in ("pip", "uv"):
        (clone.root / ".venv/bin" / name).unlink()
    stand_in = clone.root / "modules/venv.py"
    stand_in.parent.mkdir()
    stand_in.write_text(
        "import pathlib, sys\n"
        "assert not pathlib.Path(sys.argv[1]).exists()\n"
        "sys.exit('error: made anew')\n"
    )
    assert clone.refusal(PYTHONPATH=str(stand_in.parent)) == "error: made anew"


@pytest.mark.parametrize(
    ("tool", "output"),
    [
        (".venv/bin/python", PIP_OFFLINE),
        (".venv/bin/uv", UV_OFFLINE),
        ("tools/npm", NPM_OFFLINE),
    ],
)
def test_missing_network_is_one_sentence(clone: Clone, tool: str, output: str) -> None:
    if tool == ".venv/bin/python":
        (clone.root / ".venv/bin/uv").unlink()
    clone.fail(tool, output)
    assert clone.refusal() == NETWORK_SENTENCE


@pytest.mark.parametrize(("tool", "output"), [(".venv/bin/uv", UV_FULL), ("tools/npm", NPM_FULL)])
def test_full_disk_is_one_sentence(clone: Clone, tool: str, output: str) -> None:
    clone.fail(tool, output)
    assert clone.refusal() == (
        f"there is no space left on the disk of {clone.root}. Free about 1 GB and run make again."
    )


def test_step_that_failed_is_done_again(clone: Clone) -> None:
    clone.fail("tools/npm", NPM_OFFLINE)
    clone.refusal()
    clone.stand_in("tools/npm", DONE)
    assert clone.run().stdout.startswith("· Installing front-end packages …\n")


@pytest.mark.parametrize("answer", ["echo v18.19.0", "echo No version is set >&2; exit 126"])
def test_node_that_does_not_do_is_fetched(clone: Clone, answer: str) -> None:
    clone.stand_in("tools/node", f"#!/bin/sh\n{answer}\n")
    shutil.copy(SCRIPT.parents[1] / "requirements-node.lock", clone.root)
    assert "· Installing Node.js, since this machine has none" in clone.run().stdout


def test_place_that_cannot_be_written_is_one_sentence(clone: Clone) -> None:
    (clone.root / ".venv/stamps").write_text("a file where a folder should be")
    assert clone.refusal().endswith(f"{clone.root}/.venv/stamps.")


def test_old_python_is_one_sentence(clone: Clone) -> None:
    old = (
        "import runpy, sys; sys.version_info = (3, 9, 2); sys.version = '3.9.2 (default)';"
        "runpy.run_path('bin/bootstrap.py', run_name='__main__')"
    )
    assert clone.refusal("-c", old) == (
        "it needs Python 3.11 or newer, and python3 is 3.9.2. "
        "Install a newer one and run `make PYTHON3=python3.12 demo`, say."
    )


def test_old_python_can_read_the_script() -> None:
    tree = ast.parse(SCRIPT.read_text(), feature_version=(3, 7))
    imported = [node.module for node in tree.body if isinstance(node, ast.ImportFrom)]
    assert imported[0] == "__future__"
