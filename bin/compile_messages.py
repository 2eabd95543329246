"""Compiles .po files next to themselves; pure Python, so no machine needs gettext."""

import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

for name in sys.argv[1:]:
    source = Path(name)
    with source.open("rb") as readable:
        catalog = read_po(readable)
    with source.with_suffix(".mo").open("wb") as writable:
        write_mo(writable, catalog)
