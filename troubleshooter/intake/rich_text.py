"""The boxes that rich draws around a traceback -> the same lines in IPython's form, one for one."""

from __future__ import annotations

import re

_TOP = re.compile(r"[\s>|]*[╭┌+][─━-]+ ?Traceback \(most recent call last\)[^─━-]*[─━-]+[╮┐+]\s*")
_EDGE = re.compile(r"\s*[╭┌╰└+][─━-]{3,}.*[╮┐╯┘+]?\s*")
_SIDE = re.compile(r"\s*[│┃|] ?(.*?) ?[│┃|]?\s*")
_FRAME = re.compile(r"(?P<file>\S.*?):(?P<line>\d+) in (?P<function>\S.*)")
_NO_FILE = re.compile(r"in (?P<function>\S+):(?P<line>\d+)")
_PLACE = re.compile(r"(?P<file>[^\s❱][^:]*|[A-Za-z]:[^:]+):(?P<line>\d+)")  # of a syntax error
_CODE = re.compile(r"(?P<arrow>[❱>]?)\s*(?P<line>\d+)(?: (?P<code>.*))?")
_GUIDE = re.compile(r"(?:[│|]   |    )*")
_NOTE = re.compile(r"\[NOTE\] (.*)")
_ENDS = re.compile(
    r"[\s>|]*[╭┌+][─━-]+|The above exception was the direct cause|During handling of the above exception|={3,} |\f"
)
_LONGEST = 200  # lines of a message
GONE = "\v"  # stands for a line that went into the one above; cleaned text has none
_WRAPPED = 3  # a path that a narrow box broke over more lines than this is left alone


def without_boxes(lines: list[str]) -> list[str]:
    """Take the boxes off. Frames become `File x.py:4, in f`, their code `---> 4 code`; tables of locals blank lines."""
    result = list(lines)
    index = 0
    while index < len(lines):
        if _TOP.fullmatch(lines[index][:400]):
            end = _bottom(lines, index + 1)
            result[index:end] = _opened(lines[index:end])
            index = max(_message(result, end, len(lines[index].strip())), index + 1)
        else:
            index += 1
    return result


def _bottom(lines: list[str], index: int) -> int:
    """The line below the box; a second box right below it shows the place of a syntax error and belongs to it."""
    while index < len(lines) and (_EDGE.fullmatch(lines[index]) or lines[index].lstrip()[:1] in {"│", "┃", "|"}):
        if _TOP.fullmatch(lines[index][:400]):
            break
        index += 1
    return index


def _opened(lines: list[str]) -> list[str]:
    inside = [_content(line) for line in lines]
    result = ["Traceback (most recent call last):"]
    index = 1
    while index < len(lines):
        text, taken = _joined(inside, index)
        result += [_plain(text), *([""] * (taken - 1))]
        index += taken
    return result


def _content(line: str) -> str:
    """What stands between the sides of the box; nothing for an edge, inner tables among them."""
    if _EDGE.fullmatch(line):
        return ""
    side = _SIDE.fullmatch(line)
    inner = (side[1] if side else line).rstrip()
    return "" if inner.lstrip()[:1] in {"╭", "╰", "│"} and not re.match(r"\s*[❱>]?\s*\d", inner) else inner


def _joined(inside: list[str], index: int) -> tuple[str, int]:
    """A frame's line with the rest of its path, where the box was too narrow for it."""
    text = inside[index]
    if text[:1] in {"/", "~", "<"} or re.match(r"[A-Za-z]:\\", text):
        for taken in range(1, _WRAPPED + 1):
            whole = "".join(one.strip() for one in inside[index : index + taken])
            spaced = " ".join(one.strip() for one in inside[index : index + taken])
            for one in (whole, spaced):
                if _FRAME.fullmatch(one):
                    return one, taken
    return text, 1


def _plain(text: str) -> str:
    frame = _FRAME.fullmatch(text) or _NO_FILE.fullmatch(text)
    if frame:
        file = frame.groupdict().get("file") or "<unknown>"
        return f"File {file}:{frame['line']}, in {frame['function']}"
    place = _PLACE.fullmatch(text)
    if place and place["file"] != "":
        return f'  File "{place["file"]}", line {place["line"]}'
    code = _CODE.fullmatch(text.strip())
    if code:
        return f"{'---> ' if code['arrow'] else '     '}{code['line']} {_without_guides(code['code'] or '')}".rstrip()
    return f"    {text}" if text.strip() and not text.strip().startswith("...") else ""


def _without_guides(code: str) -> str:
    """rich draws a line at each level of indentation."""
    guides = _GUIDE.match(code)
    return code.replace("│", " ", code[: guides.end()].count("│")) if guides else code


def _message(result: list[str], index: int, width: int) -> int:
    """Below the box: the message, its long lines broken at the width of the terminal; notes carry a mark.

    The terminal is as wide as the box, or wider where the box has the 100 columns that rich gives it at the most.
    """
    end = index
    while end < min(len(result), index + _LONGEST) and not _ENDS.match(result[end]):
        note = _NOTE.fullmatch(result[end])
        result[end] = note[1] if note else result[end]
        end += 1
    printed = [line.rstrip() for line in result[index:end]]
    width = max([width, *map(len, printed)])
    start = index
    for at in range(index + 1, end):
        before, word = printed[at - 1 - index], printed[at - index].split(" ", 1)[0]
        if before and word and len(before) + 1 + len(word) > width:
            # A word longer than a line has lines of its own and is broken in itself.
            gap = "" if len(before) == width and " " not in before else " "
            result[start] = f"{result[start].rstrip()}{gap}{printed[at - index]}"
            result[at] = GONE
        else:
            start = at
    return end
