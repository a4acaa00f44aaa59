"""The one worker and the one clinic of a test run: a probe is run once, whichever module asks for it first."""

from __future__ import annotations

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
