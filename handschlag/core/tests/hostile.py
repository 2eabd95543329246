"""Text that breaks things elsewhere: the collections where they are, else a few of each kind."""

import gzip
import json
from pathlib import Path

from django.conf import settings

FEW = [
    "",
    "\x00",
    "%",
    "_",
    "\\",
    "%s %(x)s {0} {{ 7 }} {% now 'Y' %}",
    "' or 1=1 --",
    '"; drop table ordering_order; --',
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "𝕳𝖆𝖑𝖑𝖔 \u202egnol\u202c 👩‍👩‍👧‍👦",
    "ﷺ" * 300,
    "../../etc/passwd",
    "\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace"),
    "1" * 5000,
]


def hostile_texts() -> list[str]:
    if settings.TEST_DATA is None:
        return FEW
    folder = Path(settings.TEST_DATA) / "security"
    with gzip.open(folder / "blns.json.gz", "rt") as file:
        naughty = json.load(file)
    with gzip.open(folder / "fuzzdb_payloads.jsonl.gz", "rt") as file:
        payloads = [json.loads(line)["payload"] for line in file]
    with gzip.open(folder / "html5sec_vectors.txt.gz", "rt") as file:
        vectors = file.read().splitlines()
    return [*FEW, *naughty, *payloads, *vectors]
