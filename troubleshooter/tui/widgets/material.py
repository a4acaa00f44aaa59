"""The text that is asked for: a pane to paste it into."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical

from troubleshooter.model import AskMaterial, Material
from troubleshooter.tui.messages import Replied
from troubleshooter.tui.widgets.pane import Pane
from troubleshooter.tui.widgets.prose import Prose


class MaterialPanel(Vertical):
    """Asks for a source or a traceback; posts `Replied(Material)` once."""

    DEFAULT_CSS = """
    MaterialPanel {
        height: auto; padding: 0 1;
        .text { text-style: bold; padding: 0 1; }
        .why, .keys { color: $text-muted; padding: 0 1; }
        Pane { height: 8; }
    }
    """

    def __init__(self, step: AskMaterial) -> None:
        super().__init__()
        self.step = step
        self._replied = False

    def compose(self) -> ComposeResult:
        """What is asked for, why, and where to paste it."""
        yield Prose(self.step.text, "text")
        if self.step.why:
            yield Prose(self.step.why, "why")
        yield Pane(self.step.kind, placeholder="Paste it here")
        yield Prose("ctrl+r sends it, ctrl+n says that you have none", "keys")

    def on_mount(self) -> None:
        """Ready to be pasted into."""
        self.query_one(Pane).focus()

    def send(self) -> bool:
        """Give what is in the pane; False when it is empty."""
        text = self.query_one(Pane).text
        return bool(text.strip()) and self._reply(text)

    def send_nothing(self) -> None:
        """Say that there is none."""
        self._reply("")

    def _reply(self, text: str) -> bool:
        if not self._replied:
            self._replied = True
            self.post_message(Replied(Material(text)))
        return True
