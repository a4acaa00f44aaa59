"""The driver as the screen wants it: `troubleshooter.tui.front.Front`."""

from __future__ import annotations

from troubleshooter.driver import Driver
from troubleshooter.intake import read_paste
from troubleshooter.model import Environment, Outcome, Paste, ProbeRequest, Report
from troubleshooter.report import to_json_text, to_markdown, to_text
from troubleshooter.session import Session
from troubleshooter.tui.front import Panes


class DriverFront:
    """Every method but `worker_state` may block."""

    def __init__(self, driver: Driver) -> None:
        self._driver = driver
        self._environment: Environment | None = None

    def start(self) -> None:
        """Start the worker and learn what it runs on."""
        self._driver.start()
        self._environment = self._driver.environment()

    def stop(self) -> None:
        """End the worker, and with it every call that waits for it."""
        self._driver.stop()

    def worker_state(self) -> tuple[str, bool]:
        """The worker's state in a few words, and whether probes can run."""
        if not self._driver.settings.probing:
            return "reading only (--no-probe)", False
        if self._driver.problem:
            return self._driver.problem, False
        version = f"TensorFlow {self._environment.tensorflow}" if self._environment else "TensorFlow"
        return (f"{version} is ready" if self._driver.warm else f"{version} is starting"), True

    def read(self, panes: Panes) -> Paste:
        """Read what was pasted."""
        return read_paste(traceback=panes.traceback, source=panes.source, complaint=panes.complaint)

    def open(self, paste: Paste, probing: bool) -> Session:
        """A new session on this paste."""
        return self._driver.open(paste, probing=probing)

    def run(self, request: ProbeRequest) -> Outcome:
        """Run one probe to its end."""
        return self._driver.run(request)

    def cancel(self) -> None:
        """End the probe that is running."""
        self._driver.cancel()

    def render_report(self, report: Report, format: str) -> str:
        """The report as "text", "markdown" or "json"."""
        return {"json": to_json_text, "markdown": to_markdown}.get(format, to_text)(report)
