"""`inner-returns`: whether the functions handed to map_fn, cond, scan, py_function and the like give a value."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from troubleshooter.facts.handed import inner_functions
from troubleshooter.facts.reading import Reading
from troubleshooter.facts.returns import verdict
from troubleshooter.intake.syntax import canonical, last
from troubleshooter.model import Place, TargetKind


def observe_inner(reading: Reading) -> tuple[str, Place | None] | None:
    """`inner-returns`: what the functions give that are handed to map_fn, cond, scan, py_function and the like."""
    if reading.trace is None or reading.target.kind is TargetKind.HELPER:
        return None
    for function in inner_functions(reading):
        ways = reading.trace.helpers.get(function)
        found = verdict(ways) if ways is not None else "value"
        if found != "value":
            return ("never" if found == "side-effect-call" else found), reading.program.place(function)
    node = next(_where_none(reading), None)
    if node is not None:
        return "none-argument", reading.program.place(node)
    return ("value", None) if not reading.trace.unsure & {"all"} else None


def _where_none(reading: Reading) -> Iterator[ast.AST]:
    """tf.where(c, x, None)."""
    for node in ast.walk(reading.function) if reading.function is not None else ():
        if isinstance(node, ast.Call) and last(canonical(reading.program, node.func)) == "where":
            branches = [*node.args[1:3], *(k.value for k in node.keywords if k.arg in {"x", "y"})]
            if (
                sum((isinstance(branch, ast.Constant) and branch.value is None) for branch in branches) == 1
                and len(branches) == 2
            ):
                yield node
