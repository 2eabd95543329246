"""`make bench`: what the product costs, beside the least that each thing could cost.

Ours and the limit take turns in the same run, each as it is served; what counts is processor
time, since neighbours on the machine change it least, and of that only the ratios.
"""

import sys
from contextlib import ExitStack

import django
from rich.console import Console

from bench.place import FOLDER, bench_database

DEFAULT_ORDERS = 1_000_000
WIDTH = 110


def main(orders: int) -> None:
    console = Console(width=WIDTH)
    with ExitStack() as stack:
        superuser = stack.enter_context(bench_database(orders))
        django.setup()
        from bench import enumeration, report
        from bench.history import fill_history
        from bench.measuring import measure
        from bench.people import fill_people
        from handschlag.cli.demo_data import fill
        from handschlag.cli.migrate import prepare_database

        prepare_database(verbosity=0)
        fill(console)
        with console.status(f"Filling {orders:,} orders, once"):
            fill_history(orders, superuser, FOLDER)
            fill_people()
        found = []
        for result in measure(superuser):
            console.print(f"· {result.name}: {result.ratio:.1f} times the limit")
            found.append(result)
        report.show(console, found)
        console.print(enumeration.table())
        report.write(FOLDER.parent / "bench.json", orders, found)


main(int(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT_ORDERS)
