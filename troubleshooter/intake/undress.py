"""What surrounds a traceback on its way into a paste: HTML escapes, quotes, log prefixes, escaped line ends, boxes."""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass

from troubleshooter.intake.ansi import clean, without_styles
from troubleshooter.intake.groups import without_margins
from troubleshooter.intake.pytest_text import without_report
from troubleshooter.intake.rich_text import GONE, without_boxes

_ENTITY = re.compile(r"&(?:lt|gt|quot|amp|nbsp|#\d{2,4}|#x[0-9a-fA-F]{2,4});")
_ESCAPED_LINES = re.compile(r"\\n {2,4}File \\?[\"']|Traceback \(most recent call last\):\\n")
_HEADER = "Traceback (most recent call last)"
_BOX = re.compile(r"[╭┌+][─━-]+ ?$|\+ Exception Group $")
_SHAPE = re.compile(r"\d+")


@dataclass(frozen=True)
class Undressed:
    """An error's lines as Python or IPython print them. `numbers` are the indexes of the lines they came from.

    `inside` are the indexes of lines that tell an error inside an exception group.
    """

    lines: list[str]
    numbers: list[int]
    inside: set[int]


def undressed(text: str) -> Undressed:
    """Undo all that was put around an error; only escaped line ends make lines more than they were."""
    lines, numbers = expanded(without_styles(clean(text)))
    lines = without_prefixes(without_quotes(without_quotes(lines)))
    lines, inside = without_margins(_without_indent(lines))
    lines = without_boxes(without_report(lines))
    kept = [index for index, line in enumerate(lines) if line != GONE]
    inside = {place for place, index in enumerate(kept) if index in inside}
    return Undressed([lines[index] for index in kept], [numbers[index] for index in kept], inside)


def expanded(text: str) -> tuple[list[str], list[int]]:
    """Turn HTML entities, a log's literal `\\n` and records in JSON into lines; with the index each came from."""
    escaped = _ENTITY.search(text) and not re.search(r"<(?:lambda|ipython|class |module)", text)
    lines: list[str] = []
    numbers: list[int] = []
    for index, raw in enumerate(text.split("\n")):
        line = clean(html.unescape(raw)).replace("\n", " ") if escaped else raw
        pieces = _record(line) or _unescaped(line).split("\n")
        lines += pieces
        numbers += [index] * len(pieces)
    return lines, numbers


def _unescaped(line: str) -> str:
    if not _ESCAPED_LINES.search(line):
        return line
    return line.replace("\\n", "\n").replace('\\"', '"').replace("\\'", "'").replace("\\t", "\t")


def _record(line: str) -> list[str]:
    """The traceback in a log's record that is one line of JSON."""
    if not line.lstrip().startswith("{") or _HEADER not in line:
        return []
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return []
    texts = [one for one in record.values() if isinstance(one, str) and _HEADER in one]
    return without_styles(clean(texts[0])).split("\n") if texts else []


def without_quotes(lines: list[str]) -> list[str]:
    """Take Markdown's `> ` off runs of at least two quoted lines; `>>>` prompts and pytest's `>` lines stay."""
    result = list(lines)
    start = 0
    while start < len(lines):
        end = start
        while end < len(lines) and re.match(r" {0,3}>(?: |$)", lines[end]):
            end += 1
        if end - start >= 2:
            result[start:end] = [re.sub(r"^ {0,3}> ?", "", line) for line in lines[start:end]]
        start = max(end, start + 1)
    return result


def without_prefixes(lines: list[str]) -> list[str]:
    """Take off what a logger or container put before each line of a traceback, the margin of a quoted one too.

    The prefix is what stands before `Traceback (most recent call last)`; a line carries it too when it has the same
    shape (digits of any value) at the same place.
    """
    result = list(lines)
    shape = ""
    for index, line in enumerate(lines):
        at = _header_at(line)
        if 0 < at <= 200 and not _drawn(line[:at]) and not _notebook_header(line.lstrip()):
            shape = _usable(line[:at], lines[index + 1 : index + 6])
            result[index] = line[at:]
        elif shape:
            result[index] = _stripped(line, shape)
    return result


def _drawn(prefix: str) -> bool:
    """The margin of an exception group, which has a reader of its own."""
    return bool(prefix.strip()) and not prefix.strip(" |│")


def _header_at(line: str) -> int:
    """Where the header starts, with the box or margin that belongs to it."""
    at = line.find(_HEADER)
    box = _BOX.search(line[:at]) if at > 0 else None
    return box.start() if box else at


def _without_indent(lines: list[str]) -> list[str]:
    """The margin of an indented block that starts with a notebook's header, as Markdown writes output."""
    result = list(lines)
    margin = 0
    for index, line in enumerate(lines):
        indent = len(line) - len(line.lstrip())
        if indent and _notebook_header(line.lstrip()):
            margin = indent
        elif line.strip() and indent < margin:
            margin = 0
        result[index] = line[margin:] if line.strip() else ""
    return result


def _notebook_header(line: str) -> bool:
    return bool(re.match(r"[A-Za-z_][\w.]*\s{2,}Traceback \(most", line))


def _usable(prefix: str, following: list[str]) -> str:
    """The prefix when the next lines carry it too, else "" (a logger that writes it once)."""
    shape = prefix
    return shape if any(line.strip() and _carries(line, shape) for line in following) else ""


def _carries(line: str, prefix: str) -> bool:
    head = line[: len(prefix)]
    return _SHAPE.sub("0", head) == _SHAPE.sub("0", prefix)


def _stripped(line: str, prefix: str) -> str:
    if _carries(line, prefix):
        return line[len(prefix) :]
    return "" if line.strip() == prefix.strip() else line
