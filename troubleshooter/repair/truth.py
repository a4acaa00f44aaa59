"""Truth tests and iterations inside expressions, written as tensor operations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.repair.build import Expression, call, is_number
from troubleshooter.repair.code import dotted, last_name, text
from troubleshooter.repair.flow import Flow, target_names
from troubleshooter.repair.scope import Scope
from troubleshooter.repair.select import Select

_STACKS = frozenset({"stack", "convert_to_tensor", "constant", "array", "asarray"})
_BUILTINS = frozenset({"max", "min", "sum", "any", "all", "sorted", "bool"})
_COUNTS = frozenset({"range", "tf.range", "enumerate", "zip"})


@dataclass(frozen=True)
class Truth:
    """Rewrites the expressions of one function."""

    select: Select

    @property
    def scope(self) -> Scope:
        """What conditions are meant for."""
        return self.select.scope

    @property
    def flow(self) -> Flow:
        """Which names are tensors."""
        return self.scope.flow

    @property
    def tf(self) -> str:
        """TensorFlow's name."""
        return self.scope.tf

    def fixed(self, node: Expression, *, result: bool = False) -> Expression:
        """The expression without truth tests on tensors. `result`: it is the function's result."""
        new = node.visit(_Rewriter(self, result=node if result else None))
        return new if isinstance(new, cst.BaseExpression) else node

    def boolean_operation(self, node: cst.BooleanOperation, new: cst.BooleanOperation) -> Expression:
        """`a and b` on tensors; with one tensor, the static part is tested first."""
        left, right = self.flow.is_tensor(node.left), self.flow.is_tensor(node.right)
        if left and right:
            name = "logical_and" if isinstance(node.operator, cst.And) else "logical_or"
            return call(f"{self.tf}.{name}", self._operand(new.left), self._operand(new.right))
        return new.with_changes(left=new.right, right=new.left) if left else new

    def _operand(self, node: Expression) -> Expression:
        node = self.scope.boolean(self.scope.unwrapped(node))
        return node.with_changes(lpar=[], rpar=[]) if getattr(node, "lpar", ()) else node

    def negation(self, node: cst.UnaryOperation, new: cst.UnaryOperation) -> Expression:
        """`not a` on a tensor."""
        if not isinstance(node.operator, cst.Not) or not self.flow.is_tensor(node.expression):
            return new
        return call(f"{self.tf}.logical_not", self._operand(new.expression))

    def comparison(self, node: cst.Comparison, new: cst.Comparison) -> Expression:
        """`0 < x < 1` as two comparisons."""
        if not self.flow.is_tensor(node):
            return new
        if any(isinstance(part.operator, cst.In | cst.NotIn) for part in node.comparisons):
            raise CannotRepair("`in` has no tensor operation that is sure to mean the same", hint="Use tf.reduce_any.")
        if len(new.comparisons) < 2:
            return new
        lefts = [new.left, *(part.comparator for part in new.comparisons)]
        pairs = [cst.Comparison(left, [part]) for left, part in zip(lefts, new.comparisons, strict=False)]
        joined: Expression = pairs[0]
        for pair in pairs[1:]:
            joined = call(f"{self.tf}.logical_and", joined, pair)
        return joined

    def builtin(self, node: cst.Call, new: cst.Call) -> Expression:
        """max, min, sum, any, all, sorted and bool on tensors; tf.stack of a comprehension over rows."""
        name, values = dotted(node.func), [argument.value for argument in node.args]
        if last_name(node.func) in _STACKS and values and self._over_rows(values[0]):
            return self._stacked(node, new)
        if name not in _BUILTINS or not any(map(self.flow.is_tensor, values)):
            return new
        if any(argument.keyword is not None or argument.star for argument in node.args):
            raise CannotRepair(f"`{name}` with these arguments has no tensor operation that means the same")
        given = [argument.value for argument in new.args]
        return self._extreme(name, given) if name in {"max", "min"} and len(given) > 1 else self._whole(name, given)

    def _extreme(self, name: str, given: Sequence[Expression]) -> Expression:
        """`max(0, x)`: the tensor first, since TensorFlow takes the dtype of the first one."""
        function = f"{self.tf}.maximum" if name == "max" else f"{self.tf}.minimum"
        ordered = sorted(given, key=is_number)
        return reduce(lambda one, two: call(function, one, two), ordered)

    def _whole(self, name: str, given: Sequence[Expression]) -> Expression:
        value = given[0]
        if name == "sum":
            if len(given) > 1:
                raise CannotRepair("`sum` with a start value has no single tensor operation")
            return call(f"{self.tf}.reduce_sum", value, "axis=-1" if self.scope.answer == "row" else "axis=0")
        if name == "sorted":
            return call(f"{self.tf}.sort", value, "axis=0")
        if name == "bool":
            return self.scope.boolean(value)
        reduction = {"max": "reduce_max", "min": "reduce_min", "any": "reduce_any", "all": "reduce_all"}[name]
        return call(f"{self.tf}.{reduction}", self.scope.boolean(value) if name in {"any", "all"} else value)

    def _over_rows(self, node: cst.CSTNode) -> bool:
        return isinstance(node, cst.ListComp | cst.GeneratorExp) and self.flow.is_tensor(node.for_in.iter)

    def _stacked(self, node: cst.Call, new: cst.Call) -> Expression:
        """tf.stack([g(r) for r in x]) is what tf.map_fn gives."""
        others = [text(argument).replace(" ", "").rstrip(",") for argument in node.args[1:]]
        if others not in ([], ["axis=0"], ["0"]):
            raise CannotRepair("the rows are stacked along another axis", hint="Stack along axis 0, then transpose.")
        return new.args[0].value

    def comprehension(self, node: cst.ListComp | cst.GeneratorExp, new: cst.ListComp | cst.GeneratorExp) -> Expression:
        """[g(r) for r in x] over the rows of a tensor."""
        if not self.flow.is_tensor(node.for_in.iter):
            return new
        names = list(target_names(node.for_in.target))
        loop = node.for_in
        if loop.ifs or loop.inner_for_in is not None or not isinstance(loop.target, cst.Name):
            raise CannotRepair("rows are left out or unpacked while looping over a tensor", hint="Use tf.boolean_mask.")
        return self.mapped(names[0], new.elt, new.for_in.iter)

    def mapped(self, name: str, value: Expression, rows: Expression) -> Expression:
        """tf.map_fn over the rows."""
        start = _counted(rows)
        if start is not None:
            raise CannotRepair("the loop counts the rows of the batch", hint="Loop with tf.map_fn over the tensor.")
        return call(f"{self.tf}.map_fn", f"lambda {name}: {text(value)}", rows)

    def ternary(self, node: cst.IfExp, new: cst.IfExp, *, result: bool) -> Expression:
        """`a if c else b` with a tensor c."""
        if not self.flow.is_tensor(node.test):
            return new
        return self.select.choice(new.test, new.body, new.orelse, result=result)


def _counted(rows: Expression) -> Expression | None:
    return rows if isinstance(rows, cst.Call) and dotted(rows.func) in _COUNTS else None


class _Rewriter(cst.CSTTransformer):
    """Calls `Truth` for every part of an expression, innermost first."""

    def __init__(self, truth: Truth, result: Expression | None) -> None:
        super().__init__()
        self.truth = truth
        self.results = _result_nodes(result)

    def leave_BooleanOperation(  # noqa: N802 - libcst's names
        self, original_node: cst.BooleanOperation, updated_node: cst.BooleanOperation
    ) -> Expression:
        return self.truth.boolean_operation(original_node, updated_node)

    def leave_UnaryOperation(  # noqa: N802
        self, original_node: cst.UnaryOperation, updated_node: cst.UnaryOperation
    ) -> Expression:
        return self.truth.negation(original_node, updated_node)

    def leave_Comparison(self, original_node: cst.Comparison, updated_node: cst.Comparison) -> Expression:  # noqa: N802
        return self.truth.comparison(original_node, updated_node)

    def leave_Call(self, original_node: cst.Call, updated_node: cst.Call) -> Expression:  # noqa: N802
        return self.truth.builtin(original_node, updated_node)

    def leave_ListComp(self, original_node: cst.ListComp, updated_node: cst.ListComp) -> Expression:  # noqa: N802
        return self.truth.comprehension(original_node, updated_node)

    def leave_GeneratorExp(  # noqa: N802
        self, original_node: cst.GeneratorExp, updated_node: cst.GeneratorExp
    ) -> Expression:
        return self.truth.comprehension(original_node, updated_node)

    def leave_IfExp(self, original_node: cst.IfExp, updated_node: cst.IfExp) -> Expression:  # noqa: N802
        result = original_node in self.results
        return _in_place(original_node, self.truth.ternary(original_node, updated_node, result=result))


def _in_place(original: Expression, new: Expression) -> Expression:
    """A call needs no parentheses where the ternary had them."""
    return new if isinstance(new, cst.Call) else new.with_changes(lpar=original.lpar, rpar=original.rpar)


def _result_nodes(result: Expression | None) -> set[cst.CSTNode]:
    """The ternaries whose value is the result itself."""
    if not isinstance(result, cst.IfExp):
        return set()
    return {result} | _result_nodes(result.body) | _result_nodes(result.orelse)
