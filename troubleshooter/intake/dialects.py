"""What keeps pasted lines from being Python 3 though a person reads them so: Python 2's prints, margins of a forum."""

from __future__ import annotations

import re
from collections.abc import Sequence

_PRINT = re.compile(r"(?P<margin>\s*)print(?: +(?!\()|(?=['\"]))(?P<what>[^=\s].*?)(?P<comma>,?)\s*")
_INTO = re.compile(r">> ?[\w.]+, ?")


def with_print_calls(lines: list[str]) -> list[str]:
    """`print x, y` -> `print(x, y)`; a trailing comma, which kept Python 2 on the line, is `end=" "`."""
    return [_call(line) for line in lines]


def _call(line: str) -> str:
    found = _PRINT.fullmatch(line[:2000])
    if not found:
        return line
    what = _INTO.sub("", found["what"], count=1)
    end = ', end=" "' if found["comma"] else ""
    return f"{found['margin']}print({what}{end})"


def without_own_margin(lines: Sequence[str], at: int) -> list[str] | None:
    """Move the block that starts at index `at` to the margin, where no line above opens a block; None where one does.

    A forum's code stands four columns in, between sentences that do not; half a selection lost its margin on the way.
    """
    margin = len(lines[at]) - len(lines[at].lstrip())
    above = next((line for line in reversed(lines[:at]) if line.strip()), "")
    if not margin or above[:1].isspace() or above.rstrip().endswith((":", "(", "[", "{", ",", "\\")):
        return None
    end = at
    while end < len(lines) and (not lines[end].strip() or lines[end][:margin].isspace()):
        end += 1
    if sum(bool(line.strip()) for line in lines[at:end]) < 2:
        return None  # one line is an example in a message rather than source
    moved = [line[margin:] if line.strip() else line for line in lines[at:end]]
    return [*lines[:at], *moved, *lines[end:]]
