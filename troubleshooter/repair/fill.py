"""The value for a path that has none: the input unchanged, or zeros."""

from __future__ import annotations

from collections.abc import Iterable

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.repair.build import Expression, call, expression
from troubleshooter.repair.code import every, last_name, names_in, text
from troubleshooter.repair.flow import Flow, assignments, target_names
from troubleshooter.repair.job import Job

_RESHAPES = frozenset({
    "matmul", "dot", "concat", "concatenate", "reshape", "flatten", "batch_flatten", "argmax", "argmin", "one_hot",
    "expand_dims", "squeeze", "stack", "tile", "pad", "einsum", "tensordot", "transpose", "permute_dimensions", "Dense",
    "repeat", "gather", "slice", "split", "unstack", "norm", "resize", "shape", "size", "logsumexp", "top_k",
    "batch_dot",
})  # fmt: skip
_REDUCTIONS = frozenset({
    "mean", "sum", "max", "min", "prod", "std", "var", "all", "any", "amax", "amin", "reduce", "count_nonzero",
    "logsumexp", "euclidean_norm", "variance",
})  # fmt: skip


def is_reduction(node: cst.CSTNode | None) -> bool:
    """`tf.reduce_mean(x)`, `K.sum(x)`, `keras.ops.max(x)`, `x.mean()`."""
    return isinstance(node, cst.Call) and last_name(node.func).removeprefix("reduce_") in _REDUCTIONS


def changes_shape(node: cst.CSTNode) -> bool:
    """The expression, as far as reading tells, has another shape than its input."""
    if isinstance(node, cst.Subscript):
        return True
    if isinstance(node, cst.Call):
        name = last_name(node.func)
        return name in _RESHAPES or is_reduction(node)
    if isinstance(node, cst.BinaryOperation):
        if isinstance(node.operator, cst.MatrixMultiply):
            return True
        return changes_shape(node.left) and changes_shape(node.right)
    return False


def one_argument(job: Job, near: Iterable[cst.CSTNode] = ()) -> str:
    """The name of the one tensor that stands for "the input".

    With a list of inputs it is the one element that the values (`near`) are made of.
    """
    flow = job.flow
    if flow.argument and flow.argument not in flow.lists:
        return flow.argument
    elements = _elements(job, flow)
    used = {name for node in near for name in names_in(node)} & set(elements)
    if len(used) == 1:
        return used.pop()
    raise CannotRepair(
        "the function has more than one input, and it cannot be read which one its value is like",
        hint="Return a tensor on every path.",
    )


def _elements(job: Job, flow: Flow) -> list[str]:
    """The names that the list argument is unpacked to, or the parameters."""
    if len(flow.arguments) > 1:
        return list(flow.arguments)
    names: list[str] = []
    for target, value in assignments(job.needed_function):
        if isinstance(value, cst.Name) and value.value in flow.lists and isinstance(target, cst.Tuple | cst.List):
            names += target_names(target)
    return names


def filled(job: Job, values: list[Expression]) -> Expression:
    """The value for the paths without one, as the person answered."""
    argument = one_argument(job, values)
    shaped = next((value for value in values if changes_shape(value)), None)
    if job.answer("other-branch") == "zeros":
        return call(f"{job.tf}.zeros_like", shaped if shaped is not None and _stands_alone(job, shaped) else argument)
    return expression(argument)


def _stands_alone(job: Job, value: Expression) -> bool:
    """The expression uses no local name, so that it can be written again on another path."""
    local = {name for target, _ in assignments(job.needed_function) for name in target_names(target)}
    return not (names_in(value) & local) and not every(value, cst.Lambda)


def shape_note(values: list[Expression]) -> str:
    """What to say when the given values have another shape than the input."""
    odd = next((value for value in values if changes_shape(value)), None)
    return f"`{text(odd)}` may have another shape than the input that the other path gives" if odd is not None else ""


def like(job: Job) -> str:
    """The tensor whose dtype (and shape) plain numbers take."""
    try:
        return one_argument(job)
    except CannotRepair:
        names = [name for name in job.flow.arguments if name in job.flow.tensors]
        if names or not job.flow.arguments:
            return names[0] if names else "x"
        return f"{job.flow.arguments[0]}[0]"
