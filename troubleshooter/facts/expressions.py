"""Expressions: what each gives, out of what its parts give."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from troubleshooter.facts import calls, conditions, outside
from troubleshooter.facts.assignments import assign
from troubleshooter.facts.dtypes import is_integer, joined
from troubleshooter.facts.operations import STATIC_ATTRIBUTES
from troubleshooter.facts.values import NONE, STATIC, Kind, Value, combine, join, join_all, list_of, listed

if TYPE_CHECKING:
    from collections.abc import Callable

    from troubleshooter.facts.flow import Flow
    from troubleshooter.facts.trace import Frame

Comprehension = ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp
_TENSORS = {Kind.TENSOR, Kind.EITHER}


def evaluate(flow: Flow, frame: Frame, node: ast.AST | None) -> Value:
    """The value of an expression; static where nothing is known."""
    handler = _HANDLERS.get(type(node))
    return handler(flow, frame, node) if handler is not None and node is not None else STATIC


def _constant(_flow: Flow, _frame: Frame, node: ast.Constant) -> Value:
    if node.value is None:
        return NONE
    if isinstance(node.value, bool):
        return Value(truth=node.value)
    kind = {int: "python-int", float: "python-float"}.get(type(node.value), "")
    return Value(dtype=kind, truth=bool(node.value))


def _name(flow: Flow, frame: Frame, node: ast.Name) -> Value:
    return flow.lookup(frame, node)


def _attribute(flow: Flow, frame: Frame, node: ast.Attribute) -> Value:
    if isinstance(node.value, ast.Name):
        stored = frame.find(f"{node.value.id}.{node.attr}")
        if stored is not None:
            return stored
    base = evaluate(flow, frame, node.value)
    if base.maybe_tensor or (base.kind is Kind.OPAQUE and base.derived):
        static = node.attr in STATIC_ATTRIBUTES
        return STATIC if static else replace(base, truth=None, function=None)
    if base.kind is Kind.LIST and len(base.items) == 2 and node.attr in {"values", "indices"}:
        return base.items[0 if node.attr == "values" else 1]
    if base.kind is Kind.LAYER:
        return outside.layer_attribute(base, node.attr)
    return outside.attribute_of(flow, node)


def _subscript(flow: Flow, frame: Frame, node: ast.Subscript) -> Value:
    base = evaluate(flow, frame, node.value)
    index = evaluate(flow, frame, node.slice)
    if base.kind is Kind.LIST:
        return _element(base, node.slice)
    if base.kind is Kind.EITHER:
        return base if isinstance(node.slice, ast.Slice) else replace(base, kind=Kind.TENSOR)
    if base.kind in {Kind.TENSOR, Kind.NUMPY}:
        behind = index.blocked("gather", flow.program.place(node)) if index.maybe_tensor else STATIC
        return combine([base, behind], base.kind, base.dtype)
    if base.kind is Kind.STATIC and index.maybe_tensor:
        return combine([index.blocked("gather", flow.program.place(node))], Kind.OPAQUE)
    return replace(base, truth=None) if base.kind is Kind.OPAQUE else Value(captures=base.captures)


def _element(base: Value, index: ast.expr) -> Value:
    """list[0], list[-1], list[1:], dict["a"]."""
    if isinstance(index, ast.UnaryOp) and isinstance(index.op, ast.USub) and isinstance(index.operand, ast.Constant):
        number = -index.operand.value if isinstance(index.operand.value, int) else None
    else:
        number = index.value if isinstance(index, ast.Constant) and isinstance(index.value, int) else None
    if number is not None and base.element is None and -len(base.items) <= number < len(base.items):
        return base.items[number]
    return list_of(base.one()) if isinstance(index, ast.Slice) else base.one()


def _binary(flow: Flow, frame: Frame, node: ast.BinOp) -> Value:
    # Long sums are nested to the left; walk them without recursion.
    chain: list[ast.BinOp] = []
    inner: ast.expr = node
    while isinstance(inner, ast.BinOp):
        chain.append(inner)
        inner = inner.left
    value = evaluate(flow, frame, inner)
    for each in reversed(chain):
        value = binary(flow, frame, each, value, evaluate(flow, frame, each.right))
    return value


def binary(flow: Flow, frame: Frame, node: ast.BinOp | ast.AugAssign, left: Value, right: Value) -> Value:
    """left op right."""
    op, kinds = node.op, {left.kind, right.kind}
    if kinds & _TENSORS and not (Kind.LIST in kinds and isinstance(op, ast.Add)):
        return _tensor_binary(flow, frame, node, left, right)
    if Kind.LIST in kinds:
        same = left.kind is right.kind is Kind.LIST and left.element is None and right.element is None
        return listed((*left.items, *right.items)) if same else list_of(join_all(v.one() for v in (left, right)))
    if Kind.OPAQUE in kinds or Kind.LAYER in kinds:
        return combine([left, right], Kind.OPAQUE)
    if Kind.NUMPY in kinds:
        return combine([left, right], Kind.NUMPY, _array_dtype(left, right))
    floating = "python-float" in {left.dtype, right.dtype} or isinstance(op, ast.Div)
    both = {left.dtype, right.dtype} <= {"python-float", "python-int"}
    return combine([left, right], Kind.STATIC, ("python-float" if floating else "python-int") if both else "")


def _array_dtype(left: Value, right: Value) -> str:
    """The dtype of an array and an array or a Python number."""
    arrays = {v.dtype for v in (left, right) if v.kind is Kind.NUMPY}
    return arrays.pop() if len(arrays) == 1 else ""


def _tensor_binary(flow: Flow, frame: Frame, node: ast.BinOp | ast.AugAssign, left: Value, right: Value) -> Value:
    op = node.op
    dtype = joined(flow, frame, [left, right], node)
    result = combine([left, right], Kind.TENSOR, dtype)
    if isinstance(op, ast.Div) and is_integer(dtype):
        return replace(result, dtype="float64")
    if isinstance(op, ast.FloorDiv):
        return result.blocked("floordiv", flow.program.place(node), dtype)
    if isinstance(op, (ast.BitAnd, ast.BitOr, ast.BitXor)):
        return result.blocked("logical_and", flow.program.place(node), dtype)
    return result


def _unary(flow: Flow, frame: Frame, node: ast.UnaryOp) -> Value:
    if isinstance(node.op, ast.Not):
        return conditions.negate(flow, frame, node)
    value = evaluate(flow, frame, node.operand)
    kind = Kind.TENSOR if value.maybe_tensor else value.kind
    result = replace(value, kind=kind, truth=None)
    inverted = isinstance(node.op, ast.Invert)
    return result.blocked("logical_not", flow.program.place(node), "bool") if inverted else result


def _boolean(flow: Flow, frame: Frame, node: ast.BoolOp) -> Value:
    return conditions.boolean(flow, frame, node)


def _compare(flow: Flow, frame: Frame, node: ast.Compare) -> Value:
    return conditions.compare(flow, frame, node)


def _ternary(flow: Flow, frame: Frame, node: ast.IfExp) -> Value:
    test = conditions.evaluate_test(flow, frame, node.test, "ternary", node.test)
    if test.truth is not None:
        return evaluate(flow, frame, node.body if test.truth else node.orelse)
    tensor = test.maybe_tensor or (test.derived and test.kind is Kind.OPAQUE)
    return join(evaluate(flow, frame, node.body), evaluate(flow, frame, node.orelse), "tensor" if tensor else "static")


def _call(flow: Flow, frame: Frame, node: ast.Call) -> Value:
    return calls.call(flow, frame, node)


def _lambda(flow: Flow, frame: Frame, node: ast.Lambda) -> Value:
    flow.closures[node] = frame
    return Value(Kind.FUNCTION, function=node)


def _list(flow: Flow, frame: Frame, node: ast.Tuple | ast.List | ast.Set) -> Value:
    values: list[Value] = []
    for element in node.elts:
        value = evaluate(flow, frame, element)
        spread = value.items if value.kind is Kind.LIST and value.items else (value.one(),)
        values.extend(spread if isinstance(element, ast.Starred) else (value,))
    return listed(values)


def _dict(flow: Flow, frame: Frame, node: ast.Dict) -> Value:
    for key in node.keys:
        evaluate(flow, frame, key)
    values = [evaluate(flow, frame, value) for value in node.values]
    return list_of(join_all(values)) if values else listed(())


def _comprehension(flow: Flow, frame: Frame, node: Comprehension) -> Value:
    saved = dict(frame.env)
    for generator in node.generators:
        iterable = evaluate(flow, frame, generator.iter)
        assign(flow, frame, generator.target, flow.iterate(frame, iterable, generator.iter))
        for test in generator.ifs:
            conditions.evaluate_test(flow, frame, test, "if", test)
    element = evaluate(flow, frame, node.value if isinstance(node, ast.DictComp) else node.elt)
    frame.env = saved
    return list_of(element)


def _walrus(flow: Flow, frame: Frame, node: ast.NamedExpr) -> Value:
    value = evaluate(flow, frame, node.value)
    frame.env[node.target.id] = value
    return value


def _parts(flow: Flow, frame: Frame, node: ast.AST) -> Value:
    for child in ast.iter_child_nodes(node):
        evaluate(flow, frame, child)
    return STATIC


def _inner(flow: Flow, frame: Frame, node: ast.Starred | ast.Await) -> Value:
    return evaluate(flow, frame, node.value)


def _yield(flow: Flow, frame: Frame, node: ast.Yield | ast.YieldFrom) -> Value:
    frame.yields.append(evaluate(flow, frame, node.value))
    return STATIC


_HANDLERS: dict[type, Callable[..., Value]] = {
    ast.Constant: _constant,
    ast.Name: _name,
    ast.Attribute: _attribute,
    ast.Subscript: _subscript,
    ast.BinOp: _binary,
    ast.UnaryOp: _unary,
    ast.BoolOp: _boolean,
    ast.Compare: _compare,
    ast.IfExp: _ternary,
    ast.Call: _call,
    ast.Lambda: _lambda,
    ast.Tuple: _list,
    ast.List: _list,
    ast.Set: _list,
    ast.Dict: _dict,
    ast.ListComp: _comprehension,
    ast.SetComp: _comprehension,
    ast.GeneratorExp: _comprehension,
    ast.DictComp: _comprehension,
    ast.NamedExpr: _walrus,
    ast.Slice: _parts,
    ast.JoinedStr: _parts,
    ast.FormattedValue: _parts,
    ast.Starred: _inner,
    ast.Await: _inner,
    ast.Yield: _yield,
    ast.YieldFrom: _yield,
}
