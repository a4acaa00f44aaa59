"""What the screens need from the rest of the house, and nothing more.

The driver gives the real one; tests give a scripted one. Every method may be called from a thread, `worker_state` also
from the screen's own loop.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import Protocol

from troubleshooter.model import Outcome, Paste, ProbeRequest, Reply, Report, Step

Session = Generator[Step, Reply, Report]


@dataclass(frozen=True, slots=True)
class Panes:
    """The three texts of the first screen."""

    traceback: str = ""
    source: str = ""
    complaint: str = ""

    @property
    def empty(self) -> bool:
        """Whether there is nothing to read."""
        return not (self.traceback.strip() or self.source.strip() or self.complaint.strip())


class Front(Protocol):
    """The one object a `TroubleshooterApp` talks to."""

    def start(self) -> None:
        """Start the worker; called once, in a thread. May block until TensorFlow is warm; `stop` must end the wait."""

    def stop(self) -> None:
        """Stop the worker and end every call of `start` and `run` that is under way. Called once, when the app ends."""

    def worker_state(self) -> tuple[str, bool]:
        """The worker's state in a few words, and whether probes can run (now or once it is warm). Must not block."""

    def read(self, panes: Panes) -> Paste:
        """Read what was pasted. May raise a `TroubleshooterError`, which is shown."""

    def open(self, paste: Paste, probing: bool) -> Session:
        """A new session on `paste`. The same paste and the same replies must give the same steps: undo replays them."""

    def run(self, request: ProbeRequest) -> Outcome:
        """Run one probe and wait for its outcome, however it ends."""

    def cancel(self) -> None:
        """End the probe that is running, if any: its `run` returns soon with an outcome that says so."""

    def render_report(self, report: Report, format: str) -> str:
        """The report as "text", "markdown" or "json"."""
