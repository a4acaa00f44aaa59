"""A pane to paste into."""

from __future__ import annotations

from textual import events
from textual.widgets import TextArea

from troubleshooter.intake import clean


class Pane(TextArea):
    """A text area that takes escape sequences and control characters out of what is pasted or loaded into it."""

    DEFAULT_CSS = """
    Pane {
        border: round $secondary 40%; padding: 0; height: 1fr; background: $background;
        border-title-color: $text-muted;
        &:focus { border: round $primary; border-title-color: $text-primary; border-title-style: bold; }
    }
    """

    def __init__(self, title: str, text: str = "", *, placeholder: str = "", id: str | None = None) -> None:
        super().__init__(
            clean(text),
            placeholder=placeholder,
            id=id,
            highlight_cursor_line=False,
            soft_wrap=False,
        )
        self.border_title = title

    async def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        await super()._on_paste(events.Paste(clean(event.text)))
