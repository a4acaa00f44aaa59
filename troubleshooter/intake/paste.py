"""All that a person pasted -> Paste: each text read as what it is, whatever box it was put in."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from troubleshooter.intake.ansi import clean
from troubleshooter.intake.bare import read_unknown
from troubleshooter.intake.boxes import Box, account_of, make_box
from troubleshooter.intake.notebook_file import read_notebook
from troubleshooter.intake.shown import snippet_from_traceback
from troubleshooter.intake.snippet import looks_like_source, read_source
from troubleshooter.intake.traceback import read_error
from troubleshooter.intake.undress import Undressed
from troubleshooter.model import Paste, Snippet, Traceback

MOST = 1_000_000  # characters of one text that are read: twenty thousand lines; a few seconds at the worst
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True)
class Found:
    """What was found, the box it stood in, and what there is to say about that. `lines` are an error's own."""

    error: Traceback | None = None
    lines: Undressed | None = None
    snippet: Snippet | None = None
    box: Box | None = None
    notes: tuple[str, ...] = ()


def read_paste(*, traceback: str = "", source: str = "", complaint: str = "", name: str = "model.py") -> Paste:
    """Read what was pasted; each text may be missing, hold something else, or hold several things. Never raises.

    Of a text of more than `MOST` characters only these are read, and a note says so.
    """
    texts = {"traceback": traceback, "source": source, "complaint": complaint}
    boxes = [_box(label, text) for label, text in texts.items() if text]
    failure = _find_error(boxes)
    found = _find_source(boxes, name)
    notes = (*_cut_notes(boxes), *failure.notes, *found.notes)
    snippet = found.snippet
    if snippet is None and failure.lines is not None:
        snippet = snippet_from_traceback(failure.lines, name)
        notes += ("took the source lines that the traceback shows",) if snippet else ()
    elif snippet is not None and failure.error is not None and not snippet.partial and _shows_more(failure, snippet):
        snippet = replace(snippet, partial=True)
        notes += ("the traceback shows lines that are not in the source",)
    words, speaker = _complaint(boxes, failure, found)
    account = {
        box.label: account_of(box, failure.box is box, found.snippet if found.box is box else None, speaker is box)
        for box in boxes
    }
    return Paste(failure.error, snippet, words, notes, account)


def _box(label: str, text: str) -> Box:
    """What ended a program stands last, what it imports first: of texts too long to read, keep that end."""
    pasted = _line_count(text)
    if len(text) > MOST:
        kept = text[-MOST:] if label == "traceback" else text[:MOST]
        unread = pasted - _line_count(kept) if label == "traceback" else 0
        return make_box(label, clean(kept), pasted, unread)
    text = clean(text)
    notebook = read_notebook(text)
    return make_box(label, notebook.source if notebook else text, pasted, 0, notebook)


def _line_count(text: str) -> int:
    return clean(text).count("\n") + 1


def _cut_notes(boxes: list[Box]) -> tuple[str, ...]:
    cut = (box for box in boxes if len(box.text) and box.pasted > box.text.count("\n") + 1 and box.notebook is None)
    ends = {True: "last", False: "first"}
    return tuple(
        f"the {box.label} is longer than I read: I took its {ends[box.label == 'traceback']} {MOST:,} characters"
        for box in cut
    )


# --- the error ------------------------------------------------------------------------------------------------------


def _find_error(boxes: list[Box]) -> Found:
    """The error of the first box that has one; a box of plain source or prose has none."""
    for box in boxes:
        lines = _error_lines(box)
        found = read_error(lines) if any(line.strip() for line in lines.lines) else None
        if found is None and box.label == "traceback" and not _reads_as_source(box):
            unknown = read_unknown(lines.lines)
            found = Traceback((unknown,), whole=False) if unknown else None
        if found is not None:
            note = () if box.label == "traceback" else (f"found the error in the {box.label}",)
            return Found(found, lines, box=box, notes=note)
    return Found()


def _error_lines(box: Box) -> Undressed:
    """What is not source; in the source box only what is surely an error's, as source may speak of errors."""
    if box.notebook is not None:
        return make_box(box.label, box.notebook.error, 0, 0).dressed
    every = range(len(box.dressed.lines))
    if box.label == "source":
        return box.only([index for index in every if index in box.parts.error])
    if not box.parts.error and _reads_as_source(box):
        return box.only([index for index in every if index not in box.parts.source])
    return box.only([index for index in every if not box.parts.error or index not in box.parts.source])


def _reads_as_source(box: Box) -> bool:
    return looks_like_source(box.text.split("\n")) and read_source(box.text)[0] is not None


# --- the source -----------------------------------------------------------------------------------------------------


def _find_source(boxes: list[Box], name: str) -> Found:
    """The source of the box that is for it, else of another that holds some."""
    for box in sorted(boxes, key=lambda one: ("source", "traceback", "complaint").index(one.label)):
        keep = box.source_lines
        lines = box.text.split("\n")
        if box.label != "source" and not looks_like_source([lines[i] for i in sorted(keep) if i < len(lines)]):
            continue
        snippet, notes = read_source(box.text, name, keep)
        if snippet is not None:
            where = () if box.label == "source" else (f"found source in the {box.label}",)
            return Found(snippet=_in_file(snippet, box), box=box, notes=where + notes)
    return Found()


def _in_file(snippet: Snippet, box: Box) -> Snippet:
    """The snippet with the lines of the notebook file, or of the whole paste where its beginning was not read."""
    count = snippet.text.count("\n") + 1
    if box.notebook is not None:
        numbers = [snippet.pasted_line(line) - 1 for line in range(1, count + 1)]
        cells = tuple(box.notebook.cells[number] for number in numbers)
        return replace(snippet, lines=tuple(box.notebook.numbers[number] + 1 for number in numbers), cells=cells)
    return snippet


def _shows_more(failure: Found, snippet: Snippet) -> bool:
    """Whether the person's own frames show source lines that the snippet does not have."""
    text = _SPACES.sub("", snippet.text)
    chain = failure.error.chain if failure.error is not None else ()
    shown = (frame.code for link in chain for frame in link.frames if frame.origin == "user" and frame.code)
    return any(_SPACES.sub("", code) not in text for code in shown)


# --- the complaint --------------------------------------------------------------------------------------------------


def _complaint(boxes: list[Box], failure: Found, found: Found) -> tuple[str, Box | None]:
    """The complaint; words in the traceback box that are neither an error nor source are one too."""
    by_label = {box.label: box for box in boxes if box.text.strip()}
    if "complaint" in by_label:
        return by_label["complaint"].text.strip(), by_label["complaint"]
    words = by_label.get("traceback")
    if failure.error is None and words is not None and (found.snippet is None or "source" in by_label):
        return words.text.strip(), words
    return "", None
