"""The last line of a run: what the matrix asked, and what it found."""

from collections import Counter
from typing import Any

LINE = (
    "isolation: {cells} cells, {leaks} leaks, {undeclared} undeclared, mutants {caught}/{mutants}"
)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    found: Counter[str] = Counter()
    reports = [
        r
        for outcome in ("passed", "failed", "xfailed")
        for r in terminalreporter.stats.get(outcome, [])
    ]
    for report in reports:
        if report.when == "call":
            for name, counted in report.user_properties:
                found.update(counted if name == "matrix" else {})
            found["undeclared"] += "the isolation matrix does not know" in report.longreprtext
    if found["cells"] or found["mutants"]:
        names = ("cells", "leaks", "undeclared", "caught", "mutants")
        terminalreporter.write_line(LINE.format(**{name: found[name] for name in names}))
