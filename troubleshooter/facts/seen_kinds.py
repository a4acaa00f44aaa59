"""What a run shows of a function's dtypes: the kind of its inputs and of what it gives."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from troubleshooter.facts.kinds import joined_kind
from troubleshooter.facts.result_kind import seen_result_kind
from troubleshooter.model import Fact


def seen_kinds(entry: Mapping[str, Any], subject: str, by: str) -> Iterable[Fact]:
    """`input-dtype`, of inputs that the program itself gave, and `result-kind`."""
    if entry.get("inputs_from") in {"layer", "frame"}:
        kind = joined_kind(str(spec.get("dtype", "")) for spec in entry.get("inputs") or ())
        if kind:
            yield Fact(subject, "input-dtype", kind, by)
    kind = seen_result_kind(entry)
    if kind:
        yield Fact(subject, "result-kind", kind, by)
