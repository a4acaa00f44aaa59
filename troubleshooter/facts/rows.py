"""Facts about shapes that running settles: what becomes of a batch's rows, and whether a declared shape is true."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from troubleshooter.model import CASE, Fact

Observed = Mapping[str, Any]
Sizes = Sequence[int | None]


def observe_rows(entry: Observed, subject: str, by: str) -> Iterable[Fact]:
    """`rows`, `rows-independent` and `declared-shape` of one exercised function."""
    eager = entry.get("eager") or {}
    fixed = any(spec.get("shape") and spec["shape"][0] is not None for spec in entry.get("inputs", ()))
    rows = None if fixed else _rows(_shapes(eager, "/1"), _shapes(eager, "/4"))
    if rows:
        yield Fact(subject, "rows", rows, by)
    if isinstance(entry.get("rows_independent"), bool):
        yield Fact(subject, "rows-independent", "yes" if entry["rows_independent"] else "no", by)
    declared = _declared(entry.get("build") or {}, _shapes(eager, "/4"), fixed=fixed)
    if declared:
        yield Fact(subject, "declared-shape", declared, by)


def observe_outputs(observed: Observed) -> Iterable[Fact]:
    """`model-output`: whether a compiled model gives a number in place of rows."""
    models = [model for model in observed.get("models", ()) if model.get("compiled") and model.get("outputs")]
    shapes = [shape for model in models for shape in model["outputs"] if isinstance(shape, list)]
    if shapes:
        yield Fact(CASE, "model-output", "scalar" if any(not shape for shape in shapes) else "rows", "probe:program")


def _shapes(eager: Observed, ending: str) -> list[Sizes]:
    """The shapes of the tensors given on one batch size."""
    results = [result for name, result in eager.items() if name.endswith(ending)]
    found = [result.get("shape") for result in results if result.get("result") == "tensor"]
    return [shape for shape in found if isinstance(shape, list)]


def _rows(one: list[Sizes], four: list[Sizes]) -> str:
    """What becomes of the rows, from the shapes for a batch of one and of four; "" where nothing was observed."""
    if not four:
        return ""
    if any(not shape for shape in four):
        return "none"
    if any(shape[0] != 4 for shape in four):
        return "other"
    if one and any(len(shape) < len(four[0]) for shape in one):
        return "lost-at-one"
    return "kept" if all(shape[0] == 1 for shape in one) else "other"


def _declared(build: Observed, four: list[Sizes], *, fixed: bool) -> str:
    """Whether the shape that Keras takes the output to have is the one that it has."""
    told = build.get("shape")
    if build.get("result") != "tensor" or not isinstance(told, list) or not four or fixed:
        return ""
    fits = all(len(shape) == len(told) and all(map(_fits, told[1:], shape[1:])) for shape in four)
    return "fits" if fits else "wrong"


def _fits(told: int | None, real: int | None) -> bool:
    return told is None or told == real
