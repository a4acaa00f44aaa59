"""Asks where to save."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from troubleshooter.tui.widgets.prose import Prose


class SaveScreen(ModalScreen[Path | None]):
    """Gives the path, or None when the person goes back. A file that exists needs a second Enter."""

    CSS_PATH = "save.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss", "Back")]

    def __init__(self, suggested: str) -> None:
        super().__init__()
        self._suggested = suggested
        self._warned_of: Path | None = None

    def compose(self) -> ComposeResult:
        """One line to write in, and what the suffix means."""
        with Vertical(id="box"):
            yield Prose("Save to which file?", "-title")
            yield Input(self._suggested)
            yield Prose(".py: corrected snippet · .diff: diff · .md .txt .json: report", "-quiet")
            yield Prose("Enter saves, esc goes back", "-quiet", id="hint")

    @on(Input.Changed)
    def _changed(self) -> None:
        self._warned_of = None

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        path = Path(event.value.strip()).expanduser()
        hint = self.query_one("#hint", Prose)
        if not event.value.strip() or path.is_dir():
            hint.say("Name a file")
        elif path.exists() and self._warned_of != path:
            self._warned_of = path
            hint.say("That file exists. Enter again replaces it, esc goes back")
            hint.add_class("-doubt")
        else:
            self.dismiss(path)
