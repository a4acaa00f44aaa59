"""Facts that an error's text settles by patterns of the vocabulary: knowledge as data, no code for each message."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from troubleshooter.facts.traceback import MASK, effective
from troubleshooter.model import CASE, ErrorLink, Fact, FactSpec, Place, Symptom, Telling, Traceback

# How many of the innermost frames a frame pattern is searched in: Keras puts its error handler below them.
_INNERMOST = 3


def observe_told(
    traceback: Traceback, subject: str, vocabulary: Iterable[FactSpec], *, by: str = "traceback"
) -> tuple[Fact, ...]:
    """What the texts of the vocabulary settle: facts about the case, and about the function `subject`."""
    found = (_observe(traceback, subject, spec, by) for spec in vocabulary if spec.texts)
    return tuple(fact for fact in found if fact is not None)


def matches(symptom: Symptom, link: ErrorLink) -> bool:
    """Whether all of a symptom's error, message and frame patterns fit one link. A caught line may lack its type."""
    if not (symptom.error or symptom.message or symptom.frame):
        return False
    error = not symptom.error or not link.type or link.type.rsplit(".", 1)[-1] == symptom.error
    message = not symptom.message or bool(re.search(symptom.message, link.message))
    frames = [f"{frame.file} {frame.function}" for frame in link.frames[-_INNERMOST:]]
    frame = not symptom.frame or any(re.search(symptom.frame, text) for text in frames)
    return error and message and frame


def _observe(traceback: Traceback, subject: str, spec: FactSpec, by: str) -> Fact | None:
    about = subject if spec.subject == "function" else CASE
    links = effective(traceback.chain)
    for telling in spec.texts:
        link = _fitting(telling, links, traceback)
        if link is not None:
            return Fact(about, spec.name, telling.value, by, _place(link))
    masked = all(MASK.search(link.message) for link in links)
    return Fact(about, spec.name, spec.otherwise, by) if spec.otherwise and not masked else None


def _fitting(telling: Telling, links: Sequence[ErrorLink], traceback: Traceback) -> ErrorLink | None:
    """The link that a telling fits, the shown one first; for a warning, the link it came with."""
    symptom = telling.symptom
    if symptom.keras and traceback.keras and symptom.keras != traceback.keras:
        return None
    if symptom.warning:
        warned = any(re.search(symptom.warning, text) for text in traceback.warnings)
        return traceback.shown if warned else None
    return next((link for link in reversed(links) if matches(symptom, link)), None)


def _place(link: ErrorLink) -> Place | None:
    frame = link.user_frame
    return Place(frame.line, frame.line) if frame else None
