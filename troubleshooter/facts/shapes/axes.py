"""Operations over axes: reductions, and those that keep the shape and mix what stands along an axis."""

from __future__ import annotations

import ast

from troubleshooter.facts.shapes.tables import CUMULATIVE, NORMALIZES
from troubleshooter.facts.shapes.use import Use, axes_in, axis_of
from troubleshooter.facts.shapes.values import Dim, Shaped, tensor, unknown
from troubleshooter.intake.syntax import library


def reduced(use: Use) -> Shaped:
    """tf.reduce_mean(x), K.sum(x, axis=0), tf.argmax(x)."""
    axes = axes_in(axis_of(use))
    if axes is None and use.name in {"argmax", "argmin"} and library(use.reader.dotted(use.node.func)) == "tensorflow":
        axes = (0,)
    if axes == ():
        return unknown(use.first)
    keeps = any(word.arg in {"keepdims", "keep_dims"} and _is_true(word.value) for word in use.node.keywords)
    if axes is None:
        _mixes(use, "everything")
        return tensor((), derived=use.first.derived)
    rank = use.first.rank
    if _out_of_range(use, axes):
        return unknown(use.first)
    over = {axis % rank if rank else axis for axis in axes}
    if 0 in over:
        _mixes(use, "batch")
    if use.first.dims is None:
        return tensor(None, rows=use.first.rows and 0 not in over, derived=use.first.derived)
    dims: list[Dim] = [1 if i in over else size for i, size in enumerate(use.first.dims) if keeps or i not in over]
    return tensor(tuple(dims), rows=use.first.rows and 0 not in over, derived=use.first.derived)


def _out_of_range(use: Use, axes: tuple[int, ...]) -> bool:
    """An axis that the tensor does not have."""
    rank = use.first.rank
    wrong = rank is not None and any(not -rank <= axis < rank for axis in axes)
    if wrong:
        use.note("axis-missing", "axis", use.first.dims)
    return wrong


def _is_true(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is True


def _mixes(use: Use, form: str) -> None:
    if use.first.rows and use.first.derived and use.first.rank != 0:
        use.note("mixes-rows", form, use.first.dims)


def cumulative(use: Use) -> Shaped:
    """softmax(x, axis=0), cumsum(x), sort(x, axis=0), l2_normalize(x): the shape stays, the rows may mix."""
    axes = axes_in(axis_of(use))
    if axes is None and use.name in NORMALIZES:
        _mixes(use, "everything")
        return use.first
    axes = CUMULATIVE.get(use.name, (-1,)) if axes is None else axes
    rank = use.first.rank
    if _out_of_range(use, axes):
        return use.first
    if any((axis % rank if rank else axis) == 0 for axis in axes):
        _mixes(use, "batch")
    return use.first
