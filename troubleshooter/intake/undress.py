"""What surrounds a traceback on its way into a paste: HTML escapes, quotes, log prefixes, escaped line ends."""

from __future__ import annotations

import html
import re

_ENTITY = re.compile(r"&(?:lt|gt|quot|amp|nbsp|#\d{2,4}|#x[0-9a-fA-F]{2,4});")
_ESCAPED_LINES = re.compile(r"\\n {2,4}File \\?[\"']|Traceback \(most recent call last\):\\n")
_HEADER = "Traceback (most recent call last)"
_SHAPE = re.compile(r"\d+")


def unescape(text: str) -> str:
    """Turn HTML entities and a log's literal `\\n` into what they stand for, where the whole text is written so."""
    if _ENTITY.search(text) and "<module>" not in text and not re.search(r"<(?:lambda|ipython|class )", text):
        text = html.unescape(text).replace("\xa0", " ")
    if _ESCAPED_LINES.search(text):
        text = text.replace("\\n", "\n").replace('\\"', '"').replace("\\'", "'").replace("\\t", "\t")
    return text


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
        at = line.find(_HEADER)
        if 0 < at <= 200 and not _notebook_header(line):
            shape = _usable(line[:at], lines[index + 1 : index + 3])
            result[index] = line[at:]
        elif shape:
            result[index] = _stripped(line, shape)
    return result


def _notebook_header(line: str) -> bool:
    return bool(re.match(r"[A-Za-z_][\w.]*\s{2,}Traceback \(most", line))


def _usable(prefix: str, following: list[str]) -> str:
    """The prefix when the next lines carry it too, else "" (a logger that writes it once)."""
    shape = prefix.removesuffix("+ Exception Group ")
    return shape if any(_carries(line, shape) for line in following) else ""


def _carries(line: str, prefix: str) -> bool:
    head = line[: len(prefix)]
    return _SHAPE.sub("0", head) == _SHAPE.sub("0", prefix)


def _stripped(line: str, prefix: str) -> str:
    if _carries(line, prefix):
        return line[len(prefix) :]
    return "" if line.strip() == prefix.strip() else line
