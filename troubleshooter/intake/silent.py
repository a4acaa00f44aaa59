"""Warnings that stand for a silent failure, found anywhere in a paste."""

from __future__ import annotations

import re

from troubleshooter.intake.frames import ReadFrame
from troubleshooter.model import ErrorLink, Frame

_PYTHON = re.compile(r"(?P<file>\S[^\n:]*(?::\\[^\n:]*)?\.py):(?P<line>\d+): (?P<type>\w*Warning): (?P<text>.*)")
_LOGGED = re.compile(r"(?:.*? )?WARNING:(?:tensorflow|absl|root|keras):\s*(?P<text>.*)|(?:W\d{4} .*?\] )(?P<absl>.*)")
# The sentences of Keras and TensorFlow that mean a failure which raises nothing. Their own words, any version.
_KNOWN = re.compile(
    r"Gradients do not exist for variables|The following Variables were used (?:in )?a Lambda layer's call"
    r"|The model does not have any trainable weights|does not have any trainable weights"
    r"|You are casting an input of type complex\d+|No gradients provided|will not be (?:trained|saved|tracked)"
    r"|The dtype of the (?:source|target|watched) tensor must be floating|incompatible dtype"
)
_MAX_LINES = 14  # the longest of them, the Lambda's list of variables, has seven lines and one for each variable


def find_warnings(lines: list[str]) -> tuple[tuple[str, ...], tuple[Frame, ...]]:
    """The distinct warnings in the order printed, and the places that printed them where the text names these."""
    found: dict[str, None] = {}
    places: list[Frame] = []
    for index, line in enumerate(lines):
        text = _warning_text(line)
        if text is None:
            continue
        found.setdefault(_whole(text, lines, index))
        place = _PYTHON.match(line)
        if place:
            places.append(_place(place))
    return tuple(message for message in found if message), tuple(places)


def warning_link(warnings: tuple[str, ...], places: tuple[Frame, ...]) -> ErrorLink:
    """The link that stands for a paste of nothing but warnings; the first one speaks."""
    known = next((warning for warning in warnings if _KNOWN.search(warning)), warnings[0])
    return ErrorLink("Warning", known, places)


def _warning_text(line: str) -> str | None:
    """The text of the warning that starts in this line: logged, by Python, or one of the known sentences alone."""
    if len(line) > 20_000:
        return None
    python = _PYTHON.match(line)
    if python:
        return python["text"]
    logged = _LOGGED.match(line)
    if logged:
        return logged["text"] or logged["absl"] or ""
    known = _KNOWN.match(line.strip())
    return line.strip() if known else None


def _whole(text: str, lines: list[str], index: int) -> str:
    """The warning with the lines it goes on for: after `WARNING:tensorflow:` alone, and for the Lambda's variables."""
    if not text.strip():
        following = lines[index + 1] if index + 1 < len(lines) else ""
        return _whole(following.strip(), lines, index + 1) if _KNOWN.match(following.strip()) else ""
    if "The following Variables were used" not in text:
        return text.strip()
    part = [text.strip()]
    for line in lines[index + 1 : index + _MAX_LINES]:
        if not line.strip() or "WARNING:" in line:
            break
        part.append(line.strip())
        if "rather than a Lambda layer" in line:
            break
    return "\n".join(part)


def _place(found: re.Match[str]) -> Frame:
    return ReadFrame(found["file"], min(int(found["line"][:9]), 10_000_000), "").done()


def warning_lines(lines: list[str]) -> set[int]:
    """The indexes of lines that belong to warnings, so that no reader of source takes them."""
    taken: set[int] = set()
    for index, line in enumerate(lines):
        text = _warning_text(line)
        if text is not None:
            extra = _whole(text, lines, index).count("\n") + (0 if text.strip() else 1)
            extra += 1 if _PYTHON.match(line) else 0  # Python prints the source line that warned below
            taken.update(range(index, index + 1 + extra))
    return taken
