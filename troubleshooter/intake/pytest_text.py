"""What pytest prints of a failure (`--tb=auto`, `long`, `short`) -> the same lines in IPython's form, one for one.

pytest names the place of a frame below its source (`model.py:12: `), marks the failing line with `>` and the error's
lines with `E`. Here the frame's first line moves to the ruler above it, and every source line gets its number.
"""

from __future__ import annotations

import re

_PLACE = re.compile(r"(?P<file>(?:[A-Za-z]:)?[^\s:][^:\n]*|<[^<>\n]+>):(?P<line>\d+): ?(?P<rest>[\w.]*|in \S.*)")
_ERROR = re.compile(r"E(?: {3}|$)(?P<text>.*)")
_RULER = re.compile(r"_{3,}.*_{3,}|(?:_ ){8,}_?\s*")
_TITLE = re.compile(r"_{3,} \S.* _{3,}")
_JOIN = re.compile(r"(?:The above exception was the direct cause of|During handling of the above exception).*:\s*")
_DEF = re.compile(r"\s*(?:async )?def (\w+)")
_NO_SOURCE = "???"
_OUTER = re.compile(r" {4}(?:async )?def \w")
_MOST = 400  # lines of one entry that are looked at; pytest shows a function from its start


def without_report(lines: list[str]) -> list[str]:
    """Turn pytest's entries into frames; texts without any entry stay as they are."""
    places = [i for i, line in enumerate(lines) if (found := _PLACE.fullmatch(line[:1000])) and _near(lines, i, found)]
    if not places:
        return _without_marks(lines) if any(line.startswith("E   ") for line in lines) else lines
    result = list(lines)
    start = 0
    for place in places:
        _rewrite(lines, result, max(start, place - _MOST), place)
        start = place + 1
    return _without_rulers(_without_marks(result))


def _near(lines: list[str], index: int, found: re.Match[str]) -> bool:
    """Whether an entry's source stands above the place (long) or below it (short)."""
    if found["rest"].startswith("in "):
        following = lines[index + 1] if index + 1 < len(lines) else ""
        return following.startswith(("    ", "E   ")) or bool(_PLACE.fullmatch(following[:1000]))
    return any(line.startswith((">", "E  ")) for line in lines[max(0, index - 60) : index])


def _rewrite(lines: list[str], result: list[str], start: int, place: int) -> None:
    found = _PLACE.fullmatch(lines[place][:1000])
    assert found is not None
    if found["rest"].startswith("in "):
        result[place] = f'  File "{found["file"]}", line {found["line"]}, {found["rest"]}'
        _head(result, place)
        return
    marks = [i for i in range(start, place) if lines[i].startswith(">")]
    result[place] = ""
    if marks:
        _entry(lines, result, (_first_line(lines, start, marks[-1]), marks[-1], place), found)


def _first_line(lines: list[str], start: int, mark: int) -> int:
    """Where the entry's source begins: at the function that holds the marked line, else below a line at the margin."""
    index = mark
    while index > start and (not lines[index - 1].strip() or lines[index - 1].startswith("    ")):
        if _OUTER.match(lines[index]):
            break
        index -= 1
    while index > start and lines[index - 1].startswith("    @"):
        index -= 1
    while index < mark and not lines[index].strip():
        index += 1
    return index


def _entry(lines: list[str], result: list[str], at: tuple[int, int, int], found: re.Match[str]) -> None:
    """Number the source lines from the marked one, and put the frame's own line above them.

    `at` are the indexes of the first source line, the marked one, and the place below.
    """
    first, mark, place = at
    number = int(found["line"][:9])
    for index in range(first, place):
        if index <= mark:
            arrow = "---> " if index == mark else "     "
            code = lines[index][4:]
            result[index] = "" if code == _NO_SOURCE else f"{arrow}{number + index - mark} {code}"
        elif not _ERROR.fullmatch(lines[index]):
            result[index] = ""
    names = [_DEF.match(line) for line in lines[first : mark + 1]]
    name = next((one[1] for one in names if one), "<lambda>" if "lambda" in lines[mark] else "<module>")
    name = "<unknown>" if lines[mark][4:] == _NO_SOURCE else name
    where = _above(lines, first)
    result[where:first] = [""] * (first - where)
    result[where] = f"File {found['file']}:{found['line']}, in {name}"
    _head(result, where)


def _above(lines: list[str], first: int) -> int:
    """The line for the frame: the ruler above its arguments, or the one below a title or joining sentence."""
    index = first - 1
    while index >= 0 and first - index < _MOST:
        line = lines[index][:1000]
        if _RULER.fullmatch(line) and not _TITLE.fullmatch(line):
            return index
        if _TITLE.fullmatch(line) or _JOIN.fullmatch(line) or line.startswith((">", "E ")) or _PLACE.fullmatch(line):
            break
        index -= 1
    return min(index + 1, first)


def _head(result: list[str], place: int) -> None:
    """A frame right below the title is the first one."""
    if place > 0 and _TITLE.fullmatch(result[place - 1][:300]):
        result[place - 1] = "Traceback (most recent call last):"


def _without_marks(lines: list[str]) -> list[str]:
    """Take the `E` off; the first line of a run tells how far its lines are indented."""
    result = list(lines)
    width = 0
    for index, line in enumerate(lines):
        found = _ERROR.fullmatch(line)
        if not found:
            width = (
                width if not line.strip() or line.startswith("    ") else 0
            )  # `--tb=line` marks the first line alone
            result[index] = line[4:] if width else line
            continue
        body = line[1:]
        if not width:
            width = len(body) - len(body.lstrip())
        result[index] = body[min(width, len(body) - len(body.lstrip())) :]
    return result


def _without_rulers(lines: list[str]) -> list[str]:
    return ["" if _RULER.fullmatch(line[:300]) and not _TITLE.fullmatch(line[:300]) else line for line in lines]
