"""Several tensors in one operation: a batch size that is written out beside the real one."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from troubleshooter.facts.shapes.use import Use, axes_in, axis_of
from troubleshooter.facts.shapes.values import NONE, Event, Shaped, tensor

if TYPE_CHECKING:
    from troubleshooter.facts.shapes.reader import Reader


def together(use: Use) -> Shaped:
    """tf.concat([a, b], axis): the parts have as many rows each."""
    for item in use.first.items:
        if item.kind == "size" and item.size == NONE:
            use.reader.needs(item, use.node, "in-shape")
    axes = axes_in(axis_of(use)) or ((0,) if use.name == "stack" else (-1,))
    parts = [item for item in use.first.items if item.kind == "tensor"]
    rows = any(part.rows and part.derived for part in parts)
    if rows and axes[0] != 0:
        _beside_rows(use)
    return tensor(None, rows=rows and axes[0] != 0, derived=any(part.derived for part in parts))


def _beside_rows(use: Use) -> None:
    """The parts of a list that have a number of rows written out."""
    listed = use.node.args[0] if use.node.args else None
    nodes = listed.elts if isinstance(listed, (ast.List, ast.Tuple)) else []
    pairs = list(zip(use.first.items, nodes, strict=False))
    mine = next((node for item, node in pairs if item.rows and item.derived), None)
    for part, node in pairs:
        written = part.dims[0] if part.kind == "tensor" and part.dims and len(part.dims) > 1 else 0
        if not part.rows and not part.derived and isinstance(written, int) and written > 1:
            use.reader.note(Event("batch-written-out", "constant", node, use=mine, origin=part.origin))


def meet(reader: Reader, values: tuple[Shaped, Shaped], nodes: tuple[ast.expr, ast.expr]) -> None:
    """Two tensors in one operation: a written-out batch size beside the real one."""
    for mine, other in ((0, 1), (1, 0)):
        real, made = values[mine], values[other]
        if not (real.rows and real.derived) or not made.dims or made.rows or made.derived:
            continue
        first = made.dims[0]
        if real.rank == made.rank and isinstance(first, int) and first > 1:
            reader.note(Event("batch-written-out", "constant", nodes[other], use=nodes[mine], origin=made.origin))
