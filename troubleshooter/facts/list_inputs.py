"""Lists into and out of a Lambda: how long, whether taken for one tensor, whether taken apart."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from troubleshooter.facts.reading import Reading, parameters
from troubleshooter.facts.values import Kind
from troubleshooter.intake.syntax import Program, inputs_of, own_nodes
from troubleshooter.intake.syntax.wiring import applications
from troubleshooter.model import Place, TargetKind

Found = tuple[str, Place | None]

_TENSOR_ONLY = {"shape", "dtype", "ndim", "get_shape", "numpy"}
_ARITHMETIC = (ast.Mult, ast.Div, ast.Sub, ast.Pow, ast.MatMult, ast.FloorDiv, ast.Mod)


def observe_call_list(reading: Reading) -> Found | None:
    """`call-list`: one or several tensors in the list that the layer is called on; no for a plain tensor."""
    if reading.target.kind is not TargetKind.LAMBDA or reading.construction is None:
        return None
    if reading.form != "list":
        return None if reading.form == "unknown" else ("no", None)
    lengths = {len(given) for given in _lists(reading)}
    if len(lengths) == 1:
        return ("one" if lengths == {1} else "several"), reading.program.place(reading.construction)
    return None


def _lists(reading: Reading) -> Iterator[list[ast.expr]]:
    """The lists written out where the layer is called; where `[...]` comes by a name, what the name is bound to."""
    construction = reading.construction
    for use in applications(reading.program, construction) if construction is not None else ():
        given = use.arguments[0] if len(use.arguments) == 1 else None
        if isinstance(given, (ast.List, ast.Tuple)):
            yield list(given.elts)
        elif given is not None and construction is not None:
            specs, listed = inputs_of(reading.program, construction)
            if listed:
                yield [given for _ in specs]


def observe_list_arithmetic(reading: Reading) -> Found | None:
    """`list-arithmetic`: the parameter that holds the list stands in arithmetic, or is asked for its shape."""
    if reading.target.kind is not TargetKind.LAMBDA or reading.function is None or reading.found is None:
        return None
    if reading.form in {"tensor", "many"}:
        return "no", None
    required, _ = parameters(reading.function, reading.found, reading.construction)
    if len(required) != 1:
        return "no", None
    name = required[0]
    nodes = list(own_nodes(reading.function))
    if any(isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Store) for node in nodes):
        return None  # from then on the name may hold a tensor
    for node in nodes:
        if _takes_for_tensor(node, name):
            return ("yes", reading.program.place(node)) if reading.form == "list" else None
    return "no", None


def _takes_for_tensor(node: ast.AST, name: str) -> bool:
    if isinstance(node, ast.BinOp) and isinstance(node.op, _ARITHMETIC):
        return any(isinstance(side, ast.Name) and side.id == name for side in (node.left, node.right))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return isinstance(node.operand, ast.Name) and node.operand.id == name
    return (
        isinstance(node, ast.Attribute)
        and node.attr in _TENSOR_ONLY
        and isinstance(node.value, ast.Name)
        and node.value.id == name
    )


def observe_outputs_taken(reading: Reading) -> Found | None:
    """`outputs-taken`: what the layer gives is taken apart (a, b = layer(x), or out[0]), or handed on as one."""
    if reading.target.kind is not TargetKind.LAMBDA or reading.construction is None:
        return None
    if reading.trace is None or reading.trace.result.kind not in {Kind.LIST, Kind.OPAQUE, Kind.EITHER}:
        return "together", None  # one value: there is nothing to take apart
    calls = [use.call for use in applications(reading.program, reading.construction) if use.call is not None]
    apart = any(_taken_apart(reading.program, call) for call in calls)
    return ("apart" if apart else "together"), None


def _taken_apart(program: Program, call: ast.expr) -> bool:
    parent = program.parents.get(call)
    if isinstance(parent, (ast.Subscript, ast.Starred)):
        return True
    if not isinstance(parent, (ast.Assign, ast.NamedExpr)):
        return False
    targets = parent.targets if isinstance(parent, ast.Assign) else [parent.target]
    if any(isinstance(target, (ast.Tuple, ast.List)) for target in targets):
        return True
    names = {target.id for target in targets if isinstance(target, ast.Name)}
    return any(_opens(program, node, names) for node in ast.walk(program.scope_of(call)))


def _opens(program: Program, node: ast.AST, names: set[str]) -> bool:
    """out[0], a, b = out, for part in out, f(*out)."""
    if not (isinstance(node, ast.Name) and node.id in names and isinstance(node.ctx, ast.Load)):
        return False
    parent = program.parents.get(node)
    if isinstance(parent, ast.Assign):
        return any(isinstance(target, (ast.Tuple, ast.List)) for target in parent.targets)
    return isinstance(parent, (ast.Subscript, ast.Starred, ast.For, ast.comprehension))
