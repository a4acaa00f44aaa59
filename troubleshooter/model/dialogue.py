"""What a session yields, and what is sent back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from troubleshooter.model.diagnoses import Diagnosis
from troubleshooter.model.knowledge import Question
from troubleshooter.model.probes import Outcome, ProbeRequest
from troubleshooter.model.repairs import Proposal
from troubleshooter.model.reports import Report


@dataclass(frozen=True, slots=True)
class Say:
    """The session tells the person something; no reply."""

    text: str
    kind: Literal["saw", "suspect", "ruled-out", "probe", "diagnosis", "repair", "note"] = "note"


@dataclass(frozen=True, slots=True)
class Ask:
    """The session asks a question; the reply is `Answer`."""

    question: Question


@dataclass(frozen=True, slots=True)
class AskMaterial:
    """The session asks for text; the reply is `Material`."""

    kind: Literal["source", "traceback"]
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class RunProbe:
    """The session wants a probe run; the reply is `Outcome`."""

    request: ProbeRequest
    settles: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Propose:
    """The session shows a verified or suggested repair; the reply is None."""

    diagnosis: Diagnosis
    proposal: Proposal


@dataclass(frozen=True, slots=True)
class Done:
    """The session has ended."""

    report: Report


@dataclass(frozen=True, slots=True)
class Answer:
    """The reply to `Ask`: one of the choices' values, or "unknown"."""

    value: str


@dataclass(frozen=True, slots=True)
class Material:
    """The reply to `AskMaterial`: the text, empty when there is none."""

    text: str


Step = Say | Ask | AskMaterial | RunProbe | Propose | Done
Reply = Answer | Material | Outcome | None
