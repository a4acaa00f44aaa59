"""What can be said without running anything: targets, facts of the source, facts of the pasted error, the scope."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from troubleshooter.facts.numbers import observe_complaint
from troubleshooter.facts.source import observe_source
from troubleshooter.facts.stage import observe_said
from troubleshooter.facts.told import observe_told
from troubleshooter.facts.traceback import FALLBACK, observe_traceback
from troubleshooter.intake import read_paste
from troubleshooter.model import CASE, Fact, Say, Snippet, Target, TargetKind, Traceback
from troubleshooter.reasoning import FactBook
from troubleshooter.session import hearing
from troubleshooter.session.case import Case, Steps
from troubleshooter.slice import choose_target, find_targets

_IN_PLACE = re.compile(r"in[- ]?place|\w\s*[*+/-]=|mutat", re.IGNORECASE)
_ONCE = re.compile(
    r"\b(print\w*|count\w*|log(s|ged|ging)?|side.?effects?)\b.{0,100}"
    r"\b(once|one time|first|only|twice|stays?|not|never)\b",
    re.IGNORECASE | re.DOTALL,
)
_OURS = re.compile(r"\b(keras|tensorflow|tf|Lambda|layers?|tensor|gradients?|loss|weights?|model)\b", re.IGNORECASE)
_MESSAGE = re.compile(r"NoneType|IndexedSlices|tensor|gradient|keras|Lambda|dtype|not enough values", re.IGNORECASE)
_SOURCE = re.compile(r"\b(keras|tensorflow|tf|Lambda)\b")


def read(case: Case) -> None:
    """Read the current source and error anew: targets, and a fact book with what reading settles."""
    case.book = FactBook()
    case.targets = find_targets(case.snippet) if case.snippet else ()
    case.chosen = choose_target(case.targets, case.snippet, case.failure) if case.snippet else ()
    if case.snippet is not None:
        case.book.add(observe_source(case.snippet, case.targets))
    if case.failure is not None:
        add_told(case, told(case, case.failure, case.chosen))
    case.book.add(observe_complaint(case.paste.complaint))
    hearing.hear(case)
    if _IN_PLACE.search(case.paste.complaint):
        case.book.add([Fact(CASE, "suspects-in-place", "yes", "complaint")])
    if case.book.get("stage") is None and not case.diagnoses:
        case.book.add(observe_said(case.paste.complaint))
    if _ONCE.search(case.paste.complaint):
        case.book.add([Fact(CASE, "suspects-side-effect", "yes", "complaint")])


def told(
    case: Case, failure: Traceback, targets: Sequence[Target], snippet: Snippet | None = None, *, by: str = "traceback"
) -> tuple[Fact, ...]:
    """What an error's text settles about the case and the likeliest of `targets`; `snippet` when not the case's own."""
    subject = targets[0].subject if targets else FALLBACK.subject
    source = snippet or case.snippet
    found = observe_traceback(failure, targets, source, by=by)
    return (*found, *observe_told(failure, subject, case.catalog.facts.values(), by=by))


def add_told(case: Case, facts: tuple[Fact, ...]) -> None:
    """Take in what an error's message tells. Of a function that could be read, the source tells better.

    A message names what TensorFlow refused, not where: "iterating over a tensor" may come from TensorFlow's own code.
    """
    read = {(fact.subject, fact.name) for fact in case.book if fact.settled_by == "source"}
    case.book.add(fact for fact in facts if fact.subject == CASE or (fact.subject, fact.name) not in read)


def reread_failure(case: Case, failure: Traceback | None, seen: tuple[Target, ...] = ()) -> None:
    """Take the error that the worker saw as the failure in hand; the target is what was `seen`, else told by frames."""
    case.failure = failure
    if case.snippet is None:
        return
    case.chosen = seen or choose_target(case.targets, case.snippet, failure)
    case.pointed = bool(seen)
    if failure is not None:
        add_told(case, told(case, failure, case.chosen, by="probe:program"))


def out_of_scope(case: Case) -> bool:
    """Whether nothing in the paste is about Keras or TensorFlow."""
    traceback, snippet = case.paste.traceback, case.paste.snippet
    if snippet is not None and (_SOURCE.search(snippet.text) or any(target.construction for target in case.targets)):
        return False
    if traceback is not None:
        return not _speaks_of_keras(traceback)
    if snippet is not None:  # a function alone, asked about here, is taken for a Lambda's
        return not any(target.kind is TargetKind.LAMBDA for target in case.targets)
    return not (_OURS.search(case.paste.complaint) or hearing.known_words(case))


def _speaks_of_keras(traceback: Traceback) -> bool:
    if traceback.keras or traceback.warnings:
        return True
    for link in traceback.chain:
        if any(frame.origin in {"keras", "tensorflow"} for frame in link.frames) or link.wrapper:
            return True
        if any(_SOURCE.search(frame.code) for frame in link.frames):
            return True
        foreign = any(frame.origin == "library" for frame in link.frames)
        # A message alone, or with the person's own frames only, may well be ours: the headline error names no library.
        if not foreign and _MESSAGE.search(link.message):
            return True
    return False


def tell(case: Case) -> Steps:
    """Say what was read from the paste."""
    for text in case.paste.notes:
        yield Say(text, "saw")
    if case.paste.traceback is not None:
        shown = case.paste.traceback.shown
        yield Say(f"I see {shown.type or 'an error'}: {_first_line(shown.message)}", "saw")
    layers = [target for target in case.targets if target.kind is TargetKind.LAMBDA]
    if layers:
        yield Say(f"I see {', '.join(target.label for target in layers[:4])}.", "saw")
    if case.foreign:
        pasted = case.paste.traceback.keras if case.paste.traceback else ""
        mine = case.environment.keras
        text = f"The error comes from Keras {pasted}, but I run on Keras {mine}: what I find stays read."
        case.note(text)
        yield Say(text, "note")


def _first_line(text: str) -> str:
    return text.strip().splitlines()[0][:160] if text.strip() else ""


def take_material(case: Case, text: str) -> None:
    """Text that the person gave when asked: read it as a source, or as the unmasked traceback that it may be."""
    more = read_paste(source=text)
    if more.snippet is not None:
        case.snippet = more.snippet
    case.paste = replace(
        case.paste,
        snippet=more.snippet or case.paste.snippet,
        traceback=more.traceback or case.paste.traceback,
        notes=(*case.paste.notes, *more.notes),
    )
    case.failure = case.paste.traceback
