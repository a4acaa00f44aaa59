"""Pasted source -> Snippet: prompts, magics, indentation and typography undone, read as far as it is Python."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from troubleshooter.intake.ansi import clean
from troubleshooter.intake.compiling import compiles, error_line, longest_start, tree_of
from troubleshooter.intake.dialects import with_print_calls, without_own_margin
from troubleshooter.intake.fences import fenced_source
from troubleshooter.intake.files import as_one_program, headings
from troubleshooter.intake.names import conventional, missing_names, only_defines
from troubleshooter.intake.notebook import has_prompts, without_magics, without_prompts
from troubleshooter.intake.undress import without_quotes
from troubleshooter.model import Snippet

Lines = list[str]
_SMART = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "‚": "'", "–": "-", "−": "-", "…": "..."})
_ENTITY = re.compile(r"&(?:lt|gt|quot|amp|#\d{2,4}|#x[0-9a-fA-F]{2,4});")
_GUTTER = re.compile(r"\s*(\d+)(?:[:.|)]|\t| |$) ?(.*)")
_START = re.compile(
    r"\s*(?:import [\w., ]+(?: as \w+)?|from [\w.]+ import .+|(?:async )?def \w+ ?\(.*|class \w+.*:|@\w[\w.]*(?:\(.*)?"
    r"|with .+:|for .+ in .+:|if .+:|while .+:|try:"
    r"|[A-Za-z_][\w.]*(?:\[[^\]]*\])?(?:, ?[A-Za-z_][\w.]*)* ?(?:=(?!=)|\+=|-=|\*=) ?\S.*"
    r"|[A-Za-z_][\w.]*\(.*|%\w+.*|![a-z]+ .*|\"\"\".*|'''.*|# .*|lambda .*:.*)\s*(?:#.*)?"
)
_PRINTED = re.compile(
    r"\s*[A-Z]\w*(?:Error|Exception|Warning|Group|Iteration|Interrupt|Exit)\((?:[\"']|\))"
)  # repr() of an exception that a program printed
_PROSE = re.compile(r"\s*[\w'’\"`(*-]+(?:[,;:]? +[\w'’\"`()/.,*:-]+){2,}[.:!?,]*\s*")
_MOVED = "moved indented source to the margin"
_MAX_PROSE = 25  # lines of prose that are taken out of the middle of a source; each costs one compile


@dataclass(frozen=True)
class ReadSource:
    """The lines as they stand now, the pasted line of each, and what was noticed on the way."""

    lines: tuple[str, ...]
    numbers: tuple[int, ...]
    notes: tuple[str, ...] = ()
    partial: bool = False
    stopped_at: int = 0

    @property
    def text(self) -> str:
        """The source as one text."""
        return "\n".join(self.lines)


def read_source(
    text: str, name: str = "model.py", keep: set[int] | None = None
) -> tuple[Snippet | None, tuple[str, ...]]:
    """Read pasted source. `keep` are the indexes of the lines that are source, None for all. Returns notes too.

    The snippet is None when nothing of it is Python. It is partial when text was left out or cut, when its module level
    uses names that nothing defines (imports that everybody writes the same way may be missing), or when it only defines
    things and runs none.
    """
    lines = clean(text).split("\n")
    read = _joined_files(_chosen(lines, keep), headings(lines))
    read = _made_python(read)
    read = _ended(_without_prose(read))
    if not any(line.strip() and not line.strip().startswith("#") for line in read.lines) or _is_words(read):
        return None, read.notes
    return _finished(read, name)


def looks_like_source(lines: Lines) -> bool:
    """Whether some line could start a program; prose with a stray word or two does not."""
    return any(starts_source(line) for line in lines)


def starts_source(line: str) -> bool:
    """Whether `line` is shaped like a statement that people begin a source with."""
    return bool(_START.fullmatch(line[:1000])) and not _PRINTED.match(line)


# --- steps ----------------------------------------------------------------------------------------------------------


def _chosen(lines: Lines, keep: set[int] | None) -> ReadSource:
    inside = fenced_source(lines)
    notes = ("read the source between the Markdown fences",) if inside is not None else ()
    indexes = [i for i in range(len(lines)) if (keep is None or i in keep) and (inside is None or i in inside)]
    return _trimmed(ReadSource(tuple(lines[i] for i in indexes), tuple(i + 1 for i in indexes), notes))


def _joined_files(read: ReadSource, modules: tuple[str, ...]) -> ReadSource:
    if not modules:
        return read
    note = f"read the files of the paste as one program: {', '.join(f'{one}.py' for one in modules)}"
    return _with(read, as_one_program(list(read.lines), modules), None, note)


def _trimmed(read: ReadSource) -> ReadSource:
    """Without the blank lines at the end, and at the start where lines were left out anyway."""
    filled = [index for index, line in enumerate(read.lines) if line.strip()]
    if not filled:
        return _with(read, [], [])
    start = filled[0] if read.numbers[0] != 1 else 0
    return _with(read, list(read.lines[start : filled[-1] + 1]), list(read.numbers[start : filled[-1] + 1]))


def _with(read: ReadSource, lines: Lines, numbers: list[int] | None = None, *notes: str) -> ReadSource:
    kept = read.numbers if numbers is None else tuple(numbers)
    return ReadSource(tuple(lines), kept, read.notes + notes, read.partial, read.stopped_at)


def _made_python(read: ReadSource) -> ReadSource:
    """Undo what a paste does to source, one step after the other until it compiles."""
    steps: tuple[tuple[Callable[[Lines], Lines], str], ...] = (
        (_without_prompts, "took the prompts and the printed output out"),
        (_without_gutter, "took the line numbers off"),
        (without_quotes, "took the quote marks off"),
        (_unescaped, "turned HTML escapes back into characters"),
        (without_magics, "turned notebook magics and shell lines into blank lines"),
        (with_print_calls, "turned Python 2's prints into calls"),
        (_without_margin, "moved indented source to the margin"),
        (_typed_quotes, "turned typographic quotes and dashes into plain ones"),
        (_half_margin, "moved the lines below the first to its margin"),
    )
    for step, note in steps:
        before = list(read.lines)
        if error_line(read.text) == 0 and step is not _without_prompts:
            break
        after = step(before)
        if after != before and not (compiles(read.text) and step is _without_prompts and not has_prompts(before)):
            read = _with(read, after, None, note)
    return read


def _without_prompts(lines: Lines) -> Lines:
    return without_prompts(lines) if has_prompts(lines) else lines


def _without_gutter(lines: Lines) -> Lines:
    """Line numbers copied with the source: every line has one, each one more than the last."""
    found = [_GUTTER.fullmatch(line) for line in lines if line.strip()]
    if len(found) < 2 or not all(found):
        return lines
    numbers = [int(match[1][:9]) for match in found if match]
    if any(after != before + 1 for before, after in pairwise(numbers)):
        return lines
    return [match[2] if (match := _GUTTER.fullmatch(line)) else line for line in lines]


def _unescaped(lines: Lines) -> Lines:
    return [html.unescape(line) if _ENTITY.search(line) else line for line in lines]


def _typed_quotes(lines: Lines) -> Lines:
    return [line.translate(_SMART) for line in lines]


def _without_margin(lines: Lines) -> Lines:
    """Take the common margin off; mixed tabs and spaces become spaces first, as Python 2 read them."""
    if any("\t" in line[: len(line) - len(line.lstrip())] for line in lines):
        lines = [_spaced(line) for line in lines]
    margins = [len(line) - len(line.lstrip()) for line in lines if line.strip() and not line.lstrip().startswith("#")]
    margin = min(margins, default=0)
    return _moved(lines, margin) if margin else lines


def _moved(lines: Lines, margin: int) -> Lines:
    return [line[min(margin, len(line) - len(line.lstrip())) :] for line in lines]


def _spaced(line: str) -> str:
    body = line.lstrip()
    return line[: len(line) - len(body)].expandtabs(4) + body


def _half_margin(lines: Lines) -> Lines:
    """A selection that began behind the first line's margin: the other lines still carry it."""
    first = next((index for index, line in enumerate(lines) if line.strip()), len(lines))
    if first < len(lines) and lines[first][:1].isspace():  # or the first line alone kept its margin
        return [*lines[:first], lines[first].lstrip(), *lines[first + 1 :]]
    rest = [len(line) - len(line.lstrip()) for line in lines[first + 1 :] if line.strip()]
    margin = min(rest, default=0)
    for candidate in dict.fromkeys((margin, *(indent for indent in (4, 8, 2) if indent < margin))):
        moved = lines[: first + 1] + _moved(lines[first + 1 :], candidate)
        if candidate and error_line("\n".join(moved)) != first + 2:
            return moved
    return lines


# --- how far it is Python -------------------------------------------------------------------------------------------


def _without_prose(read: ReadSource) -> ReadSource:
    """Leave out lines of prose around and between pieces of source; they stand where the syntax error is."""
    taken = left = 0
    while taken < _MAX_PROSE:
        at = error_line(read.text)
        if not at:
            break
        index = _prose_at(read.lines, at - 1)
        moved = without_own_margin(read.lines, at - 1) if index is None and at <= len(read.lines) else None
        if moved is not None:
            read = _with(read, moved, None, *([] if _MOVED in read.notes else [_MOVED]))
            taken += 1
            continue
        if index is None:
            break
        end = index + 1
        while end < len(read.lines) and _is_prose(read.lines[end]):
            end += 1
        read = _with(read, [*read.lines[:index], *read.lines[end:]], [*read.numbers[:index], *read.numbers[end:]])
        taken += 1
        left += 1
    if not left:
        return read
    return ReadSource(read.lines, read.numbers, (*read.notes, "left lines of prose out of the source"), True)


def _prose_at(lines: tuple[str, ...], index: int) -> int | None:
    """The line of the error, or the one above where Python noticed late."""
    return next((i for i in (index, index - 1) if 0 <= i < len(lines) and _is_prose(lines[i])), None)


def _is_prose(line: str) -> bool:
    return bool(_PROSE.fullmatch(line[:500])) and not _START.fullmatch(line[:500]) and not compiles(line.strip())


def _ended(read: ReadSource) -> ReadSource:
    count, error = longest_start(list(read.lines))
    if not error:
        return read
    stopped = read.numbers[error - 1] if error <= len(read.numbers) else 0
    note = f"read the source up to line {stopped}, where it stops being Python"
    return ReadSource(read.lines[:count], read.numbers[:count], (*read.notes, note), True, stopped)


def _is_words(read: ReadSource) -> bool:
    """One bare word or name is no program, though it compiles."""
    return bool(re.fullmatch(r"\W*\w*\W*", read.text.strip())) and "=" not in read.text and "(" not in read.text


def _finished(read: ReadSource, name: str) -> tuple[Snippet, tuple[str, ...]]:
    read = _trimmed(read)
    tree = tree_of(read.text)
    missing = missing_names(tree) if tree else ()
    foreign = tuple(one for one in missing if not conventional(one))
    partial = read.partial or bool(foreign) or (tree is not None and only_defines(tree))
    notes = read.notes
    if foreign:
        notes += (f"the source uses names that it does not define: {', '.join(foreign[:8])}",)
    if len(missing) > len(foreign):
        notes += (f"the source lacks imports: {', '.join(one for one in missing if conventional(one))}",)
    numbers = () if read.numbers == tuple(range(1, len(read.numbers) + 1)) else read.numbers
    return Snippet(read.text, numbers, partial, read.stopped_at, name), notes
