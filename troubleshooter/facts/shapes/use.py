"""One call of an operation on tensors, and its arguments by meaning."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from troubleshooter.facts.shapes.tables import TAKES_SHAPE
from troubleshooter.facts.shapes.values import NONE, OTHER, Dim, Event, Shaped, sizes_of

if TYPE_CHECKING:
    from troubleshooter.facts.shapes.reader import Reader


@dataclass(frozen=True)
class Use:
    """A call: `name` of the operation, `values` and `words` what it is given."""

    reader: Reader
    node: ast.Call
    name: str
    values: list[Shaped]
    words: dict[str, Shaped]

    @property
    def first(self) -> Shaped:
        """The first argument."""
        given = self.values or list(self.words.values())
        return given[0] if given else OTHER

    def argument(self, position: int, *names: str) -> Shaped | None:
        """An argument by its name, or in its place."""
        for name in names:
            if name in self.words:
                return self.words[name]
        return self.values[position] if position < len(self.values) else None

    def note(self, what: str, form: str, dims: tuple[Dim, ...] | None = None) -> None:
        """Note what happens to the shape here."""
        self.reader.note(Event(what, form, self.node, dims=dims))


def whole(reader: Reader, shape: Shaped, node: ast.expr) -> None:
    """Every size of a shape is needed as a number."""
    sizes = sizes_of(shape)
    unknown_rows = shape.kind == "static" and shape.dims is None and shape.rows
    if shape.kind == "static" and (unknown_rows or (sizes is not None and NONE in sizes)):
        reader.note(Event("static-size", "shape", node, origin=shape.origin))
    for item in shape.items if shape.kind == "list" else ():
        if item.kind == "size" and item.size == NONE:
            reader.needs(item, node, "in-shape")


def shape_argument(use: Use) -> Shaped | None:
    """The argument of a call that is a shape."""
    position = TAKES_SHAPE.get(use.name)
    return None if position is None else use.argument(position, "shape", "dims", "multiples", "size")


def axes_in(value: Shaped | None) -> tuple[int, ...] | None:
    """An axis argument: None where it is left out, () where it cannot be read."""
    if value is None:
        return None
    if value.kind == "number":
        return (value.size,) if isinstance(value.size, int) else ()
    if value.kind == "list":
        return tuple(item.size for item in value.items if isinstance(item.size, int))
    return ()


def axis_of(use: Use) -> Shaped | None:
    """The axis argument of a call, None where it is left out or None."""
    for key in ("axis", "axes", "dim", "reduction_indices"):
        word = next((one for one in use.node.keywords if one.arg == key), None)
        if word is not None:
            return None if _is_none(word.value) else use.words[key]
    return use.values[1] if len(use.values) > 1 and not _is_none(use.node.args[1]) else None


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None
