"""The dotted name of an expression as the program spells it: which of the many homes a name was imported from.

`canonical` gives all homes of Keras and TensorFlow one spelling. Some mistakes are only about the home: `keras.backend`
lost on Keras 3 what `tensorflow.keras.backend` still has, and `tf.compat.v1.log` exists where `tf.log` does not.
"""

from __future__ import annotations

import ast

from troubleshooter.intake.syntax import Program

_DEEP = 6
_HABITS = {"tf": "tensorflow", "keras": "keras"}


def spelled(program: Program, expression: ast.AST, depth: int = 0) -> str:
    """The name through imports and plain aliases, "" for the person's own names and for an import that is not shown."""
    if isinstance(expression, ast.Attribute):
        base = spelled(program, expression.value, depth)
        return f"{base}.{expression.attr}" if base else ""
    if not isinstance(expression, ast.Name) or depth > _DEEP:
        return ""
    bindings = program.lookup(expression.id, expression)
    if not bindings:
        return _HABITS.get(expression.id, "")
    last = bindings[-1]
    if last.how == "import":
        return last.path
    value = last.value if last.how == "assign" and len(bindings) == 1 else None
    return spelled(program, value, depth + 1) if isinstance(value, (ast.Name, ast.Attribute)) else ""
