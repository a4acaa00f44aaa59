"""A small table whose cells wrap."""

from __future__ import annotations

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from troubleshooter.tui.widgets.prose import Prose

Row = tuple[str, ...]


class Rows(Vertical):
    """Rows of cells in columns of the given widths (Textual's: 12, "1fr", "30%"); a heading row comes first, if any."""

    DEFAULT_CSS = """
    Rows {
        height: auto; padding-left: 2; max-width: 120;
        Horizontal { height: auto; }
        Prose { padding-right: 2; }
        .heading Prose { color: $text-muted; text-style: underline; }
        .-worked { color: $text-success; }
        .-failed { color: $text-error; text-style: bold; }
    }
    """

    def __init__(self, widths: tuple[int | str, ...], rows: Iterable[Row], heading: Row = ()) -> None:
        super().__init__()
        self._widths = widths
        self._rows = tuple(rows)
        self._heading = heading

    def compose(self) -> ComposeResult:
        """Heading, then rows."""
        if self._heading:
            yield Horizontal(*self._cells(self._heading), classes="heading")
        for row in self._rows:
            yield Horizontal(*self._cells(row))

    def _cells(self, row: Row) -> Iterable[Prose]:
        for text, width in zip(row, self._widths, strict=True):
            look = {"✓": "-worked", "✗": "-failed"}.get(text[:1], "")
            cell = Prose(text, look)
            cell.styles.width = width
            yield cell
