"""The one worker and the one clinic of a test run: a probe is run once, whichever module asks for it first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from clinic import PYTHON, Clinic

from troubleshooter.driver import Driver, Settings


@pytest.fixture(scope="session")
def driver() -> Iterator[Driver]:
    """A driver on the interpreter under test, its worker warm; skips where there is no TensorFlow."""
    with Driver(Settings(interpreter=PYTHON, consent=True)) as driver:
        if driver.environment() is None:
            pytest.skip(f"no TensorFlow in this interpreter: {driver.problem}")
        yield driver


@pytest.fixture(scope="session")
def clinic(driver: Driver) -> Clinic:
    """The report of each example, made when first asked for."""
    return Clinic(driver)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The confusion table over the examples that were troubleshot: what lies off the diagonal, by name."""
    cells: Counter[tuple[str, str]] = Counter()
    for report in (one for kind in ("passed", "failed") for one in terminalreporter.stats.get(kind, ())):
        for name, value in getattr(report, "user_properties", ()):
            if name == "ended in":
                cells[value[0], " + ".join(value[1]) or "no cause"] += 1
    if not cells:
        return
    right = {cause: count for (cause, found), count in cells.items() if cause == found}
    wrong = {cell: count for cell, count in cells.items() if cell[0] != cell[1]}
    causes, examples = len({cause for cause, _ in cells}), sum(cells.values())
    terminalreporter.write_sep(
        "=", f"confusion: {examples} examples of {causes} causes, {sum(wrong.values())} confused"
    )
    terminalreporter.write_line(", ".join(f"{cause} {count}" for cause, count in sorted(right.items())))
    for (cause, found), count in sorted(wrong.items()):
        terminalreporter.write_line(f"  {cause} -> {found}: {count}")
