"""Calls of methods: of tensors, lists, layers, objects of the source, and of what nobody can read."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from troubleshooter.facts import calls, dtypes
from troubleshooter.facts.assignments import grow
from troubleshooter.facts.operations import NUMPY_METHODS, STATIC_METHODS, method_gives_nothing
from troubleshooter.facts.tensor_methods import FOREIGN_METHODS
from troubleshooter.facts.values import NOTHING, STATIC, Kind, Value, combine, list_of, listed
from troubleshooter.intake.syntax import canonical, resolve

if TYPE_CHECKING:
    from troubleshooter.facts.flow import Flow
    from troubleshooter.facts.trace import Frame, Given

_ADDS_WEIGHT = {"add_weight", "add_variable"}


def method_call(flow: Flow, frame: Frame, node: ast.Call, given: Given) -> Value:
    """receiver.method(...)."""
    function = node.func
    if not isinstance(function, ast.Attribute):
        return STATIC
    receiver = flow.evaluate(frame, function.value)
    every = given.every
    if receiver.maybe_tensor:
        return _tensor_method(flow, frame, node, receiver, every)
    if receiver.kind is Kind.NUMPY:
        wanted = node.args[0] if function.attr == "astype" and node.args else None
        dtype = dtypes.named(flow, frame, wanted) if wanted is not None else receiver.dtype
        return combine([receiver, *every], Kind.NUMPY, dtype)
    if receiver.kind is Kind.OPAQUE and receiver.derived:
        return combine([receiver, *every], receiver.kind)
    found = _of_source(flow, frame, node, function, given)
    if found is not None:
        return found
    if receiver.kind is Kind.LAYER:
        return layer_call(receiver, every)
    return _other(flow, frame, function, receiver, every)


def _tensor_method(flow: Flow, frame: Frame, node: ast.Call, receiver: Value, every: list[Value]) -> Value:
    """x.numpy(), x.get_shape(), v.assign(...)."""
    method = node.func.attr if isinstance(node.func, ast.Attribute) else ""
    if method in STATIC_METHODS:
        return STATIC
    if receiver.derived and method in NUMPY_METHODS:
        flow.note(frame, "python-value", "numpy-method", node)
        return combine([receiver], Kind.NUMPY, receiver.dtype).blocked(
            "numpy-round-trip", flow.program.place(node), receiver.dtype
        )
    if receiver.derived and method in FOREIGN_METHODS:
        flow.note(frame, "tensor-method", "yes", node)
        return combine([receiver, *every], Kind.TENSOR)
    if receiver.kind is Kind.EITHER and method in {"append", "extend", "items", "keys", "pop", "get", "values"}:
        return receiver.one()
    return combine([receiver, *every], Kind.TENSOR)


def _of_source(flow: Flow, frame: Frame, node: ast.Call, function: ast.Attribute, given: Given) -> Value | None:
    """self.method(...), self.layer(...), obj.method(...) of the source."""
    held = flow.evaluate(frame, function)
    if held.kind is Kind.LAYER:
        return layer_call(held, given.every)
    if held.kind is Kind.FUNCTION and held.function is not None:
        return calls.follow(flow, frame, node, held, given)
    found = resolve(flow.program, function)
    if found is None:
        return None
    callee = Value(Kind.FUNCTION, function=found.node, skip=found.skip, converted=found.converted)
    return calls.follow(flow, frame, node, callee, given)


def _other(flow: Flow, frame: Frame, function: ast.Attribute, receiver: Value, every: list[Value]) -> Value:
    """list.append(x), shape.as_list(), and methods of unknown objects."""
    method = function.attr
    if method in _ADDS_WEIGHT:
        flow.note(frame, "creates", "variable", flow.program.parents[function])
        return Value(Kind.TENSOR)
    if method in {"append", "appendleft", "extend", "insert", "add", "update", "setdefault"} and every:
        grow(frame, function.value, every[-1].one() if method == "extend" else every[-1])
    if _gives_nothing(flow, function, receiver, method):
        return NOTHING
    if receiver.kind is Kind.LIST:
        return _list_method(method, receiver, every)
    if any(v.derived for v in every):
        flow.trace.unsure.add("all")
        mixed = combine([receiver, *every], Kind.OPAQUE)
        return Value(Kind.OPAQUE, derived=True, way="unknown", captures=mixed.captures)
    return Value(captures=receiver.captures)


def _gives_nothing(flow: Flow, function: ast.Attribute, receiver: Value, method: str) -> bool:
    """list.append and its like, on what can be a list, dict, set or logger."""
    if method == "add":
        holder = function.value
        bound = flow.program.lookup(holder.id, holder) if isinstance(holder, ast.Name) else ()
        last = bound[-1].value if bound else None
        made = canonical(flow.program, last.func) if isinstance(last, ast.Call) else ""
        return isinstance(last, ast.Set) or made == "builtins.set"
    return method_gives_nothing(method) and receiver.kind in {Kind.LIST, Kind.STATIC}


def _list_method(method: str, receiver: Value, every: list[Value]) -> Value:
    """d.get(k), d.items(), l.pop(), l.index(x)."""
    if method in {"get", "pop", "popleft", "setdefault", "popitem"}:
        return receiver.one()
    if method == "items":
        return list_of(listed((STATIC, receiver.one())))
    if method in {"values", "copy"}:
        return list_of(receiver.one())
    return combine([receiver, *every], Kind.STATIC) if method in {"index", "count"} else STATIC


def layer_call(layer: Value, every: list[Value]) -> Value:
    """A layer applied: what it gives may be one tensor or several."""
    mixed = combine([layer, *every], Kind.OPAQUE)
    if mixed.way == "none" and not mixed.derived:
        return Value(Kind.OPAQUE, captures=mixed.captures)
    return mixed
