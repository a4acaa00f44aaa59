"""Calls of Python's builtins: which of them ask a tensor for a truth value, a number, a length or its elements."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from troubleshooter.facts.conditions import is_instance
from troubleshooter.facts.operations import STATIC_BUILTINS, gives_nothing
from troubleshooter.facts.trace import Given
from troubleshooter.facts.values import NOTHING, STATIC, Kind, Value, combine, join_all, list_of, listed
from troubleshooter.intake.syntax import last

if TYPE_CHECKING:
    from troubleshooter.facts.flow import Flow
    from troubleshooter.facts.trace import Frame

_NUMBERS = {"float", "int", "complex", "range", "round", "chr", "hex", "bin", "divmod"}
_TESTS = {"max", "min", "sorted", "any", "all"}
_ITERATES = {"list", "tuple", "set", "frozenset", "iter", "reversed", "sum", "dict"}


def call(flow: Flow, frame: Frame, node: ast.Call, name: str, values: list[Value]) -> Value:
    """The value of a call of a builtin."""
    if gives_nothing(f"builtins.{name}"):
        return NOTHING
    if name == "isinstance" and len(node.args) == 2:
        return is_instance(values[0], _class_names(node.args[1]))
    if name in STATIC_BUILTINS or not values:
        return listed(()) if name in {"list", "tuple", "dict", "set"} and not node.keywords else STATIC
    if name == "len":
        return _length(flow, frame, node, values[0])
    if name == "bool":
        flow.truth(frame, values[0], "builtin", node)
        return combine(values, Kind.STATIC).blocked("compare", flow.program.place(node), "bool")
    if name in _NUMBERS:
        return _number(flow, frame, node, name, values)
    if name in _TESTS:
        return _tests(flow, frame, node, values)
    if name in _ITERATES:
        return _iterates(flow, frame, node, name, values)
    return _walks(flow, frame, node, name, values)


def _class_names(node: ast.expr) -> list[str]:
    parts = node.elts if isinstance(node, ast.Tuple) else [node]
    return [p.id if isinstance(p, ast.Name) else last(getattr(p, "attr", "?")) or "?" for p in parts]


def _length(flow: Flow, frame: Frame, node: ast.Call, value: Value) -> Value:
    if value.is_tensor and value.derived and not frame.converted:
        flow.note(frame, "python-value", "length", node)
    elif value.kind in {Kind.EITHER, Kind.OPAQUE} and value.derived:
        flow.trace.unsure.add("python-value")
    return Value(dtype="python-int")


def _number(flow: Flow, frame: Frame, node: ast.Call, name: str, values: list[Value]) -> Value:
    """float(x), int(x), range(x)."""
    tensor = any(v.maybe_tensor and v.derived for v in values)
    if tensor and not frame.converted:
        flow.note(frame, "python-value", "number", node)
    elif any(v.kind is Kind.OPAQUE and v.derived for v in values):
        flow.trace.unsure.add("python-value")
    if name == "range":
        return list_of(Value(dtype="python-int"))
    if frame.converted or name == "round":
        return combine(values, Kind.TENSOR if tensor else Kind.STATIC)
    dtype = "python-int" if name == "int" else "python-float"
    return combine(values, Kind.STATIC, dtype).blocked("numpy-round-trip", flow.program.place(node), dtype)


def _tests(flow: Flow, frame: Frame, node: ast.Call, values: list[Value]) -> Value:
    """max(x, 0), min(list of tensors), any(x)."""
    parts = values if len(values) > 1 else [values[0]]
    tensor = next((v for v in parts if v.is_tensor), None)
    if tensor is None and len(values) == 1 and values[0].kind is Kind.LIST:
        single = len(values[0].items) == 1 and values[0].element is None
        tensor = values[0].one() if values[0].one().is_tensor and not single else None
    if tensor is not None:
        flow.truth(frame, tensor, "builtin", node)
    for value in parts:
        if value.kind in {Kind.EITHER, Kind.OPAQUE}:
            flow.truth(frame, value, "builtin", node)
    return combine(values, Kind.TENSOR if any(v.maybe_tensor for v in combine_flat(values)) else Kind.STATIC)


def combine_flat(values: list[Value]) -> list[Value]:
    """Values with the elements of lists in their place."""
    return [v.one() if v.kind is Kind.LIST else v for v in values]


def _iterates(flow: Flow, frame: Frame, node: ast.Call, name: str, values: list[Value]) -> Value:
    """sum(x), list(x): iterate over what they are given."""
    element = flow.iterate(frame, values[0], node)
    if name == "sum":
        return combine([element, *values[1:]], Kind.TENSOR if element.maybe_tensor else element.kind, element.dtype)
    return values[0] if values[0].kind is Kind.LIST else list_of(element)


def _walks(flow: Flow, frame: Frame, node: ast.Call, name: str, values: list[Value]) -> Value:
    """zip, enumerate, map, filter, and the builtins that work on tensors (abs, pow, getattr, next)."""
    if name == "zip":
        return list_of(listed([flow.iterate(frame, v, node) for v in values]))
    if name == "enumerate":
        return list_of(listed((STATIC, flow.iterate(frame, values[0], node))))
    if name in {"map", "filter"} and len(values) > 1:
        elements = [flow.iterate(frame, v, node) for v in values[1:]]
        if values[0].function is not None:
            given = flow.call(values[0], Given(elements), converted=frame.converted)
            if name == "filter":
                flow.truth(frame, given, "builtin", node)
            return list_of(given if name == "map" else elements[0])
        return list_of(join_all(elements))
    if name == "next":
        return values[0].one()
    if name == "getattr" and values[0].maybe_tensor:
        return STATIC
    tensor = any(v.maybe_tensor for v in values)
    return combine(values, Kind.TENSOR if tensor else Kind.STATIC, values[0].dtype)
