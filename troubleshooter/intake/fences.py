"""Markdown fences: which lines they hold, and whether these are source or an error's text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from troubleshooter.intake.noise import FENCE

_FENCE = re.compile(r"\s{0,3}(`{3,}|~{3,})\s*([\w+#.-]*)[^`]*")
_SOURCE_TAGS = {"python", "py", "python3", "py3", "ipython", "pycon", "ipython3"}
_ERROR_TAGS = {"pytb", "text", "txt", "console", "shell", "bash", "sh", "log", "output", "plaintext", "none", "error"}
_ERROR = re.compile(r"Traceback \(most recent call last\)|^\s*File \"[^\"]+\", line \d+|in user code:|-{3,}> \d+")
# Keras's own message about KerasTensors holds two fenced examples; they are text of the error.
_OWN_EXAMPLE = re.compile(r"(?:do(?:ing)? something like:|is wrap `\w+` in a layer:)\s*$")


@dataclass(frozen=True)
class Fenced:
    """One fenced block: the indexes of its fence lines (`end` is the line after the last when it was never closed)."""

    start: int
    end: int
    tag: str
    is_error: bool


def fenced_blocks(lines: list[str]) -> list[Fenced]:
    """The fenced blocks of `lines`, first to last."""
    blocks: list[Fenced] = []
    start, tag, mark = -1, "", ""
    own = _own_example_lines(lines)
    for index, line in enumerate(lines):
        found = None if index in own else _FENCE.fullmatch(line[:200])
        if not found:
            continue
        if start < 0:
            start, tag, mark = index, found[2].lower(), found[1][0]
        elif found[1][0] == mark and not found[2]:
            blocks.append(_block(lines, start, index, tag))
            start = -1
    if start >= 0:
        blocks.append(_block(lines, start, len(lines), tag))
    return blocks


def marked(lines: list[str]) -> list[str]:
    """`lines` with `FENCE` in the place of each fence line: a message ends there, as nothing else does reliably."""
    fences = fence_lines(lines)
    return [FENCE if index in fences else line for index, line in enumerate(lines)]


def fence_lines(lines: list[str]) -> set[int]:
    """The indexes of the fence lines themselves, those inside a message of Keras excepted."""
    own = _own_example_lines(lines)
    return {index for index, line in enumerate(lines) if index not in own and _FENCE.fullmatch(line[:200])}


def fenced_source(lines: list[str]) -> set[int] | None:
    """The indexes of lines in fences that hold source; None when there is no fence around source."""
    blocks = [block for block in fenced_blocks(lines) if not block.is_error]
    if not blocks:
        return None
    return {index for block in blocks for index in range(block.start + 1, block.end)}


def _block(lines: list[str], start: int, end: int, tag: str) -> Fenced:
    inside = lines[start + 1 : end]
    is_error = tag in _ERROR_TAGS or (tag not in _SOURCE_TAGS and any(_ERROR.search(line[:500]) for line in inside))
    return Fenced(start, end, tag, is_error)


def own_example_end(lines: list[str]) -> int:
    """The index below the last fenced example that belongs to Keras's own message; 0 when there is none."""
    return max(_own_example_lines(lines), default=-1) + 1


def _own_example_lines(lines: list[str]) -> set[int]:
    """Fence lines of the examples in Keras's message: the pair below its sentence."""
    own: set[int] = set()
    for index, line in enumerate(lines):
        if _OWN_EXAMPLE.search(line[-200:]):
            fences = [at for at in range(index + 1, min(index + 10, len(lines))) if lines[at].strip() == "```"]
            own.update(fences[:2])
    return own
