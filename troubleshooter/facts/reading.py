"""One target, read: its function's node, the call that constructs its Lambda, and the trace of its code."""

from __future__ import annotations

import ast
from dataclasses import dataclass, replace

from troubleshooter.facts.flow import Flow
from troubleshooter.facts.trace import Trace
from troubleshooter.facts.values import Kind, Value, list_of, listed
from troubleshooter.intake.syntax import (
    FUNCTIONS,
    Form,
    Function,
    Program,
    Resolved,
    float_type,
    form,
    given_arguments,
    inputs_of,
    lambda_argument,
    last,
    library,
    own_nodes,
    resolve,
)
from troubleshooter.intake.syntax.names import canonical
from troubleshooter.model import Target, TargetKind

SPECIAL = frozenset({"mask", "training"})
_TENSOR_ATTRIBUTES = {"shape", "dtype", "ndim", "numpy", "get_shape"}


@dataclass(frozen=True, eq=False)
class Reading:
    """What the observers look at. `trace` is None where the function is not in the source."""

    program: Program
    target: Target
    partial: bool
    function: Function | None = None
    found: Resolved | None = None
    construction: ast.Call | None = None
    form: Form = "unknown"
    trace: Trace | None = None


def read_target(program: Program, target: Target, partial: bool, known: dict[ast.AST, tuple[Value, ...]]) -> Reading:
    """Locate a target's nodes and follow its argument. `known`: helper -> the values it was called with."""
    node = program.at(target.construction, (ast.Call,))
    construction = node if isinstance(node, ast.Call) else None
    at = program.at(target.function, FUNCTIONS)
    function = at if isinstance(at, FUNCTIONS) else None
    found = resolve(program, lambda_argument(construction)) if construction is not None else None
    if found is None or found.node is not function:
        found = _plain(program, function) if function is not None else None
    shape = form(program, construction) if construction is not None else "unknown"
    reading = Reading(program, target, partial, function, found, construction, shape)
    if function is None or found is None:
        library_call = _library_function(program, construction)
        if library_call is None:
            return reading
        found = Resolved(library_call)
    return Reading(program, target, partial, function, found, construction, shape, _trace(reading, found, known))


def _library_function(program: Program, construction: ast.Call | None) -> ast.Lambda | None:
    """Lambda(tf.square) reads as Lambda(lambda x: tf.square(x))."""
    argument = lambda_argument(construction) if construction is not None else None
    if not isinstance(argument, (ast.Attribute, ast.Name)) or argument is None:
        return None
    if library(canonical(program, argument)) not in {"tensorflow", "keras", "numpy", "math"}:
        return None
    body = ast.Call(func=argument, args=[ast.Name("x", ast.Load())], keywords=[])
    node = ast.Lambda(args=ast.arguments([], [ast.arg("x")], None, [], [], None, []), body=body)
    for part in (body, body.args[0], node, node.args.args[0]):
        ast.copy_location(part, argument)
    return node


def _plain(program: Program, function: Function) -> Resolved:
    """A function by itself: a method has self bound."""
    method = isinstance(program.parents.get(function), ast.ClassDef)
    decorators = getattr(function, "decorator_list", ())
    names = [last(canonical(program, d.func if isinstance(d, ast.Call) else d)) for d in decorators]
    return Resolved(function, int(method and "staticmethod" not in names), converted="function" in names)


def parameters(function: Function, found: Resolved, construction: ast.Call | None) -> tuple[list[str], list[str]]:
    """(required, optional) positional parameters that Keras still has to fill with inputs."""
    plain = [a.arg for a in (*function.args.posonlyargs, *function.args.args)]
    count = len(plain) - len(function.args.defaults)
    given = found.given | given_arguments(construction)
    free = [(n, i < count) for i, n in enumerate(plain) if i >= found.skip and n not in given and n not in SPECIAL]
    return [n for n, required in free if required], [n for n, required in free if not required]


def _trace(reading: Reading, found: Resolved, known: dict[ast.AST, tuple[Value, ...]]) -> Trace:
    function = found.node
    flow = Flow(reading.program, function)
    flow.float_type = float_type(reading.program)
    given = flow.defaults(function)
    names = [a.arg for a in (*function.args.posonlyargs, *function.args.args)][found.skip :]
    if reading.target.kind is TargetKind.HELPER:
        given.update(zip(names, known.get(function, ()), strict=False))
    else:
        given.update(_inputs(reading, found))
    if function.args.vararg is not None:
        given[function.args.vararg.arg] = list_of(_tensor(function.args.vararg.arg, ""))
    return flow.read(function, given, converted=found.converted)


def _inputs(reading: Reading, found: Resolved) -> dict[str, Value]:
    """The values of the parameters that take inputs."""
    required, optional = parameters(found.node, found, reading.construction)
    names = required or optional[:1]
    if reading.target.kind is TargetKind.LOSS:
        # With y_true and y_pred, the gradient has to come from the prediction.
        truth = required[:1] if len(required) > 1 else []
        return {name: _truth() if name in truth else _tensor(name, "") for name in required}
    if reading.target.kind is not TargetKind.LAMBDA:
        return {name: _argument(reading, found.node, name, "") for name in names[:1]}
    specs = inputs_of(reading.program, reading.construction)[0] if reading.construction is not None else ()
    dtypes = [spec.dtype for spec in specs]
    if reading.form == "list" and len(names) == 1:
        return {names[0]: _list(dtypes)}
    only = dtypes[0] if len(dtypes) == 1 else ""
    known = [*dtypes, *[only] * len(names)]
    return {name: _argument(reading, found.node, name, known[i]) for i, name in enumerate(names)}


def _list(dtypes: list[str]) -> Value:
    """A list of inputs."""
    tensors = [_tensor(str(i), dtype) for i, dtype in enumerate(dtypes)]
    return listed(tensors) if tensors else list_of(replace(_tensor("", ""), dtype=""))


def _argument(reading: Reading, function: Function, name: str, dtype: str) -> Value:
    """A tensor where the call shows it or the function treats it as one; else a tensor or a list of them."""
    sure = reading.form in {"tensor", "many"} or _treated_as_tensor(function, name)
    value = _tensor(name, dtype)
    return value if sure else replace(value, kind=Kind.EITHER)


def _tensor(name: str, dtype: str) -> Value:
    return Value(Kind.TENSOR, derived=True, way="open", dtype=dtype or f"?{name}")


def _truth() -> Value:
    return Value(Kind.TENSOR, dtype="?truth")


def _treated_as_tensor(function: Function, name: str) -> bool:
    """x.shape, x - 1, x > 0: only a tensor can be used so."""
    for node in own_nodes(function):
        match node:
            case ast.Attribute(value=ast.Name(id=found), attr=attr) if found == name and attr in _TENSOR_ATTRIBUTES:
                return True
            case ast.BinOp(left=left, op=ast.Sub() | ast.Div() | ast.Pow() | ast.MatMult(), right=right):
                if any(isinstance(side, ast.Name) and side.id == name for side in (left, right)):
                    return True
            case ast.Compare(left=ast.Name(id=found), comparators=[ast.Constant(value=int() | float())]):
                if found == name:
                    return True
    return False
