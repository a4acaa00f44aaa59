"""Numbers that are not numbers any more: what a run showed of losses, weights, gradients and outputs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from troubleshooter.model import CASE, Ending, Fact, Place

Observed = Mapping[str, Any]

_TOLD = re.compile(
    r"\bnans?\b|not a number|\binf(inity|inite)?\b|\b(non|not)[- ]?finite\b|numerical(ly)? (instab|unstab)",
    re.IGNORECASE,
)
_NOT_TOLD = re.compile(r"\b(no|without|never|isn't|not) (any )?nans?\b", re.IGNORECASE)


def observe_complaint(complaint: str) -> Iterable[Fact]:
    """`not-finite`, as the person tells it."""
    if _TOLD.search(complaint) and not _NOT_TOLD.search(complaint):
        word = "gradient" if re.search(r"gradient|grads?\b", complaint, re.IGNORECASE) else "loss"
        yield Fact(CASE, "not-finite", word, "complaint")


def observe_numbers(observed: Observed, ending: Ending) -> Iterable[Fact]:
    """`not-finite` and `dead-on-data`, as a run of the program shows them."""
    tapes = list(observed.get("tapes", ()))
    trainings = list(observed.get("training", ()))
    words = [word for training in trainings for word in training.get("gradients", ())]
    found = _not_finite(observed, tapes, trainings, words)
    if found or ending is Ending.PASSED:
        yield Fact(CASE, "not-finite", found or "no", "probe:program", _place(tapes) if found == "gradient" else None)
    dead = any(tape.get("zero") for tape in tapes) or "zero" in words
    if dead or tapes or words:
        yield Fact(CASE, "dead-on-data", "yes" if dead else "no", "probe:program")


def _not_finite(observed: Observed, tapes: list[Observed], trainings: list[Observed], words: list[str]) -> str:
    """The first of loss, weights, gradient and output that is NaN or infinite; "" for none."""
    if any("non-finite" in {one.get("ended"), one.get("loss")} for one in trainings):
        return "loss"
    weights = [weight for model in observed.get("models", ()) for weight in model.get("weights", ())]
    if any(weight.get("finite") is False for weight in weights):
        return "weights"
    if "non-finite" in words or any(tape.get("non_finite") for tape in tapes):
        return "gradient"
    return "output" if observed.get("outputs") else ""


def _place(tapes: list[Observed]) -> Place | None:
    line = next((tape.get("line") for tape in tapes if tape.get("non_finite")), None)
    return Place(line, line) if line else None
