"""Runs a command on a throw-away PostgreSQL: with_postgres.py COMMAND [ARGUMENT ...]"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from handschlag.cli.postgres import APPLICATION, OWNER, running

with tempfile.TemporaryDirectory(prefix="handschlag-") as folder:
    Path(folder).chmod(0o755)
    with running(Path(folder) / "data", durable=False) as server:
        server.ensure_database("handschlag")
        environment = {
            **os.environ,
            "DATABASE_URL": server.url(APPLICATION, "handschlag"),
            "HANDSCHLAG_OWNER_DATABASE_URL": server.url(OWNER, "handschlag"),
            "HANDSCHLAG_MODE": "test",
            "HANDSCHLAG_VAR": f"{folder}/var",
            "HANDSCHLAG_FILES": f"{folder}/files",
        }
        sys.exit(subprocess.run(sys.argv[1:], env=environment, check=False).returncode)
