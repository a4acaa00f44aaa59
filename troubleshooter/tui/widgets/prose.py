"""Text as it is."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from troubleshooter.report import plain


class Prose(Static):
    """A paragraph. The look is one of the classes: `-title`, `-heading`, `-quiet`, `-error`, `-good`, `-inset`."""

    DEFAULT_CSS = """
    Prose {
        height: auto;
        &.-title { text-style: bold; color: $text-primary; }
        &.-heading { text-style: bold; margin-top: 1; }
        &.-quiet { color: $text-muted; }
        &.-error { color: $text-error; }
        &.-good { color: $text-success; }
        &.-doubt { color: $text-warning; }
        &.-inset { padding-left: 2; }
        &.-inset-more { padding-left: 4; }
    }
    """

    def __init__(self, text: str | Content, look: str = "", *, id: str | None = None) -> None:
        super().__init__(self._harmless(text), markup=False, classes=look, id=id)

    def say(self, text: str | Content) -> None:
        """Show another text."""
        self.update(self._harmless(text))

    @staticmethod
    def _harmless(text: str | Content) -> Content:
        return text if isinstance(text, Content) else Content(plain(text))
