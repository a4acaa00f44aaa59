"""Truth tests: which construct tests, and which tests read without a run (x is None, isinstance(x, list), True)."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from troubleshooter.facts.dtypes import joined
from troubleshooter.facts.values import STATIC, Kind, Value, combine, join_all

if TYPE_CHECKING:
    from troubleshooter.facts.flow import Flow
    from troubleshooter.facts.trace import Frame

_TENSORS = {Kind.TENSOR, Kind.EITHER}
_COLLECTIONS = {"list", "tuple", "dict", "Mapping", "Sequence", "Iterable"}


def evaluate_test(flow: Flow, frame: Frame, node: ast.expr, form: str, whole: ast.expr) -> Value:
    """The value of a tested expression; a test on a tensor in it is noted as `form` at `whole`."""
    match node:
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            value = evaluate_test(flow, frame, operand, form, whole)
            return replace(value, truth=None if value.truth is None else not value.truth)
        case ast.BoolOp():
            return _logical(flow, frame, node, form, whole)
        case ast.Compare():
            value = compare(flow, frame, node, form, whole)
        case _:
            value = flow.evaluate(frame, node)
    flow.truth(frame, value, form, whole)
    return value


def _logical(flow: Flow, frame: Frame, node: ast.BoolOp, form: str, whole: ast.expr) -> Value:
    """`and` and `or` inside a test, cut short where an operand decides."""
    is_or, values = isinstance(node.op, ast.Or), list[Value]()
    for operand in node.values:
        value = evaluate_test(flow, frame, operand, form, whole)
        values.append(value)
        if value.truth is is_or:
            break
    merged = join_all(values)
    truths = [v.truth for v in values]
    truth = is_or if is_or in truths else (None if None in truths else not is_or)
    tensor = next((v for v in values if v.kind in _TENSORS), None)
    return replace(merged if tensor is None else tensor, truth=truth, none="no")


def boolean(flow: Flow, frame: Frame, node: ast.BoolOp) -> Value:
    """`a and b` outside of a test: all but the last are tested, one of them is the value."""
    is_or, results = isinstance(node.op, ast.Or), list[Value]()
    for index, operand in enumerate(node.values):
        value = flow.evaluate(frame, operand)
        if index == len(node.values) - 1:
            results.append(value)
            break
        flow.truth(frame, value, "boolean-operator", node)
        if value.truth is is_or:
            results.append(value)
            break
        if value.truth is None:
            results.append(replace(value, none="no", none_by=frozenset()) if is_or else value)
        elif not is_or and value.truth is False:
            return value
    return join_all(results)


def negate(flow: Flow, frame: Frame, node: ast.UnaryOp) -> Value:
    """`not x` outside of a test."""
    value = flow.evaluate(frame, node.operand)
    flow.truth(frame, value, "boolean-operator", node)
    known = None if value.truth is None else not value.truth
    return replace(combine([value], Kind.STATIC).blocked("compare", flow.program.place(node), "bool"), truth=known)


def compare(
    flow: Flow, frame: Frame, node: ast.Compare, form: str = "boolean-operator", whole: ast.AST | None = None
) -> Value:
    """A comparison: with a tensor it is a tensor; a chain of them is an `and`."""
    values = [flow.evaluate(frame, part) for part in (node.left, *node.comparators)]
    results = [_pair(flow, frame, node, op, values[i : i + 2]) for i, op in enumerate(node.ops)]
    for result in results[:-1]:
        flow.truth(frame, result, form, whole or node)
    return (
        results[0]
        if len(results) == 1
        else combine(results, Kind.TENSOR if any(r.kind in _TENSORS for r in results) else Kind.STATIC)
    )


def _pair(flow: Flow, frame: Frame, node: ast.Compare, op: ast.cmpop, sides: list[Value]) -> Value:
    """One comparison of two values."""
    left, right = sides
    if isinstance(op, (ast.Is, ast.IsNot, ast.Eq, ast.NotEq)) and Kind.NONE in {left.kind, right.kind}:
        return _with_none(op, right if left.kind is Kind.NONE else left)
    if isinstance(op, (ast.Is, ast.IsNot)):
        return STATIC
    if isinstance(op, (ast.In, ast.NotIn)):
        return _contains(flow, frame, left, right, node)
    kinds = {left.kind, right.kind}
    if kinds & _TENSORS:
        joined(flow, frame, [left, right], node)
        return combine([left, right], Kind.TENSOR).blocked("compare", flow.program.place(node), "bool")
    kind = Kind.OPAQUE if Kind.OPAQUE in kinds and (left.derived or right.derived) else Kind.STATIC
    return combine([left, right], kind).blocked("compare", flow.program.place(node), "bool")


def _with_none(op: ast.cmpop, value: Value) -> Value:
    """x is None: the argument never is."""
    if value.none == "always":
        return replace(STATIC, truth=isinstance(op, (ast.Is, ast.Eq)))
    sure = value.none == "no" and value.derived and value.kind in {Kind.TENSOR, Kind.EITHER, Kind.LIST}
    return replace(STATIC, truth=isinstance(op, (ast.IsNot, ast.NotEq)) if sure else None)


def _contains(flow: Flow, frame: Frame, left: Value, right: Value, node: ast.Compare) -> Value:
    """left in right."""
    text = isinstance(node.left, ast.Constant) and isinstance(node.left.value, str)
    if not text and (right.is_tensor or (left.is_tensor and right.kind in {Kind.LIST, Kind.STATIC})):
        flow.note(frame, "truth", "builtin", node)
    return combine([left, right], Kind.STATIC).blocked("compare", flow.program.place(node), "bool")


def is_instance(value: Value, names: list[str]) -> Value:
    """isinstance(x, (list, tuple)) where reading knows the kind of x."""
    lists = all(name in _COLLECTIONS for name in names) and bool(names)
    if lists and value.derived and value.is_tensor:
        return replace(STATIC, truth=False)
    if lists and value.derived and value.kind is Kind.LIST and {"list", "tuple"} <= set(names):
        return replace(STATIC, truth=True)
    return STATIC
