"""Assignments: names, unpacking, items and attributes, and the in-place operators."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from troubleshooter.facts.values import STATIC, Kind, Value, join, list_of

if TYPE_CHECKING:
    from troubleshooter.facts.flow import Flow
    from troubleshooter.facts.trace import Frame


def assign(flow: Flow, frame: Frame, target: ast.expr, value: Value) -> None:
    """Bind a target to a value."""
    match target:
        case ast.Name(id=name):
            # A flag can be set to another value tomorrow: only a literal in the test itself decides it for good.
            frame.env[name] = replace(value, truth=None) if value.truth is not None else value
        case ast.Tuple(elts=targets) | ast.List(elts=targets):
            _unpack(flow, frame, target, targets, value)
        case ast.Starred(value=inner):
            assign(flow, frame, inner, list_of(value))
        case ast.Subscript():
            _item(flow, frame, target, value)
        case ast.Attribute(value=ast.Name(id=owner), attr=name):
            frame.env[f"{owner}.{name}"] = value


def _unpack(flow: Flow, frame: Frame, target: ast.expr, targets: list[ast.expr], value: Value) -> None:
    """a, b = value."""
    parts = list(value.items) if value.kind is Kind.LIST else []
    if len(parts) == len(targets) and not any(isinstance(t, ast.Starred) for t in targets):
        for each, part in zip(targets, parts, strict=True):
            assign(flow, frame, each, part)
        return
    statement = flow.program.statement_of(target)
    source = getattr(statement, "value", None) if isinstance(statement, ast.Assign) else target
    element = flow.iterate(frame, value, source or target)
    for each in targets:
        assign(flow, frame, each, element)


def _item(flow: Flow, frame: Frame, target: ast.Subscript, value: Value) -> None:
    """x[i] = value: an error on a tensor, a new element in a list."""
    holder = flow.evaluate(frame, target.value)
    flow.evaluate(frame, target.slice)
    if holder.kind is Kind.TENSOR or (holder.kind is Kind.EITHER and _tensor_index(target.slice)):
        if holder.derived:
            flow.note(frame, "item-assignment", "yes", flow.program.statement_of(target) or target)
    elif holder.kind in {Kind.EITHER, Kind.OPAQUE} and holder.derived:
        flow.trace.unsure.add("item-assignment")
    else:
        grow(frame, target.value, value)


def _tensor_index(index: ast.expr) -> bool:
    """x[:, 0] can only be a tensor; x[0] may be a list."""
    return isinstance(index, (ast.Tuple, ast.Slice, ast.Compare))


def grow(frame: Frame, holder: ast.expr, value: Value) -> None:
    """A container of the function gets one more element."""
    if not isinstance(holder, ast.Name):
        return
    known = frame.find(holder.id)
    if known is None or known.kind not in {Kind.LIST, Kind.STATIC, Kind.NUMPY}:
        return
    if known.kind is Kind.LIST:
        inside = [*known.items, *([known.element] if known.element is not None else [])]
        element = value
        for each in inside:
            element = join(element, each)
        frame.env[holder.id] = replace(known, items=(), element=element)
    elif value.derived and known.kind is Kind.STATIC:
        frame.env[holder.id] = list_of(value)


def augmented(flow: Flow, frame: Frame, node: ast.AugAssign) -> None:
    """x += y: in place in name only for a tensor."""
    if isinstance(node.target, ast.Subscript):
        _item(flow, frame, node.target, flow.evaluate(frame, node.value))
        return
    before = flow.evaluate(frame, node.target) if isinstance(node.target, (ast.Name, ast.Attribute)) else STATIC
    value = flow.binary(frame, node, before, flow.evaluate(frame, node.value))
    if isinstance(node.target, ast.Name) and before.derived and before.maybe_tensor:
        flow.note(frame, "in-place", "yes", node)
    assign(flow, frame, node.target, value)


def delete(flow: Flow, frame: Frame, target: ast.expr) -> None:
    """del x[0] is an item assignment of a kind."""
    if isinstance(target, ast.Subscript):
        holder = flow.evaluate(frame, target.value)
        if holder.is_tensor and holder.derived:
            flow.note(frame, "item-assignment", "yes", target)
    elif isinstance(target, ast.Name):
        frame.env.pop(target.id, None)
