"""Which causes are suspects: symptoms matched against errors, warnings, complaints and facts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from troubleshooter.facts.told import matches
from troubleshooter.model import CASE, Cause, ErrorLink, Symptom
from troubleshooter.reasoning.book import UNKNOWN, FactBook


@dataclass(frozen=True, slots=True)
class Failure:
    """What there is to explain: the links of the error that matter, warnings, and the complaint's words."""

    links: tuple[ErrorLink, ...] = ()
    warnings: tuple[str, ...] = ()
    complaint: str = ""
    keras: str = ""


def suspects(causes: Iterable[Cause], failure: Failure, subjects: Sequence[str], book: FactBook) -> tuple[Cause, ...]:
    """The causes that one of their symptoms points to.

    An error decides before a finding: while the failing error is known, a cause without a symptom for it is no suspect,
    however suspicious the source looks.
    """
    pool = [cause for cause in causes if not failure.keras or failure.keras in cause.keras]
    if failure.links or failure.warnings:
        fitting = [[one for one in cause.symptoms if _by_text(one, failure)] for cause in pool]
        return tuple(
            cause
            for cause, symptoms in zip(pool, fitting, strict=True)
            if any(_allowed(one, subjects, book) for one in symptoms)
        )
    spoken = tuple(cause for cause in pool if any(_by_complaint(symptom, failure) for symptom in cause.symptoms))
    found = tuple(cause for cause in pool if any(_by_fact(symptom, subjects, book) for symptom in cause.symptoms))
    return tuple({cause.name: cause for cause in (*spoken, *found)}.values())


def _allowed(symptom: Symptom, subjects: Sequence[str], book: FactBook) -> bool:
    """A text symptom that also names a fact is refuted by another value of it; an unknown one refutes nothing."""
    if symptom.fact is None:
        return True
    name, values = symptom.fact
    return any(book.value(name, subject) in {*values, UNKNOWN} for subject in (CASE, *subjects))


def _by_text(symptom: Symptom, failure: Failure) -> bool:
    if symptom.keras and failure.keras and symptom.keras != failure.keras:
        return False
    if symptom.warning:
        return any(re.search(symptom.warning, text) for text in failure.warnings)
    return any(matches(symptom, link) for link in failure.links)


def _by_complaint(symptom: Symptom, failure: Failure) -> bool:
    return bool(
        symptom.complaint and failure.complaint and re.search(symptom.complaint, failure.complaint, re.IGNORECASE)
    )


def _by_fact(symptom: Symptom, subjects: Sequence[str], book: FactBook) -> bool:
    if symptom.fact is None or symptom.message or symptom.error or symptom.warning:
        return False
    name, values = symptom.fact
    return any(book.value(name, subject) in values for subject in subjects)
