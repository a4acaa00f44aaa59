"""What `arguments=` of a Lambda was given: Keras reads it as a mapping from parameter names to values."""

from __future__ import annotations

import ast

from troubleshooter.facts.reading import Reading
from troubleshooter.intake.syntax import Program
from troubleshooter.model import Place

_POSITION = 3  # Lambda(function, output_shape, mask, arguments)


def observe_lambda_arguments(reading: Reading) -> tuple[str, Place | None] | None:
    """`lambda-arguments`: mapping, other or none; None where reading cannot tell."""
    if reading.construction is None:
        return None
    given = _given(reading.construction)
    if given is None:
        return "none", None
    kind = _kind(reading.program, given)
    return (kind, reading.program.place(given)) if kind else None


def _given(construction: ast.Call) -> ast.expr | None:
    named = next((one.value for one in construction.keywords if one.arg == "arguments"), None)
    if named is None and len(construction.args) > _POSITION:
        return construction.args[_POSITION]
    return None if isinstance(named, ast.Constant) and named.value is None else named


def _kind(program: Program, value: ast.expr) -> str:
    match value:
        case ast.Dict() | ast.DictComp():
            return "mapping"
        case ast.List() | ast.Tuple() | ast.Set() | ast.ListComp() | ast.Constant() | ast.UnaryOp() | ast.JoinedStr():
            return "other"
        case ast.Call(func=ast.Name(id="dict")):
            return "mapping"
        case ast.Name():
            bindings = program.lookup(value.id, value)
            bound = bindings[0].value if len(bindings) == 1 and bindings[0].how == "assign" else None
            return _kind(program, bound) if bound is not None and not isinstance(bound, ast.Name) else ""
    return ""
