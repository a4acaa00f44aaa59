"""Operations without a gradient, each with the smooth one that can carry a gradient in its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.repair.build import Expression, bare, call, expression, is_number, tight
from troubleshooter.repair.code import Function, last_name, text
from troubleshooter.repair.flow import Flow, assignments

STEPS = frozenset({"round", "floor", "ceil", "rint", "sign", "trunc"})
_COMPARISONS: Mapping[str, bool] = {"greater": True, "greater_equal": True, "less": False, "less_equal": False}
_CASTS = frozenset({"cast", "saturate_cast", "to_int32", "to_int64"})
_SHARP = "10.0"  # how steep a sigmoid stands for a comparison


@dataclass(frozen=True)
class Pair:
    """`hard`: the exact value, as a float tensor. `soft`: a smooth expression of the same shape. `through`: what takes
    the gradient when the exact value is kept; the smooth expression where nothing simpler has the shape."""

    hard: Expression
    soft: Expression
    simple: Expression | None = None

    @property
    def through(self) -> Expression:
        """What takes the gradient."""
        return self.soft if self.simple is None else self.simple


@dataclass(frozen=True)
class Smooth:
    """Finds the blocking operations of one function. `like` is the tensor whose dtype is kept."""

    function: Function
    flow: Flow
    tf: str
    like: str

    def pair(self, node: cst.CSTNode) -> Pair | None:
        """The exact and the smooth form of an operation that blocks the gradient, None for any other node."""
        divides = isinstance(node, cst.BinaryOperation) and isinstance(node.operator, cst.FloorDivide)
        if isinstance(node, cst.BinaryOperation) and divides and self.flow.is_tensor(node):
            return Pair(node, expression(f"{text(node.left)} / {text(node.right)}"))
        if not isinstance(node, cst.Call) or not self.flow.is_tensor(node) or not node.args:
            return None
        name, value = last_name(node.func), node.args[0].value
        if name in STEPS:
            return Pair(node, self._step(name, value), value)
        if name in _CASTS:
            return self._cast(node, self.resolved(value))
        if name == "one_hot" and self._argmax(self.resolved(value)) is not None:
            return self._one_hot(node, self.resolved(value))
        if name in {"argmax", "argmin"}:
            return self._index(node)
        if name == "where" and len(node.args) == 3:
            return self._where(node)
        return self._bucket(node) if name == "searchsorted" else None

    def resolved(self, node: Expression) -> Expression:
        """The definition of a local name that is bound once to a blocking operation."""
        if not isinstance(node, cst.Name):
            return node
        bound = [value for target, value in assignments(self.function) if text(target) == node.value]
        if len(bound) == 1 and (self._compared(bound[0]) is not None or self._argmax(bound[0]) is not None):
            return bound[0]
        return node

    def _float(self, node: Expression) -> Expression:
        return call(f"{self.tf}.cast", bare(node), f"{self.like}.dtype")

    def _step(self, name: str, value: Expression) -> Expression:
        return call(f"{self.tf}.tanh", f"5.0 * {text(tight(value))}") if name == "sign" else value

    def _cast(self, node: cst.Call, value: Expression) -> Pair | None:
        """A comparison made into numbers; a cast to integers, alone or cast back."""
        gap = self._compared(value)
        if gap is not None:
            sharp = call(f"{self.tf}.sigmoid", f"{_SHARP} * {text(tight(gap))}")
            return Pair(self._float(value), sharp, gap)
        if isinstance(value, cst.Call) and self.flow.is_tensor(value):
            inner = self.pair(value)
            if inner is not None:
                whole = last_name(value.func) not in STEPS
                hard = inner.hard if whole else self._float(node) if self._is_int(node) else node
                return Pair(hard, inner.soft, inner.simple)
        return Pair(self._float(node), value) if self._is_int(node) and not self._of_shape(value) else None

    def _of_shape(self, value: Expression) -> bool:
        return any(word in text(value) for word in (".shape(", ".size(", "argsort"))

    def _is_int(self, node: cst.Call) -> bool:
        return last_name(node.func) in {"to_int32", "to_int64"} or (len(node.args) > 1 and "int" in text(node.args[1]))

    def _compared(self, node: Expression) -> Expression | None:
        """How far a comparison holds: positive where it is true."""
        if isinstance(node, cst.Comparison) and len(node.comparisons) == 1 and self.flow.is_tensor(node):
            part = node.comparisons[0]
            if isinstance(part.operator, cst.GreaterThan | cst.GreaterThanEqual):
                return _gap(node.left, part.comparator)
            if isinstance(part.operator, cst.LessThan | cst.LessThanEqual):
                return _gap(part.comparator, node.left)
            return None
        if isinstance(node, cst.Call) and last_name(node.func) in _COMPARISONS and len(node.args) == 2:
            one, two = (argument.value for argument in node.args)
            return _gap(one, two) if _COMPARISONS[last_name(node.func)] else _gap(two, one)
        return None

    def _argmax(self, node: Expression) -> tuple[Expression, str, str] | None:
        """(values, axis, sign) of an argmax or argmin."""
        if isinstance(node, cst.Call) and last_name(node.func) in _CASTS and node.args:
            return self._argmax(self.resolved(node.args[0].value))
        if not isinstance(node, cst.Call) or last_name(node.func) not in {"argmax", "argmin"} or not node.args:
            return None
        given = [argument for argument in node.args[1:] if argument.keyword is None or argument.keyword.value == "axis"]
        default = "0" if text(node.func).startswith(self.tf) else "-1"
        sign = "" if last_name(node.func) == "argmax" else "-"
        return node.args[0].value, text(given[0].value) if given else default, sign

    def _softmax(self, values: Expression, axis: str, sign: str) -> Expression:
        inner = f"{sign}{text(tight(values))}" if sign else text(values)
        given = [inner] if axis == "-1" else [inner, f"axis={axis}"]
        return call(f"{self.tf}.nn.softmax", *given)

    def _one_hot(self, node: cst.Call, index: Expression) -> Pair:
        found = self._argmax(index)
        if found is None:
            raise CannotRepair("the index of the one-hot code cannot be read")
        first = node.args[0].with_changes(value=index)
        rest = [argument for argument in node.args[1:] if argument.keyword is None or argument.keyword.value != "dtype"]
        written = [text(argument).rstrip(", ") for argument in (first, *rest)]
        hard = call(text(node.func), *written, f"dtype={self.like}.dtype")
        return Pair(hard, self._softmax(*found))

    def _index(self, node: cst.Call) -> Pair:
        found = self._argmax(node)
        if found is None:
            raise CannotRepair("the axis of argmax cannot be read")
        values, axis, sign = found
        places = self._float(expression(f"{self.tf}.range({self.tf}.shape({text(values)})[{axis}])"))
        soft = call(f"{self.tf}.tensordot", self._softmax(values, axis, sign), places, f"axes=[[{axis}], [0]]")
        return Pair(self._float(node), soft)

    def _where(self, node: cst.Call) -> Pair | None:
        """tf.where(x > 0, 1.0, 0.0): neither value depends on the input."""
        gap = self._compared(self.resolved(node.args[0].value))
        then, other = (argument.value for argument in node.args[1:])
        if gap is None or not (_is_constant(then) and _is_constant(other)):
            return None
        sharp = f"{self.tf}.sigmoid({_SHARP} * {text(tight(gap))})"
        soft = f"{text(tight(other))} + ({text(tight(then))} - {text(tight(other))}) * {sharp}"
        return Pair(self._float(node), expression(soft))

    def _bucket(self, node: cst.Call) -> Pair:
        """searchsorted counts the edges below each value."""
        edges, values = (text(tight(argument.value)) for argument in node.args[:2])
        gap = f"{self.tf}.expand_dims({values}, -1) - {edges}"
        soft = call(f"{self.tf}.reduce_sum", f"{self.tf}.sigmoid({_SHARP} * ({gap}))", "axis=-1")
        return Pair(self._float(node), soft)


def _gap(high: Expression, low: Expression) -> Expression:
    if is_number(low) and float(text(low).replace(" ", "")) == 0:
        return high
    if is_number(high) and float(text(high).replace(" ", "")) == 0:
        return expression(f"-{text(tight(low))}")
    return expression(f"{text(tight(high))} - {text(tight(low))}")


def _is_constant(node: Expression) -> bool:
    return is_number(node) or (isinstance(node, cst.Call) and last_name(node.func) in {"ones_like", "zeros_like"})
