"""Prompts, magics and shell lines of notebooks and consoles -> plain Python lines, one for one."""

from __future__ import annotations

import re

_CONSOLE = re.compile(r"\s*>>>(?: (.*)|$)")
_CONTINUED = re.compile(r"\s*\.\.\.(?: (.*)|$)")
_IN = re.compile(r"\s*(?:In ?\[[\d *]*\]:|\[\d+\]:) ?(.*)")
_IN_CONTINUED = re.compile(r"\s*\.{3,}: ?(.*)")
_OUT = re.compile(r"\s*Out ?\[\d+\]:")
_CELL_MAGIC = re.compile(r"\s*%%(\w+)")
_OTHER_LANGUAGE = {"bash", "sh", "html", "javascript", "js", "latex", "markdown", "svg", "cmd", "script", "perl", "R"}
_TIMED = re.compile(r"(\s*)%(?:time|timeit)\s+(?!-)(\S.*)")
_LINE_MAGIC = re.compile(r"(\s*)(?:%[A-Za-z_]\w*(?:\s.*)?|![^=].*|\?{1,2}[\w.]+|[\w.]+\?{1,2})\s*")
_ASSIGNED = re.compile(r"(\s*[A-Za-z_][\w, ]*=\s*)(?:![^=].*|%[A-Za-z_]\w*.*)")


def has_prompts(lines: list[str]) -> bool:
    """Whether `lines` come from a console or notebook with its prompts."""
    return any(_CONSOLE.match(line) or _IN.match(line) for line in lines)


def without_prompts(lines: list[str]) -> list[str]:
    """Take prompts off; what a console printed between them becomes a blank line."""
    if any(_CONSOLE.match(line) for line in lines):
        return _console_lines(lines)
    return _cell_lines(lines)


def _console_lines(lines: list[str]) -> list[str]:
    result = []
    open_block = False
    for line in lines:
        found = _CONSOLE.match(line) or (_CONTINUED.match(line) if open_block else None)
        open_block = found is not None
        result.append((found[1] or "") if found else "")
    return result


def _cell_lines(lines: list[str]) -> list[str]:
    """`In [3]: x` and `   ...: y`; a lone `In [3]:` stands above a cell's plain lines, `Out[3]:` above no source."""
    result = []
    code = True
    for line in lines:
        start, more = _IN.match(line), _IN_CONTINUED.match(line)
        if _OUT.match(line):
            code = False
        elif start:
            code = True
        found = start or more
        result.append(found[1] if found else line if code and not _OUT.match(line) else "")
    return result


def without_magics(lines: list[str]) -> list[str]:
    """Turn `%magic`, `%%cell`, `!shell`, `name?` lines into `pass` or blanks; a cell in another language is blanked."""
    result = []
    foreign = False
    for line in lines:
        cell = _CELL_MAGIC.match(line)
        if cell:
            foreign = cell[1] in _OTHER_LANGUAGE
        foreign = foreign and bool(line.strip())
        result.append("" if cell or foreign else _plain(line))
    return result


def _plain(line: str) -> str:
    timed = _TIMED.fullmatch(line)
    if timed:
        return timed[1] + timed[2]
    magic = _LINE_MAGIC.fullmatch(line)
    if magic:
        return (magic[1] or "") + "pass"
    assigned = _ASSIGNED.fullmatch(line)
    return assigned[1] + "None" if assigned else line


def in_another_language(lines: list[str]) -> bool:
    """Whether a cell's first line hands it to another program (`%%bash`)."""
    first = next((line for line in lines if line.strip()), "")
    cell = _CELL_MAGIC.match(first)
    return cell is not None and cell[1] in _OTHER_LANGUAGE
