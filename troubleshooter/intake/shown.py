"""The source lines that a traceback itself shows -> a partial Snippet, for a person who pasted no source."""

from __future__ import annotations

from troubleshooter.intake.compiling import compiles, longest_start
from troubleshooter.intake.fences import marked
from troubleshooter.intake.frames import ReadFrame
from troubleshooter.intake.origin import origin_of
from troubleshooter.intake.traceback import read_blocks
from troubleshooter.intake.undress import Undressed
from troubleshooter.model import Snippet

_MAX_LINE = 20_000  # the snippet keeps the program's line numbers by blank lines; a program is not longer than this


def snippet_from_traceback(text: Undressed, name: str) -> Snippet | None:
    """Put the shown lines of one file at their own line numbers; lines that are no Python alone are left out."""
    files: dict[str, dict[int, str]] = {}
    for block in read_blocks(marked(text.lines)):
        for frame in block.frames:
            if origin_of(frame.file) == "user":
                files.setdefault(frame.file, {}).update(_usable(frame))
    best = max(files.values(), key=len, default={})
    if not best:
        return None
    lines = [best.get(number, "") for number in range(1, max(best) + 1)]
    whole = "\n".join(lines)
    return Snippet(whole, (), True, 0, name, quoted=True) if compiles(whole) else None


def _usable(frame: ReadFrame) -> dict[int, str]:
    """Of a notebook's numbered lines the longest run that compiles; of a plain frame its one line, when it does."""
    shown = {number: line for number, line in frame.shown.items() if 0 < number <= _MAX_LINE}
    if not frame.notebook or len(shown) < 2:
        return {number: line.strip() for number, line in shown.items() if compiles(line.strip())}
    numbers = sorted(shown)
    lines = [shown.get(number, "") for number in range(numbers[0], numbers[-1] + 1)]
    count, _ = longest_start(lines)
    if count == 0:
        return {frame.line: frame.code} if frame.line in shown and compiles(frame.code) else {}
    return {numbers[0] + index: line for index, line in enumerate(lines[:count])}
