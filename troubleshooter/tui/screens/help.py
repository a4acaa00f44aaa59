"""What can be done on a screen, from its command classes."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen

from troubleshooter.tui.commands import Command
from troubleshooter.tui.widgets.prose import Prose
from troubleshooter.tui.widgets.rows import Rows

ALWAYS = (
    ("Palette", "ctrl+p", "Find any command by name, or change the theme."),
    ("Move", "tab, arrows", "Go to the next part; scroll."),
    ("Quit", "ctrl+q", "End; a running probe is stopped."),
)


class HelpScreen(ModalScreen[None]):
    """A table of name, key and what it does."""

    CSS_PATH = "help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,f1,q", "dismiss", "Back")]

    def __init__(self, about: str, offers: tuple[type[Command], ...]) -> None:
        super().__init__()
        self._about = about
        self._offers = offers

    def compose(self) -> ComposeResult:
        """What the screen is for, then its commands."""
        rows = [(command.title(), command.key_words(), command.tooltip()) for command in self._offers]
        with VerticalScroll(id="box"):
            yield Prose(self._about, "-title")
            yield Rows((16, 13, "1fr"), [*rows, *ALWAYS], ("command", "key", "what it does"))
            yield Prose("esc goes back", "-quiet")
