"""How a training loop of the person's own loses its gradients, as a run shows it: what the tape saw, and was asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from troubleshooter.model import CASE, Fact, Place

Observed = Mapping[str, Any]


def observe_tapes(observed: Observed) -> Iterable[Fact]:
    """`tape-fault` and `gradient-none`."""
    every = list(observed.get("tapes", ()))
    if every:
        yield Fact(CASE, "gradient-none", "yes" if any(tape.get("none") for tape in every) else "no", "probe:program")
    asked = list(observed.get("asked", ()))
    tapes = [tape for tape in observed.get("tapes", ()) if tape.get("by") == "program"]
    if asked:
        line = asked[0].get("line")
        yield _fact("none-target" if asked[0].get("of") == "target" else "none-source", line)
        return
    for tape in tapes:
        fault = _fault(tape)
        if fault:
            yield _fact(fault, tape.get("line"))
            return
    # A gradient that the tape saw and lost all the same is for the source to explain.
    if tapes and not any(tape.get("none") for tape in tapes):
        yield _fact("no", None)


def _fault(tape: Observed) -> str:
    """The tape did not see what it was asked about: no weight at all, or a tensor that it was not told to watch."""
    if tape.get("unseen_tensors"):
        return "not-watched"
    all_lost = tape.get("none") == tape.get("sources")
    return "forward-outside" if all_lost and tape.get("unseen_weights") == tape.get("none") else ""


def _fact(value: str, line: Any) -> Fact:
    place = Place(line, line) if isinstance(line, int) and line else None
    return Fact(CASE, "tape-fault", value, "probe:program", place)
