"""Facts about the whole program, by reading."""

from __future__ import annotations

import ast

from troubleshooter.intake.syntax import Program, canonical, last
from troubleshooter.model import Place

_TRAINS = {"fit", "fit_generator", "train_on_batch", "apply_gradients", "minimize", "train_step", "run_eagerly_fit"}


def observe_trains(program: Program, partial: bool) -> tuple[str, Place | None] | None:
    """`trains`: the first call that trains."""
    for call in program.calls:
        if isinstance(call.func, ast.Attribute) and _trains(program, call, call.func):
            return "yes", program.place(call)
    return None if partial else ("no", None)


def _trains(program: Program, call: ast.Call, function: ast.Attribute) -> bool:
    """model.fit(...), optimizer.apply_gradients(...), tape.gradient(...)."""
    if function.attr in _TRAINS:
        return not canonical(program, function)
    if function.attr in {"gradient", "jacobian", "batch_jacobian"}:
        return not canonical(program, function)
    if function.attr == "apply" and len(call.args) >= 1:
        name = function.value.attr if isinstance(function.value, ast.Attribute) else getattr(function.value, "id", "")
        return "opt" in name.lower()
    return last(canonical(program, function)) == "gradients"
