"""Whether the truth tests that a function makes on tensors work: where a tensor has one value, eagerly, they do."""

from __future__ import annotations

import ast

from troubleshooter.facts.reading import Reading
from troubleshooter.intake.syntax import (
    FUNCTIONS,
    Application,
    Program,
    applications,
    canonical,
    lambda_calls,
    last,
    library,
    made_by,
    once_a_program,
    producer,
)
from troubleshooter.model import Place, TargetKind

_REDUCES = frozenset({"sum", "mean", "max", "min", "all", "any", "prod", "norm", "std", "var", "size", "rank", "det"})
_SHAPED = frozenset({"Input", "InputLayer"})
_DECLARES = frozenset({"input_shape", "batch_input_shape", "input_dim"})
_DEEP = 20


def observe_truth_test(reading: Reading) -> tuple[str, Place | None] | None:
    """`truth-test`; None where the function makes no such test, and where the Keras line decides."""
    events = reading.trace.of("truth") if reading.trace is not None else []
    if not events:
        return None
    if reading.target.kind is not TargetKind.LAMBDA:
        # Keras 2 converts `call` and losses with AutoGraph, Keras 3 nothing; a helper goes as who calls it.
        helps = reading.target.kind is TargetKind.HELPER and any(lambda_calls(reading.program))
        return ("fails", events[0].where) if helps else None
    works = _runs_eagerly(reading) and all(_single(reading, event.where) for event in events)
    return ("works" if works else "fails"), events[0].where


# --- eagerly --------------------------------------------------------------------------------------------------------


def _runs_eagerly(reading: Reading) -> bool:
    """Whether every use of the layer that can be read calls it on values, and none on a symbolic tensor."""
    if reading.construction is None:
        return False
    uses = applications(reading.program, reading.construction)
    return bool(uses) and all(_eager_use(reading.program, use) for use in uses)


def _eager_use(program: Program, use: Application) -> bool:
    if use.wrapper:
        return False
    if use.sequential:
        return eager_training(program) and _unbuilt(program, use)
    if use.call is not None and program.enclosing(use.call, (ast.ClassDef,)) is not None:
        return eager_training(program)
    return bool(use.arguments) and all(_is_value(program, argument) for argument in use.arguments)


@once_a_program
def eager_training(program: Program) -> bool:
    """compile(run_eagerly=True), model.run_eagerly = True, or tf.config.run_functions_eagerly(True)."""
    for call in program.calls:
        name = last(canonical(program, call.func)) or getattr(call.func, "attr", "")
        given = next((k.value for k in call.keywords if k.arg == "run_eagerly"), None)
        if name in {"run_functions_eagerly", "experimental_run_functions_eagerly"} and call.args:
            given = call.args[0]
        if isinstance(given, ast.Constant) and given.value is True:
            return True
    return any(_sets_eager(node) for node in program.parents)


def _sets_eager(node: ast.AST) -> bool:
    if not isinstance(node, ast.Assign) or not isinstance(node.value, ast.Constant) or node.value.value is not True:
        return False
    return any(isinstance(target, ast.Attribute) and target.attr == "run_eagerly" for target in node.targets)


def _unbuilt(program: Program, use: Application) -> bool:
    """A Sequential that no layer before tells its input shape: it is built when it is first called on values."""
    before: ast.expr | None = use.before
    for _ in range(_DEEP):
        layer = made_by(program, before)
        if layer is None:
            return before is None
        if last(canonical(program, layer.func)) in _SHAPED or any(k.arg in _DECLARES for k in layer.keywords):
            return False
        uses = applications(program, layer)
        before = uses[0].before if uses else None
    return False


def _is_value(program: Program, expression: ast.expr, depth: int = 0) -> bool:
    """An expression made of arrays and tensors with values: tf.constant(X) + 10.0."""
    if depth > _DEEP:
        return False
    match expression:
        case ast.BinOp(left=left, right=right):
            return _is_value(program, left, depth + 1) or _is_value(program, right, depth + 1)
        case ast.UnaryOp(operand=inner) | ast.Subscript(value=inner):
            return _is_value(program, inner, depth + 1)
        case ast.Name():
            made = producer(program, expression).node
            return isinstance(made, ast.Call) and _is_value(program, made, depth + 1)
        case ast.Call(func=function):
            name = canonical(program, function)
            if isinstance(function, ast.Attribute) and not name:  # X.astype("float32")
                return _is_value(program, function.value, depth + 1)
            creates = library(name) == "numpy" or (library(name) == "tensorflow" and "layers" not in name.split("."))
            return creates and last(name) not in {*_SHAPED, "placeholder"}
    return False


# --- on one value ---------------------------------------------------------------------------------------------------


def _single(reading: Reading, where: Place) -> bool:
    """Whether the test at a place is on one value, as far as the expression there tells."""
    if reading.function is None:
        return False
    for node in ast.walk(reading.function):
        if isinstance(node, ast.expr) and reading.program.place(node) == where:
            tested = node.test if isinstance(node, ast.IfExp) else node
            return _one(reading.program, tested)
        if isinstance(node, (ast.If, ast.While, ast.Assert)) and where in _places(reading.program, node):
            return _one(reading.program, node.test)
    return False


def _places(program: Program, node: ast.If | ast.While | ast.Assert) -> tuple[Place, Place]:
    return program.place(node), program.place(node.test)


def _one(program: Program, node: ast.expr, depth: int = 0) -> bool:
    """tf.reduce_mean(x) > 0, x[0, 0], not tf.reduce_any(x): one value; a name is what it was last bound to."""
    if depth > _DEEP:
        return False
    match node:
        case ast.Constant():
            return True
        case ast.UnaryOp(operand=operand):
            return _one(program, operand, depth + 1)
        case ast.BoolOp(values=values):
            return all(_one(program, value, depth + 1) for value in values)
        case ast.Compare(left=left, comparators=others):
            return all(_one(program, value, depth + 1) for value in (left, *others))
        case ast.BinOp(left=left, right=right):
            return _one(program, left, depth + 1) and _one(program, right, depth + 1)
        case ast.Subscript(slice=ast.Tuple(elts=elements)):
            return all(isinstance(e, (ast.Constant, ast.UnaryOp)) for e in elements)
        case ast.Name():
            bound = [b.value for b in program.lookup(node.id, node) if b.how == "assign" and b.value is not None]
            inner = program.enclosing(node, FUNCTIONS)
            parameter = any(b.how == "parameter" for b in program.lookup(node.id, node))
            return bool(bound) and inner is not None and not parameter and _one(program, bound[-1], depth + 1)
        case ast.Call(args=[inner_value], keywords=keywords):
            name = last(canonical(program, node.func)).removeprefix("reduce_").removeprefix("count_")
            whole = not any(k.arg in {"axis", "keepdims", "axes"} for k in keywords)
            return (name in _REDUCES and whole) or (name == "abs" and _one(program, inner_value, depth + 1))
    return False
