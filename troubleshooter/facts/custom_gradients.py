"""tf.custom_gradient as written: whether its gradient function gives back one value for each argument."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from troubleshooter.facts.reading import Reading
from troubleshooter.intake.syntax import FUNCTIONS, Function, Program, canonical, last, own_nodes, resolve, returned
from troubleshooter.model import Place, TargetKind

_DEEPEST = 3


def observe_custom_gradient(reading: Reading) -> tuple[str, Place | None] | None:
    """`custom-gradient`: the first custom_gradient function that the function uses, and what is wrong with it."""
    if reading.found is None or reading.target.kind is TargetKind.HELPER:
        return None
    for function in _used(reading.program, reading.found.node, 0, set()):
        fault = _fault(reading.program, function)
        if fault:
            return fault, reading.program.place(function)
    return "no", None


def _used(program: Program, function: Function, depth: int, seen: set[ast.AST]) -> Iterator[ast.FunctionDef]:
    """The functions with a gradient of their own that a function is, or calls."""
    if function in seen or depth > _DEEPEST:
        return
    seen.add(function)
    if isinstance(function, ast.FunctionDef) and _is_custom(program, function):
        yield function
        return
    for node in own_nodes(function):
        inner = resolve(program, node.func) if isinstance(node, ast.Call) else None
        if inner is not None:
            yield from _used(program, inner.node, depth + 1, seen)


def _is_custom(program: Program, function: ast.FunctionDef) -> bool:
    names = [canonical(program, d.func if isinstance(d, ast.Call) else d) for d in function.decorator_list]
    return any(last(name) == "custom_gradient" for name in names)


def _fault(program: Program, function: ast.FunctionDef) -> str:
    """returns-none, incomplete or "" for a function under tf.custom_gradient."""
    values = list(returned(function))
    pairs = [value for value in values if isinstance(value, ast.Tuple) and len(value.elts) == 2]
    if values and not pairs:
        direct = all(isinstance(value, (ast.Call, ast.BinOp, ast.UnaryOp)) for value in values)
        inner = any(isinstance(node, FUNCTIONS) for node in ast.walk(function) if node is not function)
        return "incomplete" if direct and not inner else ""
    for pair in pairs:
        found = resolve(program, pair.elts[1])
        if found is not None:
            return _of_gradient(found.node, function)
    return ""


def _of_gradient(gradient: Function, function: ast.FunctionDef) -> str:
    values = list(returned(gradient))
    given = [value for value in values if not (isinstance(value, ast.Constant) and value.value is None)]
    if not given:
        return "returns-none"
    wanted = len(function.args.args) + len(function.args.posonlyargs) - int(_is_method(function))
    counts = {len(value.elts) if isinstance(value, (ast.Tuple, ast.List)) else 1 for value in given}
    plain = all(not isinstance(value, (ast.Name, ast.Call)) or wanted > 1 for value in given)
    return "incomplete" if wanted > 1 and plain and counts == {1} and not _may_be_many(given) else ""


def _is_method(function: ast.FunctionDef) -> bool:
    return bool(function.args.args) and function.args.args[0].arg == "self"


def _may_be_many(values: list[ast.expr]) -> bool:
    """A call or a name other than the incoming gradient may hold a tuple."""
    return any(isinstance(value, ast.Call) and not isinstance(value.func, ast.Attribute) for value in values)
