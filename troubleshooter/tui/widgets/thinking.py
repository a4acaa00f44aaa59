"""Says that the session is at work, once that takes long enough to be noticed."""

from __future__ import annotations

from textual.reactive import reactive
from textual.timer import Timer

from troubleshooter.tui.widgets.prose import Prose
from troubleshooter.tui.widgets.spinner import frame

TICK = 0.1
NOTICED = 4  # ticks: a shorter wait would only flicker


class Thinking(Prose):
    """One line while `at_work`, hidden else."""

    DEFAULT_CSS = """
    Thinking { display: none; color: $text-muted; padding: 0 1 0 14; }
    """

    at_work: reactive[bool] = reactive(False)

    def __init__(self) -> None:
        super().__init__("")
        self._ticks = 0
        self._timer: Timer | None = None

    def watch_at_work(self, at_work: bool) -> None:
        """Start or stop counting."""
        if self._timer is not None:
            self._timer.stop()
        self._ticks = 0
        self.display = False
        self.say("")
        self._timer = self.set_interval(TICK, self._tick) if at_work else None

    def _tick(self) -> None:
        self._ticks += 1
        self.display = self._ticks >= NOTICED
        self.say(f"{frame(self._ticks * TICK)} working {self._ticks * TICK:.0f} s")
