"""What a program does with KerasTensors outside of layers, where they are placeholders without numbers."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from troubleshooter.facts.symbolic import Symbolic, arguments_of, is_inside, runs_inside
from troubleshooter.intake.syntax import Program, canonical, is_lambda, lambda_argument, last, library
from troubleshooter.model import Place, Target

Found = tuple[str, Place | None]
# Attributes of Keras 2's KerasTensor (keras/src/engine/keras_tensor.py) that Keras 3's has not.
_GONE = frozenset(
    {"get_shape", "set_shape", "op", "node", "type_spec", "ref", "experimental_ref", "graph", "_keras_shape", "eval"}
)
# Keras 3's `shape` is a tuple, no TensorShape.
_OF_SHAPE = frozenset(
    {"as_list", "ndims", "rank", "dims", "with_rank", "assert_has_rank", "num_elements", "is_compatible_with"}
)
_NUMBERS = frozenset({"float", "int", "complex"})
_TRUTHS = frozenset({"bool", "max", "min", "any", "all", "sorted"})
_HARMLESS = frozenset({"int_shape", "is_keras_tensor", "ndim", "dtype", "is_tensor", "function", "gradients", "rank"})
# A layer that may give several tensors, and a builder: what they give can be unpacked.
_SEVERAL = (ast.Call, ast.Tuple, ast.List, ast.Subscript, ast.IfExp)
_ITERATES = frozenset({"list", "tuple", "sum", "enumerate", "zip", "set", "iter"})


@dataclass(frozen=True, eq=False)
class Misuse:
    """One use of a KerasTensor that a placeholder does not allow."""

    kind: str
    node: ast.AST


def misuses(program: Program, targets: tuple[Target, ...]) -> tuple[Misuse, ...]:
    """All of them, in the order of the source. Given to a Lambda in place of a function is another mistake."""
    symbolic, inside = Symbolic(program), runs_inside(program, targets)
    given = {lambda_argument(call) for call in program.calls if is_lambda(program, call)}
    found = []
    for node in ast.walk(program.tree):
        kind = _kind(program, symbolic, node)
        if kind and not is_inside(program, node, inside) and not _given(program, node, given):
            found.append(Misuse(kind, node.iter if isinstance(node, ast.comprehension) else node))
    return tuple(sorted(found, key=lambda one: (program.place(one.node).line, program.place(one.node).column)))


def _given(program: Program, node: ast.AST, given: set[ast.expr | None]) -> bool:
    return any(one in given for one in (node, *program.ancestors(node)))


def _kind(program: Program, symbolic: Symbolic, node: ast.AST) -> str:
    """tensorflow-call, numpy-call, length, number, truth, iteration, method, or "" for anything that is allowed."""
    match node:
        case ast.Call():
            return _call_kind(program, symbolic, node)
        case ast.If(test=test) | ast.While(test=test) | ast.IfExp(test=test) | ast.Assert(test=test):
            return "truth" if any(symbolic.is_tensor(one) for one in _tested(test)) else ""
        case ast.For(iter=iterable) | ast.comprehension(iter=iterable):
            return "iteration" if symbolic.is_tensor(iterable) else ""
        case ast.Assign(targets=[ast.Tuple() | ast.List()], value=value):
            return "iteration" if symbolic.is_tensor(value) and not isinstance(value, _SEVERAL) else ""
        case ast.Attribute(value=value, attr=attribute) if attribute in _GONE:
            return "method" if symbolic.is_tensor(value) else ""
        case ast.Attribute(value=ast.Attribute(value=value, attr="shape"), attr=attribute) if attribute in _OF_SHAPE:
            return "method" if symbolic.is_tensor(value) else ""
    return ""


def _tested(test: ast.expr) -> Iterator[ast.expr]:
    """The expressions whose truth value a test asks for."""
    if isinstance(test, ast.BoolOp):
        for value in test.values:
            yield from _tested(value)
    elif isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        yield from _tested(test.operand)
    else:
        yield test


def _call_kind(program: Program, symbolic: Symbolic, call: ast.Call) -> str:
    dotted = canonical(program, call.func)
    name, home = last(dotted), library(dotted)
    if home == "builtins":
        return _builtin(symbolic, call, name)
    wanted = (home == "tensorflow" or dotted.startswith("keras.backend.")) and name[:1].islower()
    if not (wanted or home == "numpy") or name in _HARMLESS:
        return ""
    if not any(symbolic.holds(value) for value in arguments_of(call)):
        return ""
    return "numpy-call" if home == "numpy" else "tensorflow-call"


def _builtin(symbolic: Symbolic, call: ast.Call, name: str) -> str:
    tensor = len(call.args) == 1 and symbolic.is_tensor(call.args[0])
    if name == "len" and tensor:
        return "length"
    if name in _NUMBERS and tensor:
        return "number"
    if name in _TRUTHS and (tensor or (name in {"max", "min"} and any(symbolic.is_tensor(a) for a in call.args))):
        return "truth" if name not in {"any", "all", "sorted"} else "iteration"
    return "iteration" if name in _ITERATES and any(symbolic.is_tensor(a) for a in call.args) else ""


def observe_tensorflow(program: Program, targets: tuple[Target, ...]) -> Found | None:
    """`tensorflow-on-keras-tensor`: the first call of TensorFlow (or of the backend) on a placeholder."""
    return _first(program, targets, {"tensorflow-call"}, "yes")


def observe_python(program: Program, targets: tuple[Target, ...]) -> Found | None:
    """`python-on-keras-tensor`: the first truth test, loop, len or NumPy call on one."""
    return _first(program, targets, {"numpy-call", "length", "number", "truth", "iteration"})


def observe_method(program: Program, targets: tuple[Target, ...]) -> Found | None:
    """`keras-tensor-method`: the first use of an attribute that Keras 3's placeholders do not have."""
    return _first(program, targets, {"method"}, "yes")


def _first(program: Program, targets: tuple[Target, ...], kinds: set[str], value: str = "") -> Found | None:
    found = next((one for one in misuses(program, targets) if one.kind in kinds), None)
    return ("no", None) if found is None else (value or found.kind, program.place(found.node))
