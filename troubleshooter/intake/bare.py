"""An error without frames: a caught error's printed text, a traceback's last line, or a message alone."""

from __future__ import annotations

import ast
import re
from dataclasses import replace

from troubleshooter.intake.ansi import clean, without_styles
from troubleshooter.intake.frames import ReadFrame
from troubleshooter.intake.message import read_message, short_type
from troubleshooter.intake.noise import is_noise
from troubleshooter.model import ErrorLink, Frame

_WRAPPING = re.compile(
    r"in user code:|Exception encountered when calling (?:layer [\"']|[\w.<>]+\(\))|Graph execution error:"
)
_SUFFIX = r"(?:Error|Exception|Warning|Interrupt|Exit|Iteration)"
_TYPED = re.compile(
    rf"(?<![\w.])(?P<type>(?:[A-Za-z_]\w*\.)*(?:[A-Z]\w*{_SUFFIX}|(?:Base)?Exception(?:Group)?)):(?: |$)"
)
_REPR = re.compile(
    rf"(?<![\w.])(?P<type>[A-Z]\w*{_SUFFIX}|(?:Base)?Exception(?:Group)?)\("
    r"(?P<quote>[\"'])(?P<text>.{1,5000}?)(?P=quote)(?:,?\)|, [\[(])"
)
_PLACE = re.compile(r"\s*(?P<file>(?:[A-Za-z]:)?[^\s:][^:\n]*\.py):(?P<line>\d+): ")
_TYPE_ALONE = re.compile(rf"(?:[A-Za-z_]\w*\.)*[A-Z]\w*{_SUFFIX}(?:\(\))?\s*")
_LABEL = re.compile(
    r"\s{0,20}(?:[^\w\s'\"`<]{0,5}\s{0,5})?(?:[A-Z][\w ]{0,60}?)?(?:[Ee]rror|ERROR|[Ee]xception|[Ff]ailed"
    r"|occurred|[Cc]aught)[\w ]{0,40}:\s+"
)
# A person's own words about an error, which are no error's text.
_PERSONAL = re.compile(r"\b(?:I|I'm|my|we|our|you|please|help|why|how|what|when I|anyone)\b|\?\s*$", re.IGNORECASE)
_TECHNICAL = re.compile(r"['\"`(\[{=<>]|\w_\w|[a-z][A-Z]|\d")
# Sentences that only one type says; Python's own, and TensorFlow's where every version agrees.
_SPEAKERS = (
    ("AttributeError", r"(?:'[\w.]+' object|module '[\w.]+'|type object '\w+') has no attribute '"),
    ("UnboundLocalError", r"(?:free variable|local variable|cannot access local variable) '\w+' "),
    ("NameError", r"name '\w+' is not defined"),
    ("ModuleNotFoundError", r"No module named '?[\w.]+'?"),
    ("ImportError", r"cannot import name '\w+'"),
    ("TypeError", r"unsupported operand type\(s\) for |'[\w.]+' object is not (?:callable|iterable|subscriptable)"),
    ("TypeError", r"'[\w.]+' object does not support item assignment"),
    ("TypeError", r"missing \d+ required (?:positional|keyword-only) argument|got an unexpected keyword argument '"),
    ("TypeError", r"takes (?:from )?\d+ (?:to \d+ )?positional arguments? but \d+ "),
    ("IndexError", r"(?:list|tuple|string) index out of range"),
    ("NotImplementedError", r"could not automatically infer the (?:output )?shape"),
    ("OperatorNotAllowedInGraphError", r"symbolic `?tf\.Tensor`? as a Python `?bool|over a symbolic `?tf\.Tensor"),
    ("ValueError", r"No gradients provided for any variable|None values not supported"),
)
_FOREIGN_TYPE = {"Error": ""}


def read_bare(lines: list[str]) -> ErrorLink | None:
    """Read the last error that `lines` print without frames, or None when nothing there is one."""
    for reader in (_whole_repr, _wrapped, _typed, _repr, _spoken):
        link = reader(lines)
        if link is not None:
            return link
    return None


def _wrapped(lines: list[str]) -> ErrorLink | None:
    """A wrapping tells where the message starts, whatever label a program printed before it."""
    for index in range(len(lines)):
        found = _WRAPPING.search(lines[index][:2000])
        if found:
            before = lines[index][: found.start()]
            typed = _last_type(before)
            return _link(typed, "\n".join([lines[index][found.start() :], *_message_lines(lines[index + 1 :])]))
    return None


def _typed(lines: list[str]) -> ErrorLink | None:
    """The last line that names a type and a message; the lines below it belong to it until a blank one."""
    for index in range(len(lines) - 1, -1, -1):
        line = lines[index][:20_000]
        found = _TYPED.search(line)
        if found and not is_noise(line):
            rest = [line[found.end() :], *_paragraph(lines[index + 1 :])]
            link = _link(short_type(found["type"]), "\n".join(rest))
            return replace(link, frames=_place(line[: found.start()], index) + link.frames)
        if _TYPE_ALONE.fullmatch(line):
            return _link(short_type(line.strip().removesuffix("()")), "")
    return None


def _place(before: str, index: int) -> tuple[Frame, ...]:
    """The frame that `model.py:12: ` in front of an error names."""
    found = _PLACE.fullmatch(before)
    if not found:
        return ()
    return (ReadFrame(found["file"], min(int(found["line"][:9]), 10_000_000), "", pasted=index + 1).done(),)


def _whole_repr(lines: list[str]) -> ErrorLink | None:
    """A line that is nothing but an exception's repr(), whose text may hold all that other readers look for."""
    return _repr([line for line in lines if _REPR.match(line[:20_000].lstrip()) and line.rstrip().endswith(")")])


def _repr(lines: list[str]) -> ErrorLink | None:
    for line in reversed(lines):
        found = _REPR.search(line[:20_000])
        if found:
            return _link(found["type"], _evaluated(found["quote"] + found["text"] + found["quote"]))
    return None


def _evaluated(literal: str) -> str:
    """The text of a string literal, without what its escapes would tell a terminal."""
    try:
        return without_styles(clean(str(ast.literal_eval(literal))))
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return literal[1:-1].replace("\\n", "\n").replace("\\'", "'")


def _spoken(lines: list[str]) -> ErrorLink | None:
    """A message whose words give its type away; a label before it ("Error: ") is a program's own."""
    for index in range(len(lines) - 1, -1, -1):
        line = lines[index][:20_000]
        speaker = _speaker(line)
        if speaker or _LABEL.match(line):
            text = "\n".join([_without_label(line), *_paragraph(lines[index + 1 :])])
            return _link(speaker, text)
    return None


def read_unknown(lines: list[str]) -> ErrorLink | None:
    """A message alone whose type its words do not tell: short, technical, and nobody's own words."""
    kept = [line for line in lines if line.strip() and not is_noise(line)]
    text = "\n".join(kept)
    if not kept or len(kept) > 12 or len(text) > 4000 or _PERSONAL.search(text) or not _TECHNICAL.search(text):
        return None
    return _link("", text) if len(text.split()) >= 3 else None


def _speaker(text: str) -> str:
    return next((name for name, pattern in _SPEAKERS if re.search(pattern, text)), "")


def _without_label(line: str) -> str:
    label = _LABEL.match(line)
    return line[label.end() :] if label else line


def _last_type(before: str) -> str:
    found = None
    for match in _TYPED.finditer(before):
        found = match
    return short_type(found["type"]) if found else ""


def _message_lines(lines: list[str]) -> list[str]:
    for index, line in enumerate(lines):
        if is_noise(line):
            return lines[:index]
    return lines


def _paragraph(lines: list[str]) -> list[str]:
    for index, line in enumerate(lines):
        if not line.strip() or is_noise(line):
            return lines[:index]
    return lines


def _link(type_name: str, text: str) -> ErrorLink:
    read = read_message(_FOREIGN_TYPE.get(type_name, type_name), text)
    name = read.type or _speaker(read.message)
    return ErrorLink(name, read.message, read.frames, read.wrapper)
