"""Code and diffs, highlighted with pygments, with line numbers; new lines carry a sign, not colour alone."""

from __future__ import annotations

import re

from pygments.token import Token  # type: ignore[import-untyped]
from textual.app import ComposeResult
from textual.containers import ScrollableContainer
from textual.content import Content
from textual.highlight import HighlightTheme, highlight
from textual.widgets import Static

from troubleshooter.report import plain

_HUNK = re.compile(r"@@ -\d+(?:,\d+)? \+(\d+)(?:,\d+)? @@")


class CalmTheme(HighlightTheme):
    """Textual's own, without underlines, and without red where nothing is wrong."""

    STYLES = {  # noqa: RUF012 - the base class declares it so
        **HighlightTheme.STYLES,
        Token.Keyword.Namespace: "$text-accent",
        Token.Keyword.Constant: "$text-accent",
        Token.Operator: "$text",
        Token.Operator.Word: "$text-accent",
        Token.Name: "$text",
        Token.Name.Namespace: "$text",
        Token.Name.Class: "$text-primary bold",
        Token.Name.Function: "$text-primary bold",
        Token.Name.Function.Magic: "$text-primary bold",
        Token.Name.Constant: "$text",
        Token.Generic.Inserted: "$text-success",
        Token.Generic.Deleted: "$text-error",
        Token.Generic.Subheading: "$text-primary",
        Token.Generic.Heading: "bold",
    }


def new_lines(diff: str) -> frozenset[int]:
    """The lines (from 1, in the new text) that a unified diff adds."""
    added: list[int] = []
    line = 0
    for row in diff.splitlines():
        if hunk := _HUNK.match(row):
            line = int(hunk[1])
        elif line and row.startswith("+"):
            added.append(line)
            line += 1
        elif line and not row.startswith(("-", "\\")):
            line += 1
    return frozenset(added)


def numbered(source: str, marked: frozenset[int] = frozenset()) -> Content:
    """`source` as Python, each line with its number; lines in `marked` carry a + sign."""
    lines = highlight(plain(source).expandtabs(8), language="python", theme=CalmTheme).split("\n")
    width = len(str(len(lines)))
    shown = (_numbered_line(number, line, width, number in marked) for number, line in enumerate(lines, 1))
    return Content("\n").join(shown)


def _numbered_line(number: int, line: Content, width: int, is_new: bool) -> Content:
    sign = (" + ", "bold $text-success") if is_new else "   "
    return Content.assemble((f"{number:>{width}}", "$text 40%"), sign, line)


def diff(text: str) -> Content:
    """A unified diff."""
    return highlight(plain(text).expandtabs(8), language="diff", theme=CalmTheme)


class CodeView(ScrollableContainer):
    """Shows code; scrolls both ways rather than breaking a line."""

    DEFAULT_CSS = """
    CodeView {
        height: 1fr; overflow: auto auto; padding: 0 1;
        Static { width: auto; height: auto; text-wrap: nowrap; }
    }
    """

    def __init__(self, code: Content, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._code = code

    def compose(self) -> ComposeResult:
        """The code."""
        yield Static(self._code, markup=False)

    def show(self, code: Content) -> None:
        """Show other code."""
        self._code = code
        self.query_one(Static).update(code)
