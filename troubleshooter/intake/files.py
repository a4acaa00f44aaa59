"""Several files in one paste: one program, in the order pasted, without the imports of one file from the other."""

from __future__ import annotations

import re

# A comment, a label with a colon, a line between rulers, bold, or behind the fence: any of these names a file.
_HEADING = re.compile(
    r"\s*(?:#+|//|[=*-]{2,}|`{3}\w*)?\s*[`*\"']*(?:[\w.-]+/)*(?P<module>[A-Za-z_]\w*)\.py[`*\"']*\s*:?\s*(?:[=*-]{2,}|#+)?\s*"
)
_IMPORT = re.compile(r"from +\.?(?:\w+\.)*(?P<module>\w+) +import +(?!\*)[\w, ]+(?:#.*)?")


def headings(lines: list[str]) -> tuple[str, ...]:
    """The modules that lines of their own name, above their files; none where fewer than two are named."""
    found = [match["module"] for line in lines if (match := _HEADING.fullmatch(line[:200]))]
    names = tuple(dict.fromkeys(found))
    return names if len(names) > 1 else ()


def as_one_program(lines: list[str], modules: tuple[str, ...]) -> list[str]:
    """`from model import f` becomes `pass` where model.py is in the paste: what it defines stands above."""
    return ["pass" if _imports(line, modules) else "" if _bare_heading(line) else line for line in lines]


def _imports(line: str, modules: tuple[str, ...]) -> bool:
    found = _IMPORT.fullmatch(line.rstrip())
    return found is not None and found["module"] in modules


def _bare_heading(line: str) -> bool:
    return bool(_HEADING.fullmatch(line[:200])) and not line.lstrip().startswith("#")
