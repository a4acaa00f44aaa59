"""Variables and layers that a function uses and did not make."""

from __future__ import annotations

from troubleshooter.facts.reading import Reading
from troubleshooter.facts.values import Capture
from troubleshooter.model import Place, TargetKind


def observe_captures(reading: Reading) -> tuple[str, Place | None] | None:
    """`captures`: what goes into the returned value; a counter that is only assigned to does no harm."""
    if reading.trace is None or reading.target.kind in {TargetKind.LOSS, TargetKind.HELPER}:
        return None
    captures = frozenset[Capture]().union(*(way.value.captures for way in reading.trace.ways.exits))
    first = min(captures, key=lambda c: (c.where.line, c.where.column), default=None)
    if first is not None:
        return first.kind, first.where
    return None if reading.trace.unsure & {"all"} else ("no", None)
