"""One warm worker for all tests that need TensorFlow; the interpreter is TROUBLESHOOTER_TEST_PYTHON or our own."""

import os
import sys
from collections.abc import Callable, Iterator

import pytest

from troubleshooter.model import Outcome, ProbeRequest
from troubleshooter.probe import Worker

Run = Callable[..., Outcome]


@pytest.fixture(scope="session")
def test_python() -> str:
    return os.environ.get("TROUBLESHOOTER_TEST_PYTHON", sys.executable)


@pytest.fixture(scope="session")
def warm_worker(test_python: str) -> Iterator[Worker]:
    with Worker(test_python) as worker:
        worker.wait_warm()
        yield worker


@pytest.fixture
def run(warm_worker: Worker) -> Run:
    """Run a program in the warm worker: run(source, deadline=..., **arguments)."""

    def run_program(source: str, *, probe: str = "program", deadline: float = 60.0, **arguments: object) -> Outcome:
        return warm_worker.run(ProbeRequest(probe, {"source": source, **arguments}, deadline))

    return run_program
