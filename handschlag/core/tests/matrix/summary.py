"""The last line of a run: what the matrix asked, and what it found."""

from collections import Counter
from typing import Any

import pytest

from handschlag.core.tests.matrix.gates import gates, mutants_of

LINE = (
    "isolation: {cells} cells, {leaks} leaks, {undeclared} undeclared,"
    " mutants {caught}/{mutants}, {at_home} of them by what one company's members may see"
)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    found = _counted(terminalreporter)
    if found["cells"] or found["mutants"]:
        names = ("cells", "leaks", "undeclared", "caught", "mutants", "at_home")
        terminalreporter.write_line(LINE.format(**{name: found[name] for name in names}))


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """A run of all mutants fails when less than half are noticed within one company."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    found = _counted(reporter) if reporter else Counter()
    if found["mutants"] and 2 * found["at_home"] < found["mutants"] == _all_mutants():
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def _counted(reporter: Any) -> Counter[str]:
    found: Counter[str] = Counter()
    outcomes = ("passed", "failed", "xfailed")
    for report in (r for outcome in outcomes for r in reporter.stats.get(outcome, [])):
        if report.when == "call":
            for name, counted in report.user_properties:
                found.update(counted if name == "matrix" else {})
            found["undeclared"] += "the isolation matrix does not know" in report.longreprtext
    return found


def _all_mutants() -> int:
    return sum(len(mutants_of(gate)) for gate in gates())
