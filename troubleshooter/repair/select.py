"""One of two values by a condition on a tensor: tf.where, or tf.cond where the values cannot be broadcast."""

from __future__ import annotations

from dataclasses import dataclass

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.repair.build import Expression, bare, call, expression, is_number
from troubleshooter.repair.code import every, last_name, text
from troubleshooter.repair.fill import changes_shape
from troubleshooter.repair.scope import Scope

# Their gradient at the values that tf.where leaves out is NaN, and NaN times zero is NaN; tf.cond leaves them out.
_RISKY = frozenset({
    "sqrt", "rsqrt", "log", "log1p", "acos", "asin", "acosh", "atanh", "norm", "pow", "reciprocal", "divide",
})  # fmt: skip


@dataclass(frozen=True)
class Select:
    """Writes choices. `like` names the tensor whose dtype and shape plain numbers take."""

    scope: Scope
    like: str

    @property
    def tf(self) -> str:
        """TensorFlow's name."""
        return self.scope.tf

    def choice(self, test: Expression, then: Expression, other: Expression, *, result: bool) -> Expression:
        """`then if test else other`; `result`: it is the function's result, so a number takes the input's shape."""
        static = self._split(test)
        if static is not None:
            return self._partly_static(static, then, other, result=result)
        return self._chosen(self.scope.condition(test), then, other, result=result)

    def _split(self, test: Expression) -> tuple[Expression, Expression, bool] | None:
        """(static part, tensor part, is `and`) of a test such as `mask is not None and tf.reduce_any(mask)`."""
        if not isinstance(test, cst.BooleanOperation):
            return None
        left, right = self.scope.flow.is_tensor(test.left), self.scope.flow.is_tensor(test.right)
        both = isinstance(test.operator, cst.And)
        if left == right:
            return None
        return (test.right, test.left, both) if left else (test.left, test.right, both)

    def _partly_static(
        self, parts: tuple[Expression, Expression, bool], then: Expression, other: Expression, *, result: bool
    ) -> Expression:
        static, tensor, both = parts
        chosen = self.choice(tensor, then, other, result=result)
        then, other = (self._shaped(value) if result else value for value in (then, other))
        ways = (chosen, other) if both else (then, chosen)
        return expression(f"{text(ways[0])} if {text(bare(static))} else {text(ways[1])}")

    def _chosen(self, test: Expression, then: Expression, other: Expression, *, result: bool) -> Expression:
        if isinstance(then, cst.Tuple) and isinstance(other, cst.Tuple) and len(then.elements) == len(other.elements):
            pairs = zip(then.elements, other.elements, strict=True)
            new = [self._chosen(test, one.value, two.value, result=result) for one, two in pairs]
            return then.with_changes(elements=[cst.Element(value) for value in new])
        then, other = bare(then), bare(other)
        if then.deep_equals(other):
            return then
        if self._needs_cond(test, then, other):
            return call(f"{self.tf}.cond", test, f"lambda: {text(then)}", f"lambda: {text(other)}")
        if result:
            return call(f"{self.tf}.where", test, self._shaped(then), self._shaped(other))
        return self._typed(test, then, other)

    def _needs_cond(self, test: Expression, then: Expression, other: Expression) -> bool:
        structured = any(isinstance(value, cst.Tuple | cst.List | cst.Dict) for value in (then, other))
        different = changes_shape(then) != changes_shape(other) and not is_number(then) and not is_number(other)
        if not (structured or different or _is_risky(then) or _is_risky(other)):
            return False
        if self.scope.answer == "batch" and self.scope.is_scalar(test):
            return True
        if structured or (different and not _broadcasts(then, other)):
            hint = "Give both branches the same shape."
            raise CannotRepair("the branches give values of different shapes", hint=hint)
        return False

    def _shaped(self, value: Expression) -> Expression:
        """A plain number as a tensor like the input."""
        if not is_number(value):
            return value
        number = float(text(value).replace(" ", "").replace("_", "")) if not text(value).startswith("0x") else None
        if number == 0:
            return call(f"{self.tf}.zeros_like", self.like)
        ones = call(f"{self.tf}.ones_like", self.like)
        return ones if number == 1 else expression(f"{text(value)} * {text(ones)}")

    def _typed(self, test: Expression, then: Expression, other: Expression) -> Expression:
        if is_number(then) and is_number(other):
            return call(f"{self.tf}.cast", call(f"{self.tf}.where", test, then, other), f"{self.like}.dtype")
        dtype = f"{self.like}.dtype"
        values = [call(f"{self.tf}.cast", one, dtype) if is_number(one) else one for one in (then, other)]
        return call(f"{self.tf}.where", test, *values)


def _is_risky(value: Expression) -> bool:
    if any(last_name(found.func) in _RISKY for found in every(value, cst.Call)):
        return True
    divisions = [found for found in every(value, cst.BinaryOperation) if isinstance(found.operator, cst.Divide)]
    return any(not is_number(found.right) for found in divisions)


def _broadcasts(then: Expression, other: Expression) -> bool:
    """The one value that has another shape keeps its axes, so that it broadcasts."""
    return any("keepdims" in text(value) for value in (then, other) if changes_shape(value))
