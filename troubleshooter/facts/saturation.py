"""Whether a function cuts values off: where all of them are beyond the cut, the gradient is exactly zero."""

from __future__ import annotations

import ast

from troubleshooter.facts.operations import is_operation
from troubleshooter.facts.reading import Reading
from troubleshooter.intake.syntax import canonical, last, own_nodes
from troubleshooter.model import Place, TargetKind

_CUTS = {"minimum", "maximum", "clip_by_value", "clip", "relu", "relu6", "hard_sigmoid", "hard_tanh", "clip_by_norm"}


def observe_saturation(reading: Reading) -> tuple[str, Place | None] | None:
    """`saturates`: a minimum, maximum, clip or relu on the way from the argument."""
    if reading.trace is None or reading.target.kind is TargetKind.HELPER or reading.found is None:
        return None
    for node in own_nodes(reading.found.node):
        dotted = canonical(reading.program, node.func) if isinstance(node, ast.Call) else ""
        if dotted and is_operation(dotted) and last(dotted) in _CUTS:
            return "yes", reading.program.place(node)
    return "no", None
