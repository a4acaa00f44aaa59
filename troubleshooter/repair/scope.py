"""What a condition on a tensor is meant for: the whole batch, each row, or each element."""

from __future__ import annotations

from dataclasses import dataclass

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.repair.build import Expression, bare, call, expression, is_number, tight
from troubleshooter.repair.code import Function, every, last_name, text
from troubleshooter.repair.fill import is_reduction
from troubleshooter.repair.flow import Flow, assignments

_BOOLEAN = frozenset({
    "reduce_all", "reduce_any", "all", "any", "logical_and", "logical_or", "logical_not", "logical_xor", "equal",
    "not_equal", "greater", "greater_equal", "less", "less_equal", "is_nan", "is_inf", "is_finite", "isnan", "isinf",
    "isfinite", "is_non_decreasing", "is_strictly_increasing", "isclose",
})  # fmt: skip
_WRAPPERS = frozenset({"bool", "float", "int"})
_SCALARS = frozenset({"size", "rank"})
_ELEMENTWISE = frozenset({"abs", "cast", "sqrt", "square", "exp", "log", "sign", "round", "floor", "tanh", "sigmoid"})


@dataclass(frozen=True)
class Scope:
    """Rewrites conditions of one function for one answer. `rank2`: every input of the source is (batch, features)."""

    function: Function
    flow: Flow
    tf: str
    answer: str
    rank2: bool

    def condition(self, test: Expression) -> Expression:
        """A boolean tensor for the test: a scalar, one value a row, or one an element."""
        test = self.unwrapped(test)
        if self.answer == "batch":
            return self.boolean(test)
        test = self._inlined(test)
        if any(self.flow.is_tensor(node) and not _is_known(node) for node in _calls(test)):
            raise CannotRepair(
                "the condition is computed by another function", hint="Only `once for the whole batch` can be written."
            )
        return self._by_row(test) if self.answer == "row" else self.boolean(self._by_element(test))

    def unwrapped(self, test: Expression) -> Expression:
        """Without bool(...), float(...), int(...), .numpy() and .item() around tensors."""

        class Unwrapper(cst.CSTTransformer):
            def leave_Call(self, original_node: cst.Call, updated_node: cst.Call) -> Expression:  # noqa: N802
                return _inner(original_node, updated_node, flow)

        flow = self.flow
        result = test.visit(Unwrapper())
        return result if isinstance(result, cst.BaseExpression) else test

    def boolean(self, test: Expression) -> Expression:
        """The test as a boolean tensor: a number counts as true where it is not zero."""
        if self.is_boolean(test):
            return test
        return call(f"{self.tf}.not_equal", test, "0")

    def is_boolean(self, test: Expression) -> bool:
        """The expression has truth values, as far as reading tells."""
        if isinstance(test, cst.Comparison | cst.BooleanOperation):
            return True
        if isinstance(test, cst.UnaryOperation):
            return isinstance(test.operator, cst.Not | cst.BitInvert)
        if isinstance(test, cst.BinaryOperation):
            return isinstance(test.operator, cst.BitAnd | cst.BitOr | cst.BitXor)
        if isinstance(test, cst.Call):
            name = last_name(test.func)
            return name in _BOOLEAN or (name == "cast" and "bool" in text(test)) or not _is_known(test)
        value = self._definition(test)
        return self.is_boolean(value) if value is not None else False

    def is_scalar(self, node: Expression) -> bool:
        """The expression is one value for the whole batch, as far as reading tells."""
        if not self.flow.is_tensor(node):
            return True
        if isinstance(node, cst.Call):
            return self._is_scalar_call(node)
        if isinstance(node, cst.Subscript):
            return all(_is_int_index(element) for element in node.slice) and (len(node.slice) > 1 or _of_shape(node))
        if isinstance(node, cst.Comparison):
            return self.is_scalar(node.left) and all(self.is_scalar(part.comparator) for part in node.comparisons)
        if isinstance(node, cst.BinaryOperation | cst.BooleanOperation):
            return self.is_scalar(node.left) and self.is_scalar(node.right)
        if isinstance(node, cst.UnaryOperation):
            return self.is_scalar(node.expression)
        value = self._definition(node)
        return value is not None and self.is_scalar(value)

    def _is_scalar_call(self, node: cst.Call) -> bool:
        if is_reduction(node):
            return (
                not any(_keyword(argument) in {"axis", "axes", "dim"} for argument in node.args[1:])
                and len([argument for argument in node.args if argument.keyword is None]) < 2
            )
        name = last_name(node.func)
        if name in _SCALARS or (name == "norm" and len(node.args) == 1):
            return True
        elementwise = name in _ELEMENTWISE | _WRAPPERS or name.startswith("logical_") or name in {"numpy", "item"}
        inner = [node.func.value] if isinstance(node.func, cst.Attribute) and name in {"numpy", "item"} else []
        return elementwise and all(self.is_scalar(value) for value in [*inner, *(arg.value for arg in node.args)])

    def _definition(self, node: cst.CSTNode) -> Expression | None:
        """What a local name stands for, where it is bound once and not a parameter."""
        if not isinstance(node, cst.Name) or node.value in self.flow.arguments:
            return None
        bound = [value for target, value in assignments(self.function) if text(target) == node.value]
        return bound[0] if len(bound) == 1 and not isinstance(bound[0], cst.Name) else None

    def _inlined(self, test: Expression) -> Expression:
        """Names of reductions replaced by the reductions, so that their axis can be changed."""
        edits: dict[cst.CSTNode, cst.CSTNode] = {}
        for name in every(test, cst.Name):
            value = self._definition(name) if self.flow.is_tensor(name) else None
            if value is not None and any(is_reduction(part) for part in every(value, cst.Call)):
                edits[name] = tight(value)
        new = test.visit(_Swap(edits)) if edits else test
        return new if isinstance(new, cst.BaseExpression) else test

    def _by_row(self, test: Expression) -> Expression:
        found = [node for node in every(test, cst.Call) if is_reduction(node)]
        picked = [node for node in every(test, cst.Subscript) if self.flow.is_tensor(node)]
        if picked:
            return self.boolean(self._picked(test, picked))
        if not found:
            return call(f"{self.tf}.reduce_all", self.boolean(test), f"axis={self._axis(test)}", "keepdims=True")
        inner = {node for other in found for node in every(other, cst.Call) if node is not other}
        outer = [node for node in found if node not in inner]
        edits: dict[cst.CSTNode, cst.CSTNode] = {node: self._kept(node) for node in outer}
        return self.boolean(_swapped(test, edits))

    def _picked(self, test: Expression, picked: list[cst.Subscript]) -> Expression:
        """x[0, 3] for each row: x[:, 3:4]."""
        edits: dict[cst.CSTNode, cst.CSTNode] = {}
        for node in picked:
            if len(node.slice) != 2 or not all(_is_int_index(element) for element in node.slice):
                raise CannotRepair("the condition looks at a part of the tensor", hint="Write it for one row.")
            column = text(node.slice[1].slice)
            stop = "" if column == "-1" else str(int(column) + 1)
            edits[node] = expression(f"{text(node.value)}[:, {column}:{stop}]")
        return _swapped(test, edits)

    def _kept(self, node: cst.Call) -> Expression:
        """The reduction over everything but the batch axis, its axes kept for broadcasting."""
        arguments = [text(argument).rstrip(", ") for argument in node.args]
        named = {_keyword(argument) for argument in node.args}
        method = isinstance(node.func, cst.Attribute) and self.flow.is_tensor(node.func.value)
        given = [argument for argument in node.args if argument.keyword is None]
        if "axis" not in named and len(given) < (1 if method else 2):
            arguments.append(f"axis={self._axis(node)}")
        if "keepdims" not in named:
            arguments.append("keepdims=True")
        return expression(f"{text(node.func)}({', '.join(arguments)})")

    def _axis(self, node: cst.CSTNode) -> str:
        if self.rank2:
            return "-1"
        names = [name.value for name in every(node, cst.Name) if name.value in self.flow.tensors]
        if not names:
            raise CannotRepair("it cannot be read which tensor the condition is about")
        return f"tuple(range(1, len({names[0]}.shape)))"

    def _by_element(self, test: Expression) -> Expression:
        edits: dict[cst.CSTNode, cst.CSTNode] = {}
        for node in every(test, cst.Call):
            if is_reduction(node):
                edits[node] = tight(_operand(node, self.flow))
        for picked in every(test, cst.Subscript):
            if self.flow.is_tensor(picked):
                edits[picked] = picked.value
        return _swapped(test, edits)


class _Swap(cst.CSTTransformer):
    def __init__(self, edits: dict[cst.CSTNode, cst.CSTNode]) -> None:
        super().__init__()
        self.edits = edits

    def on_leave(self, original_node: cst.CSTNode, updated_node: cst.CSTNode) -> cst.CSTNode:  # type: ignore[override]
        if isinstance(updated_node, cst.Arg):
            return updated_node.with_changes(value=bare(updated_node.value))
        return self.edits.get(original_node, updated_node)


def _swapped(test: Expression, edits: dict[cst.CSTNode, cst.CSTNode]) -> Expression:
    new = test.visit(_Swap(edits))
    return new if isinstance(new, cst.BaseExpression) else test


def _inner(original: cst.Call, updated: cst.Call, flow: Flow) -> Expression:
    if last_name(original.func) in _WRAPPERS and isinstance(original.func, cst.Name) and len(updated.args) == 1:
        return updated.args[0].value if flow.is_tensor(original.args[0].value) else updated
    method = last_name(original.func) in {"numpy", "item"} and isinstance(updated.func, cst.Attribute)
    return updated.func.value if method and not updated.args and isinstance(updated.func, cst.Attribute) else updated


def _operand(node: cst.Call, flow: Flow) -> Expression:
    if isinstance(node.func, cst.Attribute) and flow.is_tensor(node.func.value):
        return node.func.value
    return node.args[0].value


def _calls(test: Expression) -> list[cst.Call]:
    """The outermost calls of the test."""
    found = every(test, cst.Call)
    inner = {call for outer in found for call in every(outer, cst.Call) if call is not outer}
    return [call for call in found if call not in inner]


def _is_known(node: cst.Call) -> bool:
    """A function of a library (dotted) or a builtin: not one of the person's own."""
    if isinstance(node.func, cst.Attribute):
        return not text(node.func).startswith("self.")
    return last_name(node.func) in _WRAPPERS | {"abs", "max", "min", "sum", "len", "round"}


def _keyword(argument: cst.Arg) -> str:
    return argument.keyword.value if argument.keyword is not None else ""


def _is_int_index(element: cst.SubscriptElement) -> bool:
    return isinstance(element.slice, cst.Index) and is_number(element.slice.value)


def _of_shape(node: cst.Subscript) -> bool:
    return isinstance(node.value, cst.Call) and last_name(node.value.func) == "shape"
