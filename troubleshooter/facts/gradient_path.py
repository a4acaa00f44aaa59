"""Whether a gradient can get from the returned value back to the argument."""

from __future__ import annotations

import ast

from troubleshooter.facts.loss_use import is_loss
from troubleshooter.facts.reading import Reading
from troubleshooter.facts.values import Kind, combine
from troubleshooter.intake.syntax import Program, applications, canonical, last, made_by, producer
from troubleshooter.model import Place, TargetKind

_WITHOUT_WEIGHTS = {"Input", "InputLayer", "Flatten", "Reshape", "Rescaling", "Permute", "Concatenate", "Dropout"}


def observe_gradient(reading: Reading) -> tuple[str, Place | None] | None:
    """`blocks-gradient`."""
    found = _blocker(reading)
    if found is None:
        return None
    name, place = found
    return ("yes", place) if name else ("no", None)


def observe_blocker(reading: Reading) -> tuple[str, Place | None] | None:
    """`gradient-blocker`: the operation's name."""
    found = _blocker(reading)
    return found if found is not None and found[0] else None


def observe_blocker_kind(reading: Reading) -> tuple[str, Place | None] | None:
    """`blocker-kind`: an operation without a gradient, one stopped on purpose, a result that ignores its argument."""
    found = _blocker(reading)
    if found is None:
        return None
    name, place = found
    kind = {"": "no", "stop_gradient": "stopped", "constant": "constant", "numpy-round-trip": "numpy"}.get(
        name, "operation"
    )
    if kind == "constant" and reading.target.kind is TargetKind.LOSS:
        kind = "ignored"
    return kind, place


def _blocker(reading: Reading) -> tuple[str, Place | None] | None:
    """(operation, place); ("", None) where a way is open; None where reading cannot tell or it does not matter."""
    if reading.trace is None or reading.target.kind is TargetKind.HELPER:
        return None
    if reading.target.kind is TargetKind.LOSS and not is_loss(reading):
        return None  # a metric is not trained for
    values = [way.value for way in reading.trace.ways.exits if way.value.none != "always"]
    if not values or all(value.kind in {Kind.FUNCTION, Kind.LAYER} for value in values):
        return None
    whole = combine(values)
    if whole.way == "open":
        return "", None
    if whole.way == "unknown" or (whole.way == "none" and "all" in reading.trace.unsure):
        return None
    if not trains_before(reading):
        return None
    if whole.way == "blocked":
        return whole.blocker, whole.blocked_at
    tensor = any(v.kind in {Kind.TENSOR, Kind.LIST, Kind.NUMPY} for v in values)
    return ("constant", reading.trace.ways.exits[0].where) if tensor else None


def trains_before(reading: Reading) -> bool:
    """False where the Lambda takes the model's inputs as they come: then there is nothing before it to train."""
    if reading.construction is None:
        return True
    uses = applications(reading.program, reading.construction)
    if not uses:
        return True
    for use in uses:
        if use.sequential:
            if use.before is not None and not _weightless(reading.program, made_by(reading.program, use.before)):
                return True
            continue
        parts = [e for a in use.arguments for e in (a.elts if isinstance(a, (ast.List, ast.Tuple)) else [a])]
        if any(_may_train(reading.program, part, 0) for part in parts):
            return True
    return False


def _may_train(program: Program, expression: ast.expr, depth: int) -> bool:
    """Whether an input of the layer comes from anything but Input and layers without weights."""
    made = producer(program, expression)
    if made.kind == "input":
        return False
    if made.kind == "layer" and isinstance(made.node, ast.Call) and made.call is not None and depth < 20:
        inner = made.call.args[0] if made.call.args else None
        return not _weightless(program, made.node) or inner is None or _may_train(program, inner, depth + 1)
    name = canonical(program, made.node.func) if isinstance(made.node, ast.Call) else ""
    return last(name) not in {"constant", "array", "rand", "randn", "ones", "zeros", "range", "arange"}


def _weightless(program: Program, layer: ast.Call | None) -> bool:
    return layer is not None and last(canonical(program, layer.func)) in _WITHOUT_WEIGHTS
