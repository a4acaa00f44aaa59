"""What reading knows about sizes: of a tensor, of a shape, of one size taken out of it."""

from __future__ import annotations

import ast
from dataclasses import dataclass, replace
from typing import Literal

NONE: Literal["none"] = "none"  # a size that is None while a model is built (the batch size, a length left open)
OPEN: Literal["?"] = "?"  # a size that the source does not tell
Dim = int | Literal["none", "?"]
Kind = Literal["tensor", "static", "dynamic", "size", "number", "list", "function", "other"]


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happens to a shape: `what` is the fact it settles, `form` its value, `node` where a repair begins.

    `use` is the part of `node` that is in question, `origin` what made it, `axis` which entry of a shape it is and
    `dims` the shape of the tensor that `node` works on.
    """

    what: str
    form: str
    node: ast.expr
    use: ast.expr | None = None
    origin: ast.expr | None = None
    axis: int = 0
    dims: tuple[Dim, ...] | None = None


@dataclass(frozen=True, slots=True)
class Shaped:
    """One abstract value.

    tensor   `dims` its sizes (None: rank unknown); `rows` whether the first is the batch; `derived` from the argument;
             `origin` the call that made it of sizes written out; `lost` the call that lost its shape
    static   x.shape: `dims` likewise (`rows` too), `origin` the expression that made it; dynamic: tf.shape(x)
    size     one entry of it, or arithmetic on one: `size`; `axis` which entry
    number   a Python number: `size` where it is written out
    list     a Python list or tuple: `items`
    """

    kind: Kind = "other"
    dims: tuple[Dim, ...] | None = None
    rows: bool = False
    derived: bool = False
    size: Dim = OPEN
    axis: int = 0
    items: tuple[Shaped, ...] = ()
    origin: ast.expr | None = None
    function: ast.AST | None = None
    lost: ast.Call | None = None
    before: tuple[Dim, ...] | None = None

    @property
    def rank(self) -> int | None:
        """How many dimensions a tensor or a shape has, where that is known."""
        return None if self.dims is None else len(self.dims)

    def entry(self, index: int) -> Dim:
        """One size of a tensor or shape. The first of an unknown shape is the batch size where it has rows."""
        if self.dims is not None and -len(self.dims) <= index < len(self.dims):
            return self.dims[index]
        return NONE if self.rows and index == 0 else OPEN


OTHER = Shaped()


def tensor(dims: tuple[Dim, ...] | None, *, rows: bool = False, derived: bool = False) -> Shaped:
    """A tensor."""
    return Shaped("tensor", dims=dims, rows=rows, derived=derived)


def unknown(value: Shaped) -> Shaped:
    """A tensor from the same source whose shape is not known."""
    return Shaped("tensor", derived=value.derived, lost=value.lost)


def broadcast(left: Shaped, right: Shaped) -> Shaped:
    """The tensor that an operation on two of them gives."""
    derived, rows = left.derived or right.derived, left.rows or right.rows
    lost = left.lost or right.lost
    tensors = [side for side in (left, right) if side.kind == "tensor"]
    if not tensors:
        return OTHER
    if len(tensors) == 1:
        return replace(tensors[0], derived=derived)
    if left.dims is None or right.dims is None:
        return replace(tensor(None, rows=rows, derived=derived), lost=lost, before=left.before or right.before)
    wide, narrow = sorted((left.dims, right.dims), key=len, reverse=True)
    padded = (1,) * (len(wide) - len(narrow)) + tuple(narrow)
    dims = tuple(_wider(a, b) for a, b in zip(wide, padded, strict=True))
    return tensor(dims, rows=rows and bool(dims) and dims[0] == NONE, derived=derived)


def _wider(one: Dim, other: Dim) -> Dim:
    if other in {one, 1}:
        return one
    if one == 1:
        return other
    return one if isinstance(one, int) else other if isinstance(other, int) else NONE if NONE in {one, other} else OPEN


def sizes_of(value: Shaped) -> tuple[Dim, ...] | None:
    """The sizes that a shape argument asks for: (32, 4), [x.shape[0], 2], x.shape."""
    if value.kind == "list":
        return tuple(item.size if item.kind in {"number", "size"} else OPEN for item in value.items)
    if value.kind == "static":
        return value.dims
    return (value.size,) if value.kind == "number" else None
