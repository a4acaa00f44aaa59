"""A notebook file (nbformat, JSON) -> the source of its cells and the error in its outputs, with cell and line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from troubleshooter.intake.ansi import clean
from troubleshooter.intake.notebook import in_another_language


@dataclass(frozen=True)
class NotebookFile:
    """`numbers` are the indexes of the file's lines that hold the lines of `source`; `cells` (cell, line) from 1."""

    source: str
    numbers: list[int]
    cells: list[tuple[int, int]]
    error: str


def read_notebook(text: str) -> NotebookFile | None:
    """Read the text of an .ipynb file; None when it is none."""
    if not text.lstrip().startswith("{") or '"cells"' not in text:
        return None
    try:
        cells = json.loads(text)["cells"]
        code = [(index, cell) for index, cell in enumerate(cells, 1) if cell["cell_type"] == "code"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    lines = [(index, line, words) for index, cell in code for line, words in enumerate(_source(cell), 1)]
    numbers = list(_places(text.split("\n"), [words for _, _, words in lines]))
    source = "\n".join(words for _, _, words in lines)
    return NotebookFile(source, numbers, [(cell, line) for cell, line, _ in lines], _errors(code))


def _source(cell: dict[str, Any]) -> list[str]:
    """The lines of one cell; a cell in another language has none."""
    lines = clean(_text(cell.get("source"))).split("\n")
    return [] if in_another_language(lines) else lines


def _text(value: object) -> str:
    """nbformat keeps a text whole or as a list of lines."""
    if isinstance(value, list):
        return "".join(one for one in value if isinstance(one, str))
    return value if isinstance(value, str) else ""


def _places(file: list[str], lines: list[str]) -> Iterator[int]:
    """The file's line of each source line, searched downwards; where it is not found, the one before it."""
    at = 0
    for line in lines:
        forms = (json.dumps(line)[1:-1], json.dumps(line, ensure_ascii=False)[1:-1])
        ahead = range(at, min(len(file), at + 2000)) if line.strip() else ()
        at = next((i for i in ahead if any(form in file[i] for form in forms)), at)
        yield at


def _errors(code: list[tuple[int, dict[str, Any]]]) -> str:
    """The tracebacks that the cells printed, first to last."""
    found = []
    for _, cell in code:
        outputs = cell.get("outputs")
        for output in outputs if isinstance(outputs, list) else []:
            if isinstance(output, dict) and output.get("output_type") == "error":
                lines = output.get("traceback")
                text = "\n".join(one for one in lines if isinstance(one, str)) if isinstance(lines, list) else ""
                found.append(clean(text) or f"{_text(output.get('ename'))}: {_text(output.get('evalue'))}")
    return "\n".join(found)
