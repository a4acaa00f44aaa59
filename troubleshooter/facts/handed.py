"""Functions that a function does not call itself but hands to an operation: map_fn, cond, scan, py_function ..."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from troubleshooter.facts.reading import Reading
from troubleshooter.intake.syntax import canonical, last, library, resolve

_HIGHER = {
    "py_function", "numpy_function", "py_func",
    "map_fn", "vectorized_map", "scan", "foldl", "foldr", "cond", "case", "switch_case", "while_loop", "map",
    "associative_scan", "fori_loop", "recompute_grad",
}  # fmt: skip


def inner_functions(reading: Reading) -> list[ast.AST]:
    """The functions that the target, or a helper of it, hands to a higher-order operation."""
    program, found = reading.program, list[ast.AST]()
    outer = [reading.function, *(reading.trace.helpers if reading.trace is not None else ())]
    for call in (n for f in outer if f is not None for n in ast.walk(f) if isinstance(n, ast.Call)):
        dotted = canonical(program, call.func)
        if last(dotted) in _HIGHER and library(dotted) in {"tensorflow", "keras"}:
            resolved = (resolve(program, value) for value in _handed(call))
            found.extend(one.node for one in resolved if one is not None and one.node not in found)
    return found


def _handed(call: ast.Call) -> Iterator[ast.expr]:
    for value in (*call.args, *(keyword.value for keyword in call.keywords)):
        parts = value.elts if isinstance(value, (ast.List, ast.Tuple)) else [value]
        yield from (part for part in parts if isinstance(part, (ast.Name, ast.Attribute, ast.Lambda)))
