"""One box that holds several things -> which of its lines are an error's text and which are source."""

from __future__ import annotations

from dataclasses import dataclass

from troubleshooter.intake.compiling import longest_start
from troubleshooter.intake.fences import fence_lines, fenced_blocks, marked, own_example_end
from troubleshooter.intake.noise import is_noise, is_prompt
from troubleshooter.intake.silent import warning_lines
from troubleshooter.intake.snippet import starts_source
from troubleshooter.intake.traceback import read_blocks

_TRIES = 4  # places after an error where source might begin that are tried; each costs a compile or two
_ENOUGH = 0.6  # the share of the lines below such a place that must be Python


@dataclass(frozen=True)
class Parts:
    """The indexes of the lines of each part; what is in neither is prose or noise."""

    error: frozenset[int]
    source: frozenset[int]


def split(lines: list[str]) -> Parts:
    """Tell error text and source of one box apart. `lines` are cleaned and undressed, one for one with the paste."""
    error = _error_lines(marked(lines))
    fences = fence_lines(lines)
    blocks = fenced_blocks(lines)
    if any(not block.is_error for block in blocks):
        source = {i for block in blocks if not block.is_error for i in range(block.start + 1, block.end)}
    else:
        taken = error | fences | warning_lines(lines)
        source = {i for i, line in enumerate(lines) if i not in taken and (is_prompt(line) or not is_noise(line))}
    return Parts(frozenset(error - source), frozenset(source - error if error else source))


def _error_lines(lines: list[str]) -> set[int]:
    """Every line of every block; below the last line of a message source may begin, which ends it."""
    found: set[int] = set()
    for block in read_blocks(lines):
        end = block.end
        if block.type and not block.relation:
            first = _exception_line(lines, block.end, len(block.text))
            end = _source_below(lines, first + 1, block.end)
        found.update(range(block.start, end))
    return found


def _exception_line(lines: list[str], end: int, count: int) -> int:
    return max(0, min(end, len(lines)) - count)


def _source_below(lines: list[str], start: int, end: int) -> int:
    """Where source begins inside what was taken for a message, else `end`."""
    tried = 0
    start += own_example_end(lines[start:end])
    for index in range(start, end):
        line = lines[index]
        if line[:1].strip() and not line.startswith(("`", "#")) and starts_source(line):
            tried += 1
            below = lines[index:end]
            count, error = longest_start(below)
            if not error or count >= _ENOUGH * len(below):
                return _with_comments(lines, start, index)
            if tried >= _TRIES:
                break
    return end


def _with_comments(lines: list[str], start: int, index: int) -> int:
    """The comments right above a source are its own."""
    while index > start and (not lines[index - 1].strip() or lines[index - 1].startswith("#")):
        index -= 1
    return index
