"""cast-to-argument: a value of another dtype takes the argument's; integers become floats before float arithmetic."""

from __future__ import annotations

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.model import TargetKind
from troubleshooter.repair.build import (
    Expression,
    Statement,
    assigning,
    bare,
    block,
    call,
    expression,
    is_docstring,
    statements,
)
from troubleshooter.repair.code import Function, dotted, edited, every, last_name, text
from troubleshooter.repair.dtypes import TAKES_DTYPE, Dtypes, is_float
from troubleshooter.repair.fill import like
from troubleshooter.repair.flow import assignments
from troubleshooter.repair.job import Change, Job
from troubleshooter.repair.names import keras_name

_JOINS = frozenset({
    "matmul", "multiply", "add", "subtract", "divide", "maximum", "minimum", "tensordot", "pow", "dot", "batch_dot",
    "concat", "concatenate", "einsum", "squared_difference", "add_n", "stack",
})  # fmt: skip
_INDEXED = {"one_hot": 0, "gather": 1, "embedding_lookup": 1, "batch_gather": 1, "gather_nd": 1, "take": 1}


def repair(job: Job) -> Change:
    """Make the dtypes of one function meet."""
    if job.function is None:
        return _program(job)
    function = job.needed_function
    if job.target.kind is TargetKind.LOSS and len(job.flow.arguments) == 2:
        return Change({function: _of_loss(job, function)})
    done = any(last_name(found.func) == "cast" and ".dtype" in text(found) for found in every(function, cst.Call))
    for loose in (False,) if done or job.target.kind is TargetKind.HELPER else (False, True):
        caster = _Caster(job, Dtypes(job.code, job, job.flow, loose))
        new = function.visit(caster)
        if isinstance(new, cst.FunctionDef | cst.Lambda) and text(new) != text(function):
            return Change({function: new})
        if caster.integers:
            return Change({function: as_floats(job, function)})
    raise CannotRepair("no value of another dtype was found in the function")


class _Caster(cst.CSTTransformer):
    def __init__(self, job: Job, dtypes: Dtypes) -> None:
        super().__init__()
        self.job, self.flow, self.tf, self.dtypes = job, job.flow, job.tf, dtypes
        self.integers = dtypes.takes_integers() and _meets_floats(job, dtypes)

    def on_visit(self, node: cst.CSTNode) -> bool:
        """An integer input is handled for the function as a whole."""
        return not self.integers and super().on_visit(node)

    def leave_BinaryOperation(  # noqa: N802 - libcst's name
        self, original_node: cst.BinaryOperation, updated_node: cst.BinaryOperation
    ) -> Expression:
        left, right = original_node.left, original_node.right
        if self._meets(left, right):
            return updated_node.with_changes(right=self._cast(updated_node.right, left))
        if self._meets(right, left):
            return updated_node.with_changes(left=self._cast(updated_node.left, right))
        return updated_node

    def leave_Call(self, original_node: cst.Call, updated_node: cst.Call) -> Expression:  # noqa: N802 - libcst's name
        name = last_name(original_node.func)
        if name in _INDEXED:
            return self._indexed(original_node, updated_node, _INDEXED[name])
        if name not in _JOINS or dotted(original_node.func).split(".")[0] in {"np", "numpy"}:
            return updated_node
        values = _joined_values(original_node)
        base = next((value for value in values if self._is_own(value)), None)
        foreign = [value for value in values if base is not None and self.dtypes.is_foreign(value)]
        edits: dict[cst.CSTNode, cst.CSTNode] = {
            value: self._cast(value, base) for value in foreign if base is not None
        }
        return edited(original_node, edits) if edits else updated_node

    def _meets(self, own: Expression, other: Expression) -> bool:
        return self._is_own(own) and self.dtypes.is_foreign(other)

    def _is_own(self, node: Expression) -> bool:
        """A tensor with the argument's dtype."""
        return self.flow.is_tensor(node) and not self.dtypes.is_foreign(node)

    def _cast(self, node: Expression, base: Expression) -> Expression:
        dtype = f"{base.value if isinstance(base, cst.Name) else like(self.job)}.dtype"
        if isinstance(node, cst.Call):
            name = last_name(node.func)
            if name in TAKES_DTYPE:
                return _with_dtype(node, dtype)
            if name == "cast" and "float" in text(node.args[-1].value):
                return node.with_changes(args=[*node.args[:-1], node.args[-1].with_changes(value=expression(dtype))])
        return call(f"{self.tf}.cast", bare(node), dtype)

    def _indexed(self, original: cst.Call, node: cst.Call, place: int) -> Expression:
        """tf.one_hot(x, n), tf.gather(table, x): indices are integers."""
        if len(original.args) <= place:
            return node
        index = original.args[place]
        if not self.flow.is_tensor(index.value) or _is_integer(index.value, self.job):
            return node
        cast = index.with_changes(value=call(f"{self.tf}.cast", index.value, f"{self.tf}.int32"))
        return node.with_changes(args=[*node.args[:place], cast, *node.args[place + 1 :]])


def _joined_values(node: cst.Call) -> list[Expression]:
    """The values that a call joins: its arguments, or the elements of its list."""
    values: list[Expression] = []
    for argument in node.args:
        if argument.keyword is None and isinstance(argument.value, cst.List | cst.Tuple):
            values += [element.value for element in argument.value.elements]
        elif argument.keyword is None or argument.keyword.value in {"a", "b", "x", "y"}:
            values.append(argument.value)
    return values


def _is_integer(node: cst.CSTNode, job: Job) -> bool:
    if isinstance(node, cst.Name):
        values = [value for target, value in assignments(job.needed_function) if text(target) == node.value]
        return bool(values) and all(_is_integer(value, job) for value in values if not isinstance(value, cst.Name))
    if not isinstance(node, cst.Call):
        return False
    name = last_name(node.func)
    return name in {"argmax", "argmin", "argsort", "range", "searchsorted"} or (
        name == "cast" and "int" in text(node.args[-1])
    )


def _with_dtype(node: cst.Call, dtype: str) -> cst.Call:
    kept = [argument for argument in node.args if argument.keyword is None or argument.keyword.value != "dtype"]
    if kept:
        kept[-1] = kept[-1].with_changes(comma=cst.Comma(whitespace_after=cst.SimpleWhitespace(" ")))
    return node.with_changes(args=[*kept, _keyword("dtype", dtype)])


def _keyword(name: str, value: str) -> cst.Arg:
    none = cst.SimpleWhitespace("")
    return cst.Arg(expression(value), keyword=cst.Name(name), equal=cst.AssignEqual(none, none))


def _meets_floats(job: Job, dtypes: Dtypes) -> bool:
    """The integer argument is joined with floats, or divided, and is not cast yet."""
    function = job.needed_function
    if any(
        last_name(found.func) == "cast" and dotted(found.args[0].value) in job.flow.arguments
        for found in every(function, cst.Call)
    ):
        return False
    for node in every(function, cst.BinaryOperation):
        ways = ((node.left, node.right), (node.right, node.left))
        divides = isinstance(node.operator, cst.Divide) and job.flow.is_tensor(node.left)
        if divides or any(job.flow.is_tensor(one) and (is_float(two) or dtypes.is_foreign(two)) for one, two in ways):
            return True
    return False


def as_floats(job: Job, function: Function) -> Function:
    """The argument as floats of Keras's default kind, before anything is computed."""
    name = like(job)
    cast = call(f"{job.tf}.cast", name, f"{keras_name(job.code.module, job.tf)}.backend.floatx()")
    return first_cast(function, name, cast)


def _of_loss(job: Job, function: Function) -> Function:
    """Labels take the prediction's dtype."""
    true, predicted = job.flow.arguments
    cast = call(f"{job.tf}.cast", true, f"{predicted}.dtype")
    if text(cast) in text(function):
        raise CannotRepair("the labels are cast already")
    return first_cast(function, true, cast)


def first_cast(function: Function, name: str, cast: Expression) -> Function:
    """`name = cast` first in a def; the cast in the place of the name in a lambda."""
    if isinstance(function, cst.Lambda):
        return function.with_changes(body=_in_lambda(function.body, name, cast))
    body: list[Statement] = statements(function.body)
    start = 1 if body and is_docstring(body[0]) else 0
    new = [*body[:start], assigning(name, cast), *body[start:]]
    return function.with_changes(body=block(function.body, new))


def _in_lambda(body: Expression, name: str, cast: Expression) -> Expression:
    if dotted(body) == name:
        return cast
    skip = {attribute.attr for attribute in every(body, cst.Attribute)}
    skip |= {argument.keyword for argument in every(body, cst.Arg) if argument.keyword is not None}
    static = {one.value for one in every(body, cst.Attribute) if one.attr.value in {"shape", "dtype"}}
    named = [found for found in every(body, cst.Name) if found.value == name]
    edits = {found: cast for found in named if found not in skip and found not in static}
    return edited_expression(body, edits)


def edited_expression(body: Expression, edits: dict[cst.Name, Expression]) -> Expression:
    """The expression with names replaced."""

    class Names(cst.CSTTransformer):
        def leave_Name(self, original_node: cst.Name, updated_node: cst.Name) -> Expression:  # noqa: N802
            return edits.get(original_node, updated_node)

    new = body.visit(Names())
    return new if isinstance(new, cst.BaseExpression) else body


def _program(job: Job) -> Change:
    """Labels made into an integer constant beside a prediction."""
    edits: dict[cst.CSTNode, cst.CSTNode] = {}
    for node in every(job.code.module, cst.BinaryOperation):
        for labels, other in ((node.left, node.right), (node.right, node.left)):
            if _is_integer_constant(labels) and isinstance(other, cst.Name):
                edits[labels] = call(f"{job.tf}.cast", labels, f"{other.value}.dtype")
    if not edits:
        raise CannotRepair(
            "it cannot be read which value has another dtype", hint="Cast it: tf.cast(value, other.dtype)."
        )
    return Change(edits)


def _is_integer_constant(node: cst.CSTNode) -> bool:
    return (
        isinstance(node, cst.Call)
        and last_name(node.func) in {"constant", "convert_to_tensor"}
        and "int" in text(node.args[0])
    )
