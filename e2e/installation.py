"""An installation as the documentation tells operators: three processes behind nginx, on TLS."""

import os
import re
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from e2e.portal import Portal
from handschlag.cli import postgres
from handschlag.cli.tests.commands import environment, free_port, process
from handschlag.cli.tests.running import staying

PAGE = Path(__file__).parent.parent / "docs" / "operate" / "proxy.md"
NGINX = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
PASSWORD = "blaue-tasse-im-regen"
DATABASE = "handschlag_behind_proxy"
START_SECONDS = 60
# What nginx would write elsewhere, and as whom: root's nginx becomes somebody without our folder.
AROUND = """\
daemon off;
pid {folder}/nginx.pid;
error_log stderr;
{user}
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    server {{
        listen 127.0.0.1:{port} ssl;
        ssl_certificate {folder}/certificate.pem;
        ssl_certificate_key {folder}/key.pem;
{documented}
    }}
}}
"""


@dataclass(frozen=True)
class Installation:
    """`web` runs; `live` and `worker` are started by the test, which may end them again."""

    portal: Portal
    folder: Path
    variables: dict[str, str]
    live_port: int
    warehouse: "subprocess.Popen[str]"

    @contextmanager
    def live(self) -> Iterator[None]:
        with self._staying("live", f"--port={self.live_port}"):
            wait_until_ready(self.live_port)
            yield

    def worker(self) -> AbstractContextManager[None]:
        return self._staying("worker")

    def ship(self, number: str) -> None:
        assert asked(self.warehouse, number) == "shipped"

    def _staying(self, *words: str) -> AbstractContextManager[None]:
        return staying(*words, log=self.folder / f"{words[0]}.log", **self.variables)


@contextmanager
def installation(folder: Path) -> Iterator[Installation]:
    web_port, live_port, port = free_port(), free_port(), free_port()
    portal = Portal(f"https://localhost:{port}", folder)
    with postgres.running(folder / "database", durable=False) as server:
        server.ensure_database(DATABASE)
        variables = environment(
            DATABASE_URL=server.url(postgres.APPLICATION, DATABASE),
            HANDSCHLAG_OWNER_DATABASE_URL=server.url(postgres.OWNER, DATABASE),
            HANDSCHLAG_SECRET_KEY="x" * 40,
            HANDSCHLAG_VAR=str(folder / "var"),
            HANDSCHLAG_TRUSTED_PROXIES="127.0.0.1/32",
            PUBLIC_URL=portal.url,
            DJANGO_SETTINGS_MODULE="handschlag.config.settings",
        )
        run("migrate", variables=variables)
        run("createportal", "--company", "Brenner GmbH", variables=variables)
        web = staying("web", f"--port={web_port}", log=folder / "web.log", **variables)
        around = nginx(folder, port, documented(web_port, live_port))
        with web, around, warehouse(variables) as asked_to_ship:
            wait_until_ready(web_port)
            yield Installation(portal, folder, variables, live_port, asked_to_ship)


def documented(web_port: int, live_port: int) -> str:
    """What operators are told to write into nginx's configuration, with ports that are free."""
    [block] = re.findall(
        r"^```\n([^`]*proxy_pass.*?)^```", PAGE.read_text(), re.MULTILINE | re.DOTALL
    )
    for told, ours in (("127.0.0.1:8000", web_port), ("127.0.0.1:8001", live_port)):
        assert told in block
        block = block.replace(told, f"127.0.0.1:{ours}")
    return block


@contextmanager
def nginx(folder: Path, port: int, block: str) -> Iterator[None]:
    key, certificate, settings = (folder / n for n in ("key.pem", "certificate.pem", "nginx.conf"))
    new = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost"]
    subprocess.run([*new, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    user = "user root;" if os.geteuid() == 0 else ""
    settings.write_text(AROUND.format(folder=folder, user=user, port=port, documented=block))
    with (folder / "nginx.log").open("wb") as log:
        process = subprocess.Popen([str(NGINX), "-c", settings], stdout=log, stderr=log)
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=START_SECONDS)


@contextmanager
def warehouse(variables: dict[str, str]) -> Iterator["subprocess.Popen[str]"]:
    command, pipe = [sys.executable, "-m", "e2e.kern"], subprocess.PIPE
    with subprocess.Popen(command, env=variables, stdin=pipe, stdout=pipe, text=True) as process:
        assert asked(process, PASSWORD) == "planted"
        yield process


def asked(process: "subprocess.Popen[str]", line: str) -> str:
    assert process.stdin, process.stdout
    process.stdin.write(f"{line}\n")
    process.stdin.flush()
    return process.stdout.readline().strip()


def run(*words: str, variables: dict[str, str]) -> None:
    done = process(*words, **variables)
    assert done.returncode == 0, done.stdout + done.stderr


def wait_until_ready(port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise AssertionError("web does not answer")
