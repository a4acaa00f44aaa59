"""The first line of every screen: what this is, and the worker's state."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.reactive import reactive

from troubleshooter.tui.widgets.prose import Prose


class Masthead(Horizontal):
    """Name of the tool, name of the screen, and the worker's state in words, with a sign; never by colour alone."""

    DEFAULT_CSS = """
    Masthead {
        dock: top; height: 1; background: $panel; padding: 0 1;
        #masthead-name { width: auto; text-style: bold; color: $text-primary; }
        #masthead-here { width: 1fr; color: $text-muted; padding-left: 1; text-wrap: nowrap; text-overflow: ellipsis; }
        #masthead-worker { width: auto; max-width: 60%; text-wrap: nowrap; text-overflow: ellipsis; }
        #masthead-worker.-unusable { color: $text-warning; }
    }
    """

    worker_state: reactive[tuple[str, bool]] = reactive(("", False))

    def __init__(self, here: str) -> None:
        super().__init__()
        self._here = here

    def compose(self) -> ComposeResult:
        """Left the names, right the worker."""
        yield Prose("Lambda troubleshooter", id="masthead-name")
        yield Prose(f"› {self._here}", id="masthead-here")
        yield Prose("", id="masthead-worker")

    def watch_worker_state(self, state: tuple[str, bool]) -> None:
        """Show the state; ● can run probes, ○ cannot."""
        words, usable = state
        worker = self.query("#masthead-worker").results(Prose)
        for line in worker:
            line.set_class(not usable, "-unusable")
            line.say(f"{'●' if usable else '○'} {words}" if words else "")
