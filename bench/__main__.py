"""`make bench`: what each page costs, beside the least that such a page could cost.

Ours and the limit take turns in one process on the demo company. Only processor time counts,
since neighbours on the machine change it least; what is compared are ratios within a round.
"""

import os
import statistics
import time
from collections.abc import Callable

import django
from rich.console import Console
from rich.table import Table

os.environ |= {
    "HANDSCHLAG_MODE": "demo",
    "HANDSCHLAG_LOG_LEVEL": "warning",
    "PUBLIC_URL": "http://localhost",
}
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "handschlag.config.settings")
ROUNDS, CALLS, WARM_UP = 7, 20, 6


def main() -> None:
    django.setup()
    from bench.visit import limit, visits
    from handschlag.cli.demo_data import fill
    from handschlag.cli.migrate import prepare_database

    console = Console()
    prepare_database(verbosity=0)
    fill(console)
    table = Table("page", "ms", "times the limit", "spread", "statements", "kB sent", box=None)
    with limit() as bare:
        for visit in visits():
            ours, ratios = compared(visit.call, bare)
            spread = f"{min(ratios):.1f}-{max(ratios):.1f}"
            figures = (f"{ours:.1f}", f"{statistics.median(ratios):.1f}", spread)
            table.add_row(visit.name, *figures, str(visit.statements()), f"{visit.weight():.1f}")
    console.print(table)


def compared(ours: Callable[[], object], bare: Callable[[], object]) -> tuple[float, list[float]]:
    """Our best milliseconds per call, and for each round how many times the limit's they are."""
    for call in (ours, bare):
        spent(call, WARM_UP)
    rounds = [(spent(ours, CALLS), spent(bare, CALLS)) for _ in range(ROUNDS)]
    return min(mine for mine, _ in rounds), [mine / least for mine, least in rounds]


def spent(call: Callable[[], object], times: int) -> float:
    begin = time.process_time()
    for _ in range(times):
        call()
    return (time.process_time() - begin) * 1000 / times


main()
