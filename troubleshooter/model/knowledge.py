"""Facts, and the causes that are written in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from troubleshooter.model.paste import Place

CASE = "case"  # the subject of facts about the whole case


@dataclass(frozen=True, slots=True)
class Fact:
    """A named, typed statement about a subject. `value` is one of the vocabulary's values, or free text.

    `settled_by` is "traceback", "source", "environment", "complaint", "probe:NAME" or "answer". `value` "unknown" with
    a `reason` is a closed unknown: nobody can find out, do not ask again.
    """

    subject: str
    name: str
    value: str
    settled_by: str
    where: Place | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Symptom:
    """A pattern that makes a cause a suspect: any of the given parts must all match one link of the chain.

    `error` is the exception's class name, `message` a regular expression searched in the core message, `frame` one
    searched in "file function" of the innermost frames; `warning`, `complaint` search those texts; `fact` (name, value)
    is a finding or an observation.
    """

    error: str = ""
    message: str = ""
    frame: str = ""
    warning: str = ""
    complaint: str = ""
    fact: tuple[str, tuple[str, ...]] | None = None
    keras: str = ""


@dataclass(frozen=True, slots=True)
class Telling:
    """A text that settles a fact: where `symptom` fits the failing error or a warning, the fact has `value`."""

    value: str
    symptom: Symptom


@dataclass(frozen=True, slots=True)
class FactSpec:
    """The vocabulary's entry for one fact.

    `texts` settle it from what an error says, the first that fits; `otherwise` is its value when an error is known (not
    hidden by Keras) and none of them fits, "" when that tells nothing.
    """

    name: str
    subject: Literal["case", "function"]
    values: tuple[str, ...]
    settled_by: tuple[str, ...]
    meaning: str
    texts: tuple[Telling, ...] = ()
    otherwise: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """What only the person can tell; its answer settles `fact`. `choices` are (value, words) in the order shown."""

    fact: str
    text: str
    why: str
    choices: tuple[tuple[str, str], ...]
    default: str = ""


Literals = Mapping[str, tuple[str, ...]]  # fact name -> the values that fulfil it


@dataclass(frozen=True, slots=True)
class RepairPlan:
    """The [repair] table of a cause. `needs` are question facts the recipe reads."""

    recipe: str
    safety: Literal["safe", "unsafe", "display-only"]
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cause:
    """An entry in knowledge/causes: one way a Lambda goes wrong. `folk` marks a suspicion that is always cleared."""

    name: str
    title: str
    summary: str
    explanation: str
    symptoms: tuple[Symptom, ...]
    evidence: tuple[Literals, ...]
    repair: RepairPlan | None = None
    keras: tuple[str, ...] = ("2", "3")
    folk: bool = False
    order: int = 0
    folder: str = ""


@dataclass(frozen=True, slots=True)
class Complaint:
    """One thing that people say goes wrong, from knowledge/complaints.toml.

    `means` is how it is offered as a choice; `says` are alternatives, each a tuple of groups of words, one of each
    group to stand in the same sentence (a word ending in * stands for all that begin so); `reads_as` is the sentence
    that the causes' patterns are compared with.
    """

    name: str
    means: str
    says: tuple[tuple[tuple[str, ...], ...], ...]
    reads_as: str
