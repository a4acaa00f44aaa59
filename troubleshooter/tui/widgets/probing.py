"""The entry of a probe: what it settles, how long it has run, how it ended."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.timer import Timer

from troubleshooter.model import Outcome, RunProbe
from troubleshooter.tui import words
from troubleshooter.tui.widgets.entry import Entry
from troubleshooter.tui.widgets.prose import Prose
from troubleshooter.tui.widgets.spinner import frame


class ProbeEntry(Entry):
    """Runs a clock until `end` is called. `clock` gives seconds."""

    DEFAULT_CSS = """
    ProbeEntry {
        Vertical { height: auto; width: 1fr; }
        .state.-passed { color: $text-success; }
        .state.-other { color: $text-warning; }
    }
    """

    def __init__(self, step: RunProbe, clock: Callable[[], float]) -> None:
        super().__init__("probe", step.text, "probe")
        self._settles = ", ".join(step.settles)
        self._clock = clock
        self._since = clock()
        self._timer: Timer | None = None
        self._ended: Outcome | None = None

    def compose(self) -> ComposeResult:
        """Gutter; text, what it settles, state."""
        yield Prose(self._gutter, "gutter")
        with Vertical():
            yield Prose(self.text, "body")
            if self._settles:
                yield Prose(f"settles: {self._settles}", "detail")
            yield Prose("", "state")

    def on_mount(self) -> None:
        """Start the clock, unless the probe has ended already (a replay)."""
        self._show()
        if self._ended is None:
            self._timer = self.set_interval(0.1, self._show)

    def end(self, outcome: Outcome) -> None:
        """Stop the clock and say how it ended."""
        self._ended = outcome
        if self._timer is not None:
            self._timer.stop()
        if self.is_mounted:
            self._show()

    def _show(self) -> None:
        state = self.query_one(".state", Prose)
        if self._ended is None:
            elapsed = self._clock() - self._since
            state.say(f"{frame(elapsed)} running {elapsed:.1f} s  (x stops it)")
            return
        line = words.outcome(self._ended)
        state.say(line)
        state.add_class("-passed" if line.startswith("✓") else "-other")
