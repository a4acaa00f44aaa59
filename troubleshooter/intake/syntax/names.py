"""The full dotted name that an expression stands for, through imports, aliases and habits.

`tf.math.argmax`, `K.argmax`, `from tensorflow import argmax` and `my = tf.argmax` all come out as one dotted name below
"tensorflow", "keras" or "numpy". A name that is used but never bound is read by habit (tf, np, K, layers ...), because
people paste excerpts without the imports.
"""

from __future__ import annotations

import ast
import builtins
import math
from collections.abc import Mapping
from types import MappingProxyType

from troubleshooter.intake.syntax.once import once
from troubleshooter.intake.syntax.program import Program

HABITS: Mapping[str, str] = MappingProxyType(
    {
        "tf": "tensorflow",
        "np": "numpy",
        "keras": "keras",
        "K": "keras.backend",
        "layers": "keras.layers",
        "L": "keras.layers",
        "KL": "keras.layers",
        "kl": "keras.layers",
        "tfkl": "keras.layers",
        "tfk": "keras",
        "ops": "keras.ops",
        "backend": "keras.backend",
        "models": "keras.models",
        "math": "math",
        "functools": "functools",
        "tensorflow": "tensorflow",
        "numpy": "numpy",
        "random": "random",
        "losses": "keras.losses",
        "optimizers": "keras.optimizers",
        "activations": "keras.activations",
        "initializers": "keras.initializers",
        "regularizers": "keras.regularizers",
        "partial": "functools.partial",
        "tfp": "tensorflow_probability",
        "Input": "keras.Input",
        "Model": "keras.Model",
        "Sequential": "keras.Sequential",
        "Lambda": "keras.layers.Lambda",
        "InputLayer": "keras.layers.InputLayer",
    }
)
_ROOTS = (
    ("tensorflow.compat.v1.", "tensorflow."),
    ("tensorflow.compat.v2.", "tensorflow."),
    ("tensorflow.python.keras.", "tensorflow.keras."),
    ("tensorflow.experimental.numpy.", "tensorflow.math."),
    ("tensorflow.keras.", "keras."),
    ("tf_keras.", "keras."),
    ("keras.src.", "keras."),
    ("keras.api.", "keras."),
    ("keras._tf_keras.keras.", "keras."),
    ("keras.engine.", "keras."),
    ("jax.numpy.", "numpy."),
)
_DEEP = 12


@once
def canonical(program: Program, expression: ast.AST) -> str:
    """The dotted name of a name or attribute; "" for anything of the person's own (variables, functions, objects)."""
    return _canonical(program, expression, 0)


def _canonical(program: Program, expression: ast.AST, depth: int) -> str:
    if depth > _DEEP:
        return ""
    if isinstance(expression, ast.Attribute):
        base = _canonical(program, expression.value, depth) if depth else canonical(program, expression.value)
        return normal(f"{base}.{expression.attr}") if base else ""
    if not isinstance(expression, ast.Name):
        return ""
    bindings = program.lookup(expression.id, expression)
    if not bindings:
        return _unbound(program, expression.id)
    last = bindings[-1]
    if last.how == "import":
        return normal(last.path)
    if last.how == "assign" and isinstance(last.value, (ast.Name, ast.Attribute)) and len(bindings) <= 2:
        if isinstance(last.value, ast.Name) and last.value.id == expression.id:
            return ""
        return _canonical(program, last.value, depth + 1)
    return ""


def normal(path: str) -> str:
    """One spelling for the many homes of Keras and TensorFlow."""
    for _ in range(3):
        for old, new in _ROOTS:
            if path.startswith(old):
                path = new + path[len(old) :]
            elif path == old[:-1]:
                path = new[:-1]
    return path


def _unbound(program: Program, name: str) -> str:
    """A name nothing binds: from a star import, by habit, a builtin, or unknown ("")."""
    if hasattr(builtins, name):
        return f"builtins.{name}"
    stars = [normal(star) for star in program.stars]
    if "math" in stars and hasattr(math, name):
        return f"math.{name}"
    wanted = ("keras.layers", "keras.models", "keras") if name[:1].isupper() else ("keras.backend", "keras.ops")
    home = next((star for want in wanted for star in stars if star.startswith(want)), "")
    if name in HABITS and not home:
        return HABITS[name]
    if home or stars:
        return f"{home or stars[-1]}.{name}"
    return ""


def library(dotted: str) -> str:
    """Which library a dotted name belongs to: "tensorflow", "keras", "numpy", "builtins", ... ("" for none)."""
    return dotted.partition(".")[0]


def last(dotted: str) -> str:
    """The last part of a dotted name."""
    return dotted.rpartition(".")[2]


def is_keras(dotted: str, *names: str) -> bool:
    """Whether a dotted name is one of these names of Keras or TensorFlow (layers.Dense, Input, ...)."""
    return last(dotted) in names and library(dotted) in {"keras", "tensorflow", "tensorflow_addons", "keras_core"}
