"""All that a person pasted -> Paste: each text read as what it is, whatever box it was put in."""

from __future__ import annotations

import re
from dataclasses import replace

from troubleshooter.intake.ansi import clean, without_styles
from troubleshooter.intake.bare import read_unknown
from troubleshooter.intake.shown import snippet_from_traceback
from troubleshooter.intake.snippet import looks_like_source, read_source
from troubleshooter.intake.split import Parts, split
from troubleshooter.intake.traceback import parse_traceback
from troubleshooter.intake.undress import unescape, without_prefixes, without_quotes
from troubleshooter.model import Paste, Snippet, Traceback

_MAX_CHARS = 1_000_000  # twenty thousand lines; a few seconds at the worst
_SPACES = re.compile(r"\s+")


def read_paste(*, traceback: str = "", source: str = "", complaint: str = "", name: str = "model.py") -> Paste:
    """Read what was pasted; each text may be missing, hold something else, or hold several things. Never raises."""
    # What ended a program stands last, what it imports first: of texts too long to read, keep that end.
    traceback, source = clean(traceback[-_MAX_CHARS:]), clean(source[:_MAX_CHARS])
    complaint = clean(complaint[:_MAX_CHARS])
    error, error_text, error_notes = _find_error(traceback, source, complaint)
    snippet, source_notes = _find_source(source, traceback, complaint, name)
    notes = error_notes + source_notes
    if snippet is None and error is not None:
        snippet = snippet_from_traceback(error_text, name)
        notes += ("took the source lines that the traceback shows",) if snippet else ()
    elif snippet is not None and error is not None and not snippet.partial and _shows_more(error, snippet):
        snippet = replace(snippet, partial=True)
        notes += ("the traceback shows lines that are not in the source",)
    return Paste(error, snippet, _complaint(traceback, source, complaint, error, snippet), notes)


# --- the error ------------------------------------------------------------------------------------------------------


def _find_error(*boxes: str) -> tuple[Traceback | None, str, tuple[str, ...]]:
    """The error of the first box that has one; a box of plain source or prose has none."""
    for box, label in zip(boxes, ("traceback", "source", "complaint"), strict=True):
        if not box.strip():
            continue
        parts = _parts(box)
        text = _error_text(box, parts, label)
        found = parse_traceback(text) if text.strip() else None
        if found is None and label == "traceback" and not _reads_as_source(box):
            unknown = read_unknown(text.split("\n"))
            found = Traceback((unknown,), whole=False) if unknown else None
        if found is not None:
            note = () if label == "traceback" else (f"found the error in the {label}",)
            return found, text, note
    return None, "", ()


def _parts(box: str) -> Parts:
    """The parts of one box. Undressing keeps the lines one for one, except where line ends were escaped."""
    return split(without_prefixes(without_quotes(unescape(without_styles(box)).split("\n"))))


def _error_text(box: str, parts: Parts, label: str) -> str:
    """What is not source; in the source box only what is surely an error's, as source may speak of errors."""
    lines = unescape(without_styles(box)).split("\n")
    if label == "source":
        return "\n".join(line for index, line in enumerate(lines) if index in parts.error)
    if not parts.error and _reads_as_source(box):
        return "\n".join(line for index, line in enumerate(lines) if index not in parts.source)
    kept = [line for index, line in enumerate(lines) if not parts.error or index not in parts.source]
    return "\n".join(kept)


def _reads_as_source(box: str) -> bool:
    return looks_like_source(box.split("\n")) and read_source(box)[0] is not None


# --- the source -----------------------------------------------------------------------------------------------------


def _find_source(source: str, traceback: str, complaint: str, name: str) -> tuple[Snippet | None, tuple[str, ...]]:
    for box, label in ((source, "source"), (traceback, "traceback"), (complaint, "complaint")):
        if not box.strip():
            continue
        keep = set(_parts(box).source)
        lines = box.split("\n")
        if label != "source" and not looks_like_source([lines[i] for i in sorted(keep) if i < len(lines)]):
            continue
        snippet, notes = read_source(box, name, keep)
        if snippet is not None:
            where = () if label == "source" else (f"found source in the {label}",)
            return snippet, where + notes
    return None, ()


def _shows_more(error: Traceback, snippet: Snippet) -> bool:
    """Whether the person's own frames show source lines that the snippet does not have."""
    text = _SPACES.sub("", snippet.text)
    shown = (frame.code for link in error.chain for frame in link.frames if frame.origin == "user" and frame.code)
    return any(_SPACES.sub("", code) not in text for code in shown)


def _complaint(traceback: str, source: str, complaint: str, error: Traceback | None, snippet: Snippet | None) -> str:
    """The complaint; words in the traceback box that are neither an error nor source are one too."""
    if complaint.strip():
        return complaint.strip()
    if error is None and traceback.strip() and (snippet is None or source.strip()):
        return traceback.strip()
    return ""
