"""Imports each file that is named on stdin in a process of its own, which may be killed.

Says `began PID`, `step NAME DONE` after each chunk, and `ended CODE`. The parent has set up
Django once, since that takes longer than an import.
"""

import os
import sys
from pathlib import Path

import django

SMALL = 150


def say(*words: object) -> None:
    os.write(1, f"{' '.join(map(str, words))}\n".encode())


def import_one(path: str) -> None:
    from handschlag.connectors.files.orders import import_orders

    say("began", os.getpid())
    import_orders(Path(path), progress=lambda *step: say("step", *step[:2]))


def main() -> None:
    django.setup()
    from handschlag.connectors.files import arranging, orders, staging

    staging.ROWS_PER_CHUNK = arranging.LINES_PER_CHUNK = SMALL
    orders.PAUSE = 0.05
    for name in sys.stdin:
        child = os.fork()
        if not child:
            import_one(name.strip())
            sys.exit(0)
        _, status = os.waitpid(child, 0)
        say("ended", os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    main()
