"""Names that a program uses and its TensorFlow or Keras does not have: which home they were taken from tells."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from troubleshooter.facts.gone_tables import BACKEND_GONE, BACKEND_KEPT, KEYWORDS_GONE, TENSORFLOW_1
from troubleshooter.facts.spelled import spelled
from troubleshooter.intake.syntax import Program, canonical, last, library
from troubleshooter.model import Place, Target

Found = tuple[str, Place | None]
_STANDALONE = ("keras.backend.", "keras.src.backend.")
_BUNDLED = ("tensorflow.keras.backend.", "keras._tf_keras.keras.backend.", "tensorflow.compat.v2.keras.backend.")


def backend_gone(program: Program) -> Iterator[tuple[ast.AST, str]]:
    """The uses of backend functions that Keras 3 does not have, with the function's name."""
    for node, dotted in _uses(program):
        name = last(dotted)
        alone = dotted.startswith(_STANDALONE) and name not in BACKEND_KEPT and name.islower()
        bundled = dotted.startswith(_BUNDLED) and name in BACKEND_GONE
        if alone or bundled:
            yield node, name


def tensorflow_1(program: Program) -> Iterator[tuple[ast.AST, str]]:
    """The uses of names and keywords that TensorFlow 2 does not have; the name below `tensorflow`, or the keyword."""
    for node, dotted in _uses(program):
        name = dotted.removeprefix("tensorflow.") if dotted.startswith("tensorflow.") else ""
        if name in TENSORFLOW_1:
            yield node, name
    for call in program.calls:
        dotted = spelled(program, call.func)
        old = KEYWORDS_GONE if dotted.startswith("tensorflow.") and ".compat.v1." not in dotted else {}
        yield from ((k.value, k.arg) for k in call.keywords if k.arg and _old_keyword(old, last(dotted), k.arg))


def _old_keyword(old: dict[str, tuple[str, ...]], function: str, keyword: str) -> bool:
    return keyword in old and (not old[keyword] or function in old[keyword])


def keras_ops(program: Program) -> Iterator[tuple[ast.AST, str]]:
    """The uses of keras.ops, which Keras 2 does not have."""
    for node, dotted in _uses(program):
        plain = canonical(program, node)
        if plain.startswith("keras.ops.") and dotted and library(dotted) in {"keras", "tensorflow"}:
            yield node, plain.removeprefix("keras.ops.")


def _uses(program: Program) -> Iterator[tuple[ast.AST, str]]:
    """Every name that is called, or handed on as an attribute, with the home it is spelled with."""
    for node in ast.walk(program.tree):
        called = isinstance(node, ast.Name) and isinstance(program.parents.get(node), (ast.Call, ast.keyword))
        whole = isinstance(node, ast.Attribute) and not isinstance(program.parents.get(node), ast.Attribute)
        if called or whole:
            dotted = spelled(program, node)
            if dotted:
                yield node, dotted


def observe_backend(program: Program, _targets: tuple[Target, ...]) -> Found | None:
    """`backend-gone`."""
    return _first(program, backend_gone(program))


def observe_tensorflow_1(program: Program, _targets: tuple[Target, ...]) -> Found | None:
    """`tensorflow-1-name`."""
    return _first(program, tensorflow_1(program))


def observe_keras_ops(program: Program, _targets: tuple[Target, ...]) -> Found | None:
    """`uses-keras-ops`."""
    return _first(program, keras_ops(program))


def _first(program: Program, found: Iterator[tuple[ast.AST, str]]) -> Found:
    places = [program.place(node) for node, _ in found]
    return ("yes", min(places, key=lambda p: (p.line, p.column))) if places else ("no", None)
