"""The margins that Python, and the boxes that rich, draw around an exception group and the errors in it."""

from __future__ import annotations

import re

from troubleshooter.intake.noise import FENCE

_TOP = re.compile(r"\s*\+ Exception Group Traceback \(most recent call last\):?\s*")
_PART = re.compile(r"\s*\+(?:-\+)?-{8,} (?:\d+|\.\.\.) -{8,}\s*")
_END = re.compile(r"\s*\+-{16,}\s*")
_SIDE = re.compile(r"\s*\| ?")
_BOX = re.compile(r"[╭┌][─━]+ Sub-exception #\d+ [─━]+[╮┐]\s*")
_BOX_END = re.compile(r"[╰└][─━]+[╯┘]\s*")
_BOX_SIDES = re.compile(r"[│┃] ?(.*?) ?[│┃]\s*")


def without_margins(lines: list[str]) -> tuple[list[str], set[int]]:
    """The lines without a group's margins, one for one, and the indexes of those that tell an error inside a group.

    What separates the errors becomes a fence: no message goes on beyond it.
    """
    if any(_TOP.fullmatch(line[:300]) for line in lines):
        return _drawn_by_python(lines)
    if any(_BOX.fullmatch(line[:500]) for line in lines):
        return _drawn_by_rich(lines)
    return lines, set()


def _drawn_by_python(lines: list[str]) -> tuple[list[str], set[int]]:
    result, inside = list(lines), set[int]()
    grouped = parted = False
    for index, line in enumerate(lines):
        top, part, end = (bool(one.fullmatch(line[:300])) for one in (_TOP, _PART, _END))
        grouped = top or (grouped and (part or end or bool(_SIDE.match(line))))
        parted = grouped and (parted or part)
        if top:
            result[index] = "Traceback (most recent call last):"
        elif grouped:
            result[index] = FENCE if part or end else _SIDE.sub("", line, count=1)
        if parted:
            inside.add(index)
    return result, inside


def _drawn_by_rich(lines: list[str]) -> tuple[list[str], set[int]]:
    result, inside = list(lines), set[int]()
    boxed = False
    for index, line in enumerate(lines):
        sides = _BOX_SIDES.fullmatch(line)
        start = bool(_BOX.fullmatch(line[:500]))
        if start or (boxed and _BOX_END.fullmatch(line)):
            boxed = start
            result[index] = FENCE
        elif boxed and sides:
            result[index] = sides[1]
            inside.add(index)
        else:
            boxed = False
    return result, inside
