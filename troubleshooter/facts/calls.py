"""Calls: of TensorFlow and Keras, of NumPy, of the source's own functions, of layers, and of what nobody can read."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from troubleshooter.facts import builtin_calls, dtypes, outside
from troubleshooter.facts.method_calls import layer_call, method_call
from troubleshooter.facts.operations import (
    FOREIGN,
    HIGHER_ORDER,
    blocker,
    converts_to_numpy,
    gives_nothing,
    gives_static,
    is_operation,
    layer_weights,
    makes_variable,
    result_shape,
)
from troubleshooter.facts.trace import Given
from troubleshooter.facts.values import NOTHING, STATIC, Kind, Value, combine, list_of, listed
from troubleshooter.intake.syntax import canonical, class_named, last, library, resolve

if TYPE_CHECKING:
    from troubleshooter.facts.flow import Flow
    from troubleshooter.facts.trace import Frame

_HARMLESS = frozenset({"functools", "itertools", "operator", "random", "os", "time", "sys", "logging"})
_CASTS = {"cast", "saturate_cast", "convert_image_dtype"}


def call(flow: Flow, frame: Frame, node: ast.Call) -> Value:
    """The value of a call."""
    keywords = {k.arg or f"**{i}": flow.evaluate(frame, k.value) for i, k in enumerate(node.keywords)}
    given = Given(_arguments(flow, frame, node), keywords)
    dotted = canonical(flow.program, node.func)
    if dotted and not _shadowed(frame, node.func):
        return _library(flow, frame, node, dotted, given)
    if isinstance(node.func, ast.Attribute):
        return method_call(flow, frame, node, given)
    return _own(flow, frame, node, flow.evaluate(frame, node.func), given)


def _shadowed(frame: Frame, function: ast.expr) -> bool:
    """A local variable hides a library's name (a parameter called `math`)."""
    while isinstance(function, ast.Attribute):
        function = function.value
    return isinstance(function, ast.Name) and frame.find(function.id) not in {None, STATIC}


def _arguments(flow: Flow, frame: Frame, node: ast.Call) -> list[Value]:
    """Positional arguments; `*list` gives its elements."""
    values: list[Value] = []
    for argument in node.args:
        value = flow.evaluate(frame, argument)
        if isinstance(argument, ast.Starred):
            known = value.kind is Kind.LIST and value.element is None
            values.extend(value.items if known else (flow.iterate(frame, value, argument),))
        else:
            values.append(value)
    return values


def _library(flow: Flow, frame: Frame, node: ast.Call, dotted: str, given: Given) -> Value:
    """A function of a library."""
    values, every = given.values, given.every
    if library(dotted) == "builtins":
        return builtin_calls.call(flow, frame, node, last(dotted), values)
    if last(dotted) == "partial" and values:
        return values[0]
    if gives_nothing(dotted):
        return NOTHING
    if converts_to_numpy(dotted):
        return _numpy(flow, frame, node, dotted, every)
    if library(dotted) in {"math", "cmath", "statistics"}:
        if any(v.maybe_tensor for v in every):
            flow.note(frame, "python-value", "math-call", node)
        return combine(every, Kind.STATIC, "python-float").blocked("math", flow.program.place(node), "python-float")
    if is_operation(dotted):
        return _operation(flow, frame, node, dotted, given)
    return _opaque(flow, every, dotted)


def _opaque(flow: Flow, every: list[Value], dotted: str = "") -> Value:
    """A call into code that nobody can read here."""
    if not any(v.derived for v in every):
        return STATIC if library(dotted) in _HARMLESS else Value(Kind.OPAQUE)
    if library(dotted) not in _HARMLESS:
        flow.trace.unsure.add("all")
    mixed = combine(every, Kind.OPAQUE)
    return Value(Kind.OPAQUE, derived=True, way="unknown", captures=mixed.captures)


def _numpy(flow: Flow, frame: Frame, node: ast.Call, dotted: str, every: list[Value]) -> Value:
    """np.f(x) leaves TensorFlow: no gradient, and no symbolic tensor."""
    tensor = any(v.kind in {Kind.TENSOR, Kind.EITHER} for v in _flat(every))
    if tensor:
        flow.note(frame, "python-value", "numpy-call", node)
    place = flow.program.place(node)
    name = dtypes.named(flow, frame, _dtype_argument(node, dotted))
    scalar = dotted.startswith("numpy.random") and not node.args and not node.keywords
    own = {last(dotted)} & {"float32", "float64", "int32", "int64", "float16"}
    literal = {v.dtype for v in _flat(every) if v.dtype} - {"python-int", "python-float"}
    unread = _dtype_argument(node, dotted) is not None and not name
    guess = "" if unread else (literal.pop() if len(literal) == 1 else _numpy_default(dotted, every))
    default = own.pop() if own else name or guess
    kind = Kind.STATIC if scalar else Kind.NUMPY
    return combine(every, kind, default).blocked("numpy-round-trip", place, default)


def _dtype_argument(node: ast.Call, dotted: str) -> ast.expr | None:
    """The dtype an array is made with: by keyword, or in its place."""
    position = {"ones": 1, "zeros": 1, "empty": 1, "array": 1, "asarray": 1, "full": 2}.get(last(dotted), 99)
    placed = node.args[position] if len(node.args) > position else None
    return next((k.value for k in node.keywords if k.arg == "dtype"), placed)


def _numpy_default(dotted: str, every: list[Value]) -> str:
    """float64 is what NumPy makes of floats; of integers it is int64."""
    name = last(dotted)
    if name in {"ones", "zeros", "eye", "rand", "randn", "normal", "uniform", "linspace", "random", "identity", "full"}:
        return "float64"
    if name in {"array", "asarray"}:
        kinds = {v.dtype for v in _flat(every)}
        return "float64" if "python-float" in kinds else ("int64" if kinds == {"python-int"} else "")
    return ""


def _flat(values: list[Value]) -> list[Value]:
    found: list[Value] = []
    for value in values:
        inside = [*value.items, *([value.element] if value.element else [])]
        found.extend(_flat(inside) if value.kind is Kind.LIST else [value])
    return found


def _operation(flow: Flow, frame: Frame, node: ast.Call, dotted: str, given: Given) -> Value:
    """A function of TensorFlow or Keras."""
    values, every, place, name = given.values, given.every, flow.program.place(node), last(dotted)
    if makes_variable(dotted):
        flow.note(frame, "creates", "variable", node)
        return combine(every, Kind.TENSOR, dtypes.result(flow, frame, dotted, node, values)).blocked("Variable", place)
    if outside.layer_like(flow, node):
        return _construct(flow, frame, node)
    if name == "function" and values:
        return Value(Kind.FUNCTION, function=values[0].function, skip=values[0].skip, converted=True)
    if name in FOREIGN:
        return _foreign(flow, node, dotted, values)
    functions = [v for v in every if v.kind is Kind.FUNCTION and v.function is not None]
    if functions and (name in HIGHER_ORDER or not any(v.derived for v in every if v.kind is not Kind.FUNCTION)):
        return _higher(flow, frame, name, every)
    if gives_static(dotted):
        return STATIC
    return _plain(flow, frame, node, dotted, given)


def _plain(flow: Flow, frame: Frame, node: ast.Call, dotted: str, given: Given) -> Value:
    """An ordinary operation on tensors."""
    values, every = given.values, given.every
    place, name = flow.program.place(node), last(dotted)
    if library(dotted) == "tensorflow" and name in dtypes.SAME_DTYPE:
        dtype = dtypes.joined(flow, frame, values[:2] if name != "add_n" else values, node)
    else:
        dtype = dtypes.result(flow, frame, dotted, node, values)
    dtypes.indices(flow, frame, dotted, node, values)
    if name in _CASTS:
        return _cast(flow, frame, node, every)
    if name == "where":
        return _where(flow, frame, node, dotted, given)
    kind = {"list": Kind.LIST, "opaque": Kind.OPAQUE}.get(result_shape(dotted), Kind.TENSOR)
    result = combine(every, Kind.TENSOR, dtype)
    behind = result.blocked(blocker(dotted), place, dtype) if blocker(dotted) else result
    if name in {"gather", "gather_nd", "embedding_lookup", "take", "take_along_axis"} and len(values) > 1:
        behind = combine([values[0], values[1].blocked("gather", place), *every[2:]], Kind.TENSOR, dtype)
    if name == "top_k":
        return listed((result, result.blocked("top_k-indices", place, "int32")))
    return list_of(behind) if kind is Kind.LIST else combine([behind], kind, dtype)


def _cast(flow: Flow, frame: Frame, node: ast.Call, every: list[Value]) -> Value:
    """tf.cast(x, dtype): to an integer there is no gradient."""
    wanted = node.args[1] if len(node.args) > 1 else next((k.value for k in node.keywords if k.arg == "dtype"), None)
    dtype = dtypes.named(flow, frame, wanted)
    result = combine(every, Kind.TENSOR, dtype)
    place = flow.program.place(node)
    return result.blocked("int-cast", place, dtype) if dtypes.is_integer(dtype) or dtype == "string" else result


def _where(flow: Flow, frame: Frame, node: ast.Call, dotted: str, given: Given) -> Value:
    """tf.where(c, a, b) passes a and b; tf.where(c) gives indices."""
    values, every = given.values, given.every
    branches = every[1:]
    place = flow.program.place(node)
    if not branches:
        return combine(every, Kind.TENSOR, "int64").blocked("where", place, "int64")
    dtype = dtypes.joined(flow, frame, values[1:3], node) if library(dotted) == "tensorflow" else ""
    return combine([every[0].blocked("compare", place), *branches], Kind.TENSOR, dtype)


def _foreign(flow: Flow, node: ast.Call, dotted: str, values: list[Value]) -> Value:
    """py_function and numpy_function: their function gets arrays, but it has to return something all the same."""
    inputs = values[1:] or [STATIC]
    function = next((v for v in values[:1] if v.kind is Kind.FUNCTION and v.function is not None), None)
    if function is not None:
        flow.call(function, Given([Value(Kind.NUMPY) for _ in _flat(inputs)]))
    mixed = combine(inputs, Kind.OPAQUE)
    if last(dotted) == "numpy_function":
        return mixed.blocked("numpy_function", flow.program.place(node))
    return Value(
        Kind.OPAQUE,
        derived=mixed.derived,
        way="unknown" if mixed.way == "open" else mixed.way,
        blocker=mixed.blocker,
        blocked_at=mixed.blocked_at,
        captures=mixed.captures,
    )


def _higher(flow: Flow, frame: Frame, name: str, every: list[Value]) -> Value:
    """map_fn, cond, while_loop, ...: what the given functions give."""
    functions = [v for v in every if v.kind is Kind.FUNCTION and v.function is not None]
    data = [v for v in every if v.kind is not Kind.FUNCTION]
    mixed = combine(data, Kind.TENSOR)
    results: list[Value] = []
    for index, value in enumerate(functions):
        function = value.function
        if isinstance(function, (ast.FunctionDef, ast.Lambda)):
            count = len(function.args.args) + len(function.args.posonlyargs) - value.skip
            result = flow.call(value, Given([mixed] * max(count, 0)), converted=frame.converted)
            if name not in {"while_loop", "fori_loop"} or index:
                results.append(result)
    if name in {"while_loop", "in_train_phase", "switch", "foldl", "foldr", "scan"}:
        results.extend(data)
    return combine(results, Kind.OPAQUE) if results else combine(every, Kind.OPAQUE)


def _own(flow: Flow, frame: Frame, node: ast.Call, callee: Value, given: Given) -> Value:
    """A function, layer or class of the source."""
    every = given.every
    if callee.kind is Kind.FUNCTION and callee.function is not None:
        return follow(flow, frame, node, callee, given)
    if callee.kind is Kind.LAYER:
        return layer_call(callee, every)
    if outside.layer_like(flow, node):
        return _construct(flow, frame, node)
    owner = class_named(flow.program, node.func)
    found = resolve(flow.program, node.func) if owner is None else None
    if found is not None and callee.kind is Kind.STATIC:
        bound = Value(Kind.FUNCTION, function=found.node, skip=found.skip, converted=found.converted)
        return follow(flow, frame, node, bound, given)
    return _opaque(flow, [*every, callee]) if owner is None else Value(Kind.STATIC)


def follow(flow: Flow, frame: Frame, node: ast.Call, callee: Value, given: Given) -> Value:
    """Go through a function of the source with the values it is given."""
    used = not isinstance(flow.program.parents.get(node), ast.Expr)
    result = flow.call(callee, given, converted=frame.converted, used=used)
    names = [last(canonical(flow.program, d)) for d in getattr(callee.function, "decorator_list", ())]
    return combine(given.values, Kind.TENSOR) if "custom_gradient" in names else result


def _construct(flow: Flow, frame: Frame, node: ast.Call) -> Value:
    """A layer made inside of the function."""
    owner = class_named(flow.program, node.func)
    kind = outside.kind_made(flow, node) if owner is None or _has_weights(flow, owner) else ""
    if kind and not _guarded(flow, node):
        flow.note(frame, "creates", kind, node)
    elif not kind and layer_weights(canonical(flow.program, node.func)) == "maybe":
        flow.trace.unsure.add("creates")
    return Value(Kind.LAYER)


def _has_weights(flow: Flow, owner: ast.ClassDef) -> bool:
    """Whether a layer class of the source makes weights or layers of its own."""
    made = (n for n in ast.walk(owner) if isinstance(n, ast.Call))
    return any(outside.kind_made(flow, call) for call in made)


def _guarded(flow: Flow, node: ast.Call) -> bool:
    """`if self.dense is None: self.dense = Dense(1)` makes it once."""
    statement = flow.program.statement_of(node)
    attribute = isinstance(statement, ast.Assign) and any(isinstance(t, ast.Attribute) for t in statement.targets)
    return attribute and isinstance(flow.program.parents.get(statement) if statement else None, ast.If)
