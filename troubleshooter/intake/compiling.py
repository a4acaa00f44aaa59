"""Whether text is Python, and how far: the only place of this room that compiles. Nothing is ever run."""

from __future__ import annotations

import ast
import warnings

_ATTEMPTS = 12  # cuts tried before the search for an end falls back to top-level lines; each costs one compile
_MAX_CHARS = 2_000_000


def error_line(text: str) -> int:
    """The line (from 1) of the syntax error in `text`, 0 when it compiles. `return` outside a function is one too."""
    if len(text) > _MAX_CHARS:
        return 1
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(text, "<paste>", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
    except SyntaxError as error:
        return max(1, min(error.lineno or 1, text.count("\n") + 1))
    except (ValueError, RecursionError, MemoryError, OverflowError):
        return 1
    return 0


def compiles(text: str) -> bool:
    """Whether `text` is Python."""
    return error_line(text) == 0


def tree_of(text: str) -> ast.Module | None:
    """The syntax tree of `text`, or None."""
    if len(text) > _MAX_CHARS:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def longest_start(lines: list[str]) -> tuple[int, int]:
    """How many of the first `lines` are Python, and the line (from 1) of the error that ended them (0: all are)."""
    first = error_line("\n".join(lines))
    if not first:
        return len(lines), 0
    end = first - 1
    for _ in range(_ATTEMPTS):
        error = error_line("\n".join(lines[:end]))
        if not error:
            return end, first
        end = min(end, error) - 1
        end = end if end > 0 else 0
    return _top_level_end(lines, end), first


def _top_level_end(lines: list[str], end: int) -> int:
    """Go back statement by statement: a cut before a line at the margin leaves whole statements."""
    starts = (index for index in range(min(end, len(lines))) if lines[index][:1].strip())
    margins = [index for index in starts if lines[index][0] not in ")]}#@"]
    for index in margins[: -_ATTEMPTS - 1 : -1]:
        if compiles("\n".join(lines[:index])):
            return index
    return 0
