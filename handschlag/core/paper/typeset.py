import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path

from handschlag.core.files.rasters import Raster
from handschlag.core.paper.legible import legible
from handschlag.core.paper.parts import Paper, described, logo_size

PRESS = Path(__file__).with_name("press.py")
LONGEST_SECONDS = 30


def typeset(paper: Paper, moment: datetime) -> bytes:
    """A tagged PDF/A-3b and PDF/UA-1, made at `moment` by a process of its own.

    Raises subprocess.SubprocessError when it comes to nothing or takes longer than 30 seconds.
    """
    order = {
        "paper": legible(described(paper)),
        "logo": _printed(paper.letterhead.logo),
        "moment": moment.isoformat(timespec="seconds"),
    }
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-I", str(PRESS)],
        input=json.dumps(order).encode(),
        stdout=subprocess.PIPE,
        env={},
        timeout=LONGEST_SECONDS,
        check=True,
    )
    return done.stdout


def _printed(logo: Raster | None) -> dict[str, list[int] | float]:
    """As the template takes it: its bytes as numbers, and its size on the paper."""
    if logo is None:
        return {}
    width, height = logo_size(logo)
    return {"png": list(logo.png), "width": width, "height": height}
