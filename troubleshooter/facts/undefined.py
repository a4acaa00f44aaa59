"""Names that a function reads and nothing in the whole source binds."""

from __future__ import annotations

import ast
import builtins

from troubleshooter.facts.reading import Reading
from troubleshooter.intake.syntax import Program
from troubleshooter.model import Place

Found = tuple[str, Place | None]

_MODULE = {"__name__", "__file__", "__doc__", "__builtins__", "__spec__"}


def observe_undefined(reading: Reading) -> Found | None:
    """`undefined`: the first name of the function that nothing binds; unknown where a star import may bring it."""
    if reading.function is None or reading.partial or reading.program.stars:
        return None
    for node in ast.walk(reading.function):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and _is_free(reading.program, node):
            return "yes", reading.program.place(node)
    return "no", None


def _is_free(program: Program, node: ast.Name) -> bool:
    known = hasattr(builtins, node.id) or node.id in _MODULE
    return not known and not program.lookup(node.id, node)
