"""Runs as a program of its own: a paper as JSON comes in, its PDF goes out.

The compiler keeps some 100 MB of a long paper for its next ten; they go when the process goes.
"""

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Literal

import font_source_sans_pro as typeface
import typst

HERE = Path(__file__).parent
A_3B: Literal["a-3b"] = "a-3b"
UA_1: Literal["ua-1"] = "ua-1"


def pressed(paper: str, logo: str, moment: datetime) -> bytes:
    """The template sees its own folder and the paper as data: no text of it is ever markup."""
    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(Path(typeface.SourceSansPro).parent)],
    )
    compiler = typst.Compiler(
        HERE / "paper.typ",
        root=HERE,
        font_paths=fonts,
        sys_inputs={"paper": paper, "logo": logo},
        package_path=HERE,
        package_cache_path=HERE,
    )
    made = compiler.compile(format="pdf", pdf_standards=[A_3B, UA_1], timestamp=moment)
    if not isinstance(made, bytes):
        raise TypeError("a PDF is one file")
    return made


if __name__ == "__main__":
    order = json.load(sys.stdin)
    moment = datetime.fromisoformat(order["moment"])
    paper, logo = json.dumps(order["paper"]), json.dumps(order["logo"])
    sys.stdout.buffer.write(pressed(paper, logo, moment))
