"""Whether a loss uses the prediction at all."""

from __future__ import annotations

import ast

from troubleshooter.facts.reading import Reading, parameters
from troubleshooter.intake.syntax import Program, own_nodes, resolve, returned
from troubleshooter.model import Place, TargetKind


def observe_ignored(reading: Reading) -> tuple[str, Place | None] | None:
    """`ignores-prediction`, of a loss function: what it returns does not depend on its second parameter."""
    if reading.target.kind is not TargetKind.LOSS or reading.found is None or not is_loss(reading):
        return None
    function = reading.found.node
    required, optional = parameters(function, reading.found, None)
    names = [*required, *optional]
    if len(names) < 2 or any(isinstance(node, ast.Raise) for node in own_nodes(function)):
        return None
    values = list(returned(function))
    if not values:
        return None
    used = closure(function, values)
    return ("no", None) if names[1] in used else ("yes", reading.program.place(values[-1]))


def closure(function: ast.AST, values: list[ast.expr]) -> set[str]:
    """All names that values are computed from, over the assignments of a function in any order."""
    used = {part.id for value in values for part in ast.walk(value) if isinstance(part, ast.Name)}
    while True:
        more = {name for node in own_nodes(function) for name in _feeds(node, used)} - used
        if not more:
            return used
        used |= more


def _feeds(node: ast.AST, used: set[str]) -> set[str]:
    """The names that a statement reads, where it writes one of `used` (a loop or test feeds all that it holds)."""
    reads = {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
    if isinstance(
        node, (ast.Assign, ast.AugAssign, ast.AnnAssign, ast.NamedExpr, ast.For, ast.With, ast.If, ast.While)
    ):
        writes = {part.id for part in ast.walk(node) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)}
        return reads if writes & used or isinstance(node, (ast.If, ast.While)) else set()
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name):
        return reads if node.func.value.id in used else set()  # parts.append(error)
    return set()


def is_loss(reading: Reading) -> bool:
    """Whether the function is what is trained for: loss= of compile or its second argument, no metric."""
    return reading.function is not None and any(
        found is not None and found.node is reading.function
        for value in _losses(reading.program)
        for found in [resolve(reading.program, value)]
    )


def _losses(program: Program) -> list[ast.expr]:
    found: list[ast.expr] = []
    for call in program.calls:
        method = call.func.attr if isinstance(call.func, ast.Attribute) else ""
        found.extend(call.args[1:2] if method == "compile" else ())
        found.extend(k.value for k in call.keywords if k.arg in {"loss", "loss_fn"})
    return [leaf for value in found for leaf in _leaves(value)]


def _leaves(value: ast.expr) -> list[ast.expr]:
    if isinstance(value, (ast.List, ast.Tuple)):
        return [leaf for one in value.elts for leaf in _leaves(one)]
    return [leaf for one in value.values for leaf in _leaves(one)] if isinstance(value, ast.Dict) else [value]
