"""Every example troubleshot once on a real TensorFlow, for all tests of this folder that read the reports."""

from __future__ import annotations

import os
import sys

from examples import Example

from troubleshooter.driver import Driver
from troubleshooter.intake import read_paste
from troubleshooter.model import Report

PYTHON = os.environ.get("TROUBLESHOOTER_TEST_PYTHON", sys.executable)


class Clinic:
    """One warm worker; the report of each example is kept, so that every test reads the same run."""

    def __init__(self, driver: Driver) -> None:
        self._driver = driver
        self._reports: dict[str, Report] = {}
        environment = driver.environment()
        self.line = environment.line if environment else ""

    def report(self, example: Example) -> Report:
        """Paste the example as its author would, on the Keras line of the worker."""
        if example.id not in self._reports:
            paste = read_paste(
                source=example.before, traceback=example.traceback(self.line), complaint=example.complaint
            )
            answer = example.replies.get
            self._reports[example.id] = self._driver.diagnose(paste, ask=lambda question: answer(question.fact))
        return self._reports[example.id]
