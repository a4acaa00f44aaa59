"""Operations that make another shape."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from troubleshooter.facts.shapes.axes import cumulative
from troubleshooter.facts.shapes.tables import CUMULATIVE, NORMALIZES
from troubleshooter.facts.shapes.use import Use, axes_in, axis_of, shape_argument
from troubleshooter.facts.shapes.values import (
    NONE,
    OPEN,
    OTHER,
    Dim,
    Event,
    Shaped,
    broadcast,
    sizes_of,
    tensor,
    unknown,
)


def _reshape(use: Use) -> Shaped:
    shape = shape_argument(use)
    sizes = sizes_of(shape) if shape is not None else None
    if sizes is None:
        return unknown(use.first)
    if use.first.rows and sizes and isinstance(sizes[0], int) and sizes[0] > 1 and shape is not None:
        use.note("batch-written-out", "reshape", sizes)
    known: tuple[Dim, ...] = tuple(OPEN if size == -1 else size for size in sizes)
    started = bool(sizes) and (sizes[0] == OPEN or sizes[0] == -1)
    rows = use.first.rows and started
    made = tensor((NONE, *known[1:]) if rows else known, rows=rows, derived=use.first.derived)
    if len(known) > 1 and sizes[0] == OPEN and sizes[-1] in {-1, OPEN} and shape is not None and shape.kind == "list":
        return replace(made, lost=use.node, before=use.first.dims if use.first.dims is not None else ())
    return made


def _expand(use: Use) -> Shaped:
    axes = axes_in(axis_of(use))
    if use.first.dims is None or not axes:
        return tensor(None, rows=use.first.rows and axes != (0,), derived=use.first.derived)
    place = axes[0] if axes[0] >= 0 else len(use.first.dims) + 1 + axes[0]
    dims = (*use.first.dims[:place], 1, *use.first.dims[place:])
    return tensor(dims, rows=use.first.rows and place != 0, derived=use.first.derived)


def _squeeze(use: Use) -> Shaped:
    axes = axes_in(axis_of(use))
    if axes is None:
        if use.first.derived and use.first.rows:
            use.note("squeezes", "every-axis", use.first.dims)
        return tensor(None, rows=use.first.rows, derived=use.first.derived)
    if 0 in axes and use.first.derived and use.first.rows:
        use.note("squeezes", "batch", use.first.dims)
    if not use.first.dims or axes == ():
        return tensor(None, rows=use.first.rows and 0 not in axes, derived=use.first.derived)
    over = {axis % len(use.first.dims) for axis in axes}
    dims = tuple(size for index, size in enumerate(use.first.dims) if index not in over)
    return tensor(dims, rows=use.first.rows and 0 not in over, derived=use.first.derived)


def _transpose(use: Use) -> Shaped:
    order = axes_in(use.argument(1, "perm", "axes", "pattern")) or ()
    rows = use.first.rows and bool(order) and order[0] == 0
    if use.first.dims is None or sorted(order) != list(range(len(use.first.dims))):
        return tensor(None, rows=rows, derived=use.first.derived)
    return tensor(tuple(use.first.dims[axis] for axis in order), rows=rows, derived=use.first.derived)


def _foreign(use: Use) -> Shaped:
    """py_function and numpy_function give tensors of unknown shape."""
    return replace(tensor(None, rows=True, derived=True), lost=use.node)


def _ensured(use: Use) -> Shaped:
    sizes = sizes_of(use.values[1]) if len(use.values) > 1 else None
    return tensor(sizes or (OPEN,), rows=use.first.rows, derived=use.first.derived)


def _dropped(use: Use) -> Shaped:
    if use.first.derived:
        form = "unique" if use.name.startswith("unique") else use.name
        mask = use.argument(1, "mask") or OTHER
        known = use.first.rank is not None and mask.rank is not None
        axis = mask.rank if known and mask.rank is not None else use.first.rank or 0
        use.reader.note(Event("drops-rows", form, use.node, axis=axis, dims=use.first.dims))
    return tensor((OPEN,), derived=use.first.derived)


def _where(use: Use) -> Shaped:
    rest = [one for one in (use.argument(1, "x"), use.argument(2, "y")) if one is not None]
    if not rest:
        return replace(tensor((OPEN, OPEN), derived=use.first.derived), origin=use.node)
    return broadcast(rest[0], rest[-1]) if rest[0].kind == rest[-1].kind == "tensor" else broadcast(use.first, rest[-1])


def _unstack(use: Use) -> Shaped:
    """tf.unstack(x) needs to know how many rows there are."""
    counted = len(use.values) > 1 or "num" in use.words
    axes = axes_in(use.argument(2, "axis")) or (0,)
    if not counted and use.first.entry(axes[0]) == NONE:
        use.note("static-size", "unstack")
    inner = tensor(None, rows=use.first.rows and axes[0] != 0, derived=use.first.derived)
    return Shaped("list", items=(inner,))


def _split(use: Use) -> Shaped:
    axes = axes_in(use.argument(2, "axis")) or (0,)
    return Shaped("list", items=(tensor(None, rows=use.first.rows and axes[0] != 0, derived=use.first.derived),))


def _cast(use: Use) -> Shaped:
    if use.first.kind == "size" and use.first.size == NONE:
        use.reader.needs(use.first, use.node, "number")
    return use.first if use.first.kind == "tensor" else tensor(())


def _gather(use: Use) -> Shaped:
    """tf.gather(x, tf.where(...)): as many rows as the condition holds for."""
    chosen = [one for one in use.values[1:] if one.origin is not None and one.derived]
    if chosen and use.first.derived and use.name != "take":
        use.note("drops-rows", "gather")
    return tensor(None, derived=any(value.derived for value in use.values))


def product(left: Shaped, right: Shaped) -> Shaped:
    """x @ w."""
    if left.dims is None or right.dims is None or len(left.dims) < 2 or len(right.dims) < 2:
        return tensor(None, rows=left.rows, derived=left.derived or right.derived)
    return tensor((*left.dims[:-1], right.dims[-1]), rows=left.rows, derived=left.derived or right.derived)


def _matmul(use: Use) -> Shaped:
    plain = len(use.values) > 1 and not any(key.startswith(("transpose", "adjoint")) for key in use.words)
    return product(use.first, use.values[1]) if plain else tensor(None, rows=use.first.rows, derived=True)


def _tile(use: Use) -> Shaped:
    counts = sizes_of(use.argument(1, "multiples") or OTHER)
    if use.first.dims is None or counts is None or len(counts) != len(use.first.dims) or use.first.derived:
        return tensor(None, derived=use.first.derived)
    dims: list[Dim] = [_times(size, count) for size, count in zip(use.first.dims, counts, strict=True)]
    return tensor(tuple(dims), derived=use.first.derived)


def _times(size: Dim, count: Dim) -> Dim:
    return size * count if isinstance(size, int) and isinstance(count, int) else OPEN


def _broadcast_to(use: Use) -> Shaped:
    return tensor(sizes_of(use.argument(1, "shape") or OTHER), derived=use.first.derived)


HANDLERS: Mapping[str, Callable[[Use], Shaped]] = {
    "reshape": _reshape, "expand_dims": _expand, "squeeze": _squeeze, "transpose": _transpose,
    "permute_dimensions": _transpose, "py_function": _foreign, "numpy_function": _foreign, "py_func": _foreign,
    "ensure_shape": _ensured, "boolean_mask": _dropped, "unique": _dropped, "unique_with_counts": _dropped,
    "where": _where, "unstack": _unstack, "split": _split, "cast": _cast, "gather": _gather, "gather_nd": _gather,
    "matmul": _matmul, "dot": _matmul, "tile": _tile, "broadcast_to": _broadcast_to,
    **dict.fromkeys((*CUMULATIVE, *NORMALIZES), cumulative),
}  # fmt: skip
ANY = {"py_function", "numpy_function", "py_func", "cast", "where", "tile", "broadcast_to"}
