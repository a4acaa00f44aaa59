"""What held None where a run failed: facts about the case, and about the functions that the error came through."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from troubleshooter.model import CASE, Fact, Outcome, Place, Target, TargetKind

Entry = Mapping[str, Any]
_BY = "probe:program"
_SPECIAL = {"mask", "training"}  # parameters that Keras itself fills, and by None
_CAPTURED = {"closure", "global", "attribute"}


def observe_nones(outcome: Outcome, targets: Sequence[Target]) -> Iterable[Fact]:
    """`targets` of the case; `special-none` and `captured-none` of each function that a failing frame lies in."""
    entries = [entry for entry in outcome.observed.get("nones", ()) if isinstance(entry, Mapping)]
    if not entries:
        return
    at_loss = [str(entry.get("kind")) for entry in entries if entry.get("kind") in {"prediction", "targets"}]
    if at_loss:
        yield Fact(CASE, "targets", "missing" if "targets" in at_loss else "given", _BY)
    seen: set[str] = set()
    inner: list[Entry] = []
    for entry in entries:
        inner.append(entry)
        line = entry.get("line")
        for target in targets:
            if isinstance(line, int) and _inside(line, target) and entry.get("function") != "<module>":
                seen.add(target.subject)
                yield from _about(target.subject, inner)
    for target in targets:  # the error did not come through these, so that no None in them can be to blame
        if target.kind is TargetKind.LAMBDA and target.subject not in seen:
            yield from _about(target.subject, ())


def _inside(line: int, target: Target) -> bool:
    return target.function is not None and target.function.line <= line <= target.function.end_line


def _about(subject: str, entries: Sequence[Entry]) -> Iterable[Fact]:
    """What a function used that was None, its own frame and those that it called taken together."""
    special = next((one for one in entries if one.get("kind") == "parameter" and one.get("name") in _SPECIAL), None)
    captured = next((one for one in entries if one.get("kind") in _CAPTURED), None)
    yield Fact(subject, "special-none", str(special["name"]) if special else "no", _BY, _place(special))
    yield Fact(subject, "captured-none", "yes" if captured else "no", _BY, _place(captured))


def _place(entry: Entry | None) -> Place | None:
    line = entry.get("line") if entry else None
    return Place(line, line) if isinstance(line, int) and line else None
