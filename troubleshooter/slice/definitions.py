"""What a script would import from a program to load its models: imports, functions, classes and plain constants."""

from __future__ import annotations

import ast

from troubleshooter.intake.syntax import canonical, library, read

_MADE = frozenset({"numpy", "math"})


def definitions(source: str) -> str:
    """The source with every other statement of the module blanked out; the lines keep their numbers."""
    program = read(source)
    if program is None:
        return ""
    kept: set[int] = set()
    for statement in program.tree.body:
        first = min([statement.lineno, *(one.lineno for one in getattr(statement, "decorator_list", ()))])
        if isinstance(statement, (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef)):
            kept |= set(range(first, (statement.end_lineno or first) + 1))
        elif isinstance(statement, ast.Assign):
            calls = [one for one in ast.walk(statement.value) if isinstance(one, ast.Call)]
            if all(_constant(canonical(program, call.func)) for call in calls):
                kept |= set(range(first, (statement.end_lineno or first) + 1))
    lines = source.split("\n")
    return "\n".join(line if number in kept else "" for number, line in enumerate(lines, start=1))


def _constant(dotted: str) -> bool:
    return library(dotted) in _MADE or dotted in {"tensorflow.constant", "tensorflow.convert_to_tensor"}
