"""Which calls construct a Lambda layer, and what such a call is given."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from troubleshooter.intake.syntax.functions import class_named
from troubleshooter.intake.syntax.names import canonical, last, library
from troubleshooter.intake.syntax.once import once
from troubleshooter.intake.syntax.program import Program

_HOMES = {"keras", "tensorflow", "keras_core", "tensorflow_addons"}


def lambda_calls(program: Program) -> Iterator[ast.Call]:
    """Every construction of a Lambda layer, in source order."""
    for call in program.calls:
        if is_lambda(program, call):
            yield call


@once
def is_lambda(program: Program, call: ast.Call) -> bool:
    """Whether a call constructs a Lambda layer, however it is spelled."""
    return _is_lambda_class(program, call.func, 0) or _is_partial_lambda(program, call.func)


def _is_lambda_class(program: Program, expression: ast.expr, depth: int) -> bool:
    name = canonical(program, expression)
    if name:
        return last(name) == "Lambda" and (library(name) in _HOMES or "layers" in name.split("."))
    owner = class_named(program, expression)
    if owner is not None and depth < 5:
        return any(_is_lambda_class(program, base, depth + 1) for base in owner.bases if base is not expression)
    if isinstance(expression, ast.Attribute) and expression.attr == "Lambda":
        base = expression.value
        return not isinstance(base, ast.Name) or not program.lookup(base.id, base)
    return False


def _is_partial_lambda(program: Program, expression: ast.expr) -> bool:
    """make = partial(layers.Lambda, output_shape=...)."""
    if not isinstance(expression, ast.Name):
        return False
    for binding in program.lookup(expression.id, expression)[-2:]:
        value = binding.value
        if isinstance(value, ast.Call) and last(canonical(program, value.func)) == "partial" and value.args:
            return _is_lambda_class(program, value.args[0], 0)
    return False


def lambda_argument(call: ast.Call) -> ast.expr | None:
    """The function that a Lambda is given."""
    if call.args:
        return None if isinstance(call.args[0], ast.Starred) else call.args[0]
    return next((k.value for k in call.keywords if k.arg == "function"), None)


def given_arguments(call: ast.Call | None) -> frozenset[str]:
    """The parameter names given through `arguments={...}` or `arguments=dict(...)`; "**" where it cannot be read."""
    value = next((k.value for k in call.keywords if k.arg == "arguments"), None) if call is not None else None
    if value is None and call is not None and len(call.args) > 3:
        value = call.args[3]
    if isinstance(value, ast.Dict):
        return frozenset(_text(key) for key in value.keys)
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id == "dict":
        return frozenset(k.arg or "**" for k in value.keywords)
    empty = value is None or (isinstance(value, ast.Constant) and value.value is None)
    return frozenset() if empty else frozenset({"**"})


def _text(key: ast.expr | None) -> str:
    return key.value if isinstance(key, ast.Constant) and isinstance(key.value, str) else "**"
