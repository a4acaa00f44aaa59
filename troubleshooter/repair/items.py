"""The selection `x[:, 0]`, `x[2:4]`, `x[x < 0]` as a mask, for tensors that cannot be assigned to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.repair.build import Expression, call, expression, is_number
from troubleshooter.repair.code import text
from troubleshooter.repair.fill import is_reduction
from troubleshooter.repair.flow import Flow

_HINT = "Build the new tensor with tf.where or tf.concat."


@dataclass(frozen=True)
class Selection:
    """What `target[...]` selects. `rank2`: tensors have the axes (batch, features)."""

    target: cst.Subscript
    flow: Flow
    tf: str
    rank2: bool

    @property
    def name(self) -> str:
        """The tensor's name."""
        return text(self.target.value)

    def assigned(self, value: Expression, operator: str) -> Expression:
        """The tensor with `value` at the selection; `operator` for `+=` and the like, else ""."""
        mask = self._boolean_mask()
        if mask is not None:
            return self._where(mask, self._under_mask(value, mask), operator)
        axes = self._axes()
        if not operator and self._is_block(value, axes):
            return self._joined(value, axes)
        masks = [self._axis_mask(axis, part) for axis, part in axes]
        if not masks:
            return self._where(f"{self.tf}.ones_like({self.name}, dtype={self.tf}.bool)", self._cast(value), operator)
        whole = reduce(lambda one, two: f"{self.tf}.logical_and({one}, {two})", masks)
        return self._where(whole, self._expanded(value, axes), operator)

    def _where(self, mask: str, value: str, operator: str) -> Expression:
        new = f"{self.name} {operator} {value}" if operator else value
        return expression(f"{self.tf}.where({mask}, {new}, {self.name})")

    def _cast(self, value: Expression) -> str:
        return text(call(f"{self.tf}.cast", value, f"{self.name}.dtype"))

    def _boolean_mask(self) -> str | None:
        """The index when it is a condition on a tensor."""
        if len(self.target.slice) != 1:
            return None
        index = self.target.slice[0].slice
        if isinstance(index, cst.Index) and self.flow.is_tensor(index.value):
            return text(index.value)
        return None

    def _under_mask(self, value: Expression, mask: str) -> str:
        """`y[mask]` gives its values where the mask is: y itself."""
        if isinstance(value, cst.Subscript) and text(value).endswith(f"[{mask}]"):
            return self._cast(value.value)
        if self.flow.is_tensor(value) and not is_reduction(value):
            raise CannotRepair("the values for the masked places cannot be matched to them", hint=_HINT)
        return self._cast(value)

    def _axes(self) -> list[tuple[int, cst.BaseSlice]]:
        """(axis, index) of every index that is not a full slice; axes behind an ellipsis count from the end."""
        parts = [element.slice for element in self.target.slice]
        dots = [place for place, part in enumerate(parts) if _is_ellipsis(part)]
        axes = [
            (place if not dots or place < dots[0] else place - len(parts), part)
            for place, part in enumerate(parts)
            if not _is_ellipsis(part) and not _is_full(part)
        ]
        if any(isinstance(part, cst.Index) and self.flow.is_tensor(part.value) for _, part in axes):
            raise CannotRepair("the place is given by a tensor", hint="Use tf.tensor_scatter_nd_update.")
        return axes

    def _axis_mask(self, axis: int, part: cst.BaseSlice) -> str:
        size = f"{self.tf}.shape({self.name})[{axis}]"
        places = self._places(axis, size)
        if isinstance(part, cst.Index):
            return f"{self.tf}.equal({places}, {_counted(text(part.value), size)})"
        if not isinstance(part, cst.Slice):
            raise CannotRepair("the place cannot be read", hint=_HINT)
        return self._slice_mask(part, places, size)

    def _slice_mask(self, part: cst.Slice, places: str, size: str) -> str:
        lower = _counted(text(part.lower), size) if part.lower is not None else ""
        upper = _counted(text(part.upper), size) if part.upper is not None else ""
        bounds = [f"{places} >= {lower}"] if lower and lower != "0" else []
        bounds += [f"{places} < {upper}"] if upper else []
        if part.step is not None and text(part.step).lstrip("+") != "1":
            if text(part.step).startswith("-"):
                raise CannotRepair("the slice runs backwards", hint=_HINT)
            start = f"({places} - {lower})" if lower and lower != "0" else places
            bounds.append(f"{start} % {text(part.step)} == 0")
        bounds = bounds or [f"{places} >= 0"]
        return reduce(lambda one, two: f"{self.tf}.logical_and({one}, {two})", bounds)

    def _places(self, axis: int, size: str) -> str:
        """0, 1, 2 ... along the axis, shaped so that it broadcasts against the tensor."""
        plain = f"{self.tf}.range({size})"
        if axis == -1 or (self.rank2 and axis == 1):
            return plain
        ones = f"[1] * {-axis - 1}" if axis < 0 else f"[1] * (len({self.name}.shape) - {axis + 1})"
        shape = "[-1, 1]" if self.rank2 else f"[-1] + {ones}"
        return f"{self.tf}.reshape({plain}, {shape})"

    def _expanded(self, value: Expression, axes: Sequence[tuple[int, cst.BaseSlice]]) -> str:
        """A tensor value lacks the axes of the integer indices: they are put back for broadcasting."""
        if is_number(value) or not self.flow.is_tensor(value) or (is_reduction(value) and "axis" not in text(value)):
            return self._cast(value)
        whole = self._cast(value)
        dropped = [axis for axis, part in axes if isinstance(part, cst.Index)]
        if "keepdims" in text(value):
            return whole
        return reduce(lambda inner, axis: f"{self.tf}.expand_dims({inner}, {axis})", sorted(dropped), whole)

    def _is_block(self, value: Expression, axes: Sequence[tuple[int, cst.BaseSlice]]) -> bool:
        """A slice of one axis is replaced by a tensor of its own size."""
        sliced = [part for _, part in axes if isinstance(part, cst.Slice)]
        scalar = is_number(value) or (is_reduction(value) and not _keeps_axes(value))
        whole = len(axes) == 1 and len(sliced) == 1 and sliced[0].step is None
        return whole and self.flow.is_tensor(value) and not scalar

    def _joined(self, value: Expression, axes: Sequence[tuple[int, cst.BaseSlice]]) -> Expression:
        """What stands before the slice, the value, what stands behind it."""
        axis, part = axes[0]
        if not isinstance(part, cst.Slice) or axis < 0:
            raise CannotRepair("the place cannot be read", hint=_HINT)
        before = ":, " * axis
        pieces = [f"{self.name}[{before}:{text(part.lower)}]"] if part.lower is not None else []
        pieces.append(self._cast(value))
        pieces += [f"{self.name}[{before}{text(part.upper)}:]"] if part.upper is not None else []
        return expression(f"{self.tf}.concat([{', '.join(pieces)}], axis={axis})")


def _counted(index: str, size: str) -> str:
    """A negative index counts from the end."""
    return f"{size} - {index[1:].strip()}" if index.startswith("-") else index


def _is_full(part: cst.BaseSlice) -> bool:
    return isinstance(part, cst.Slice) and part.lower is None and part.upper is None and part.step is None


def _is_ellipsis(part: cst.BaseSlice) -> bool:
    return isinstance(part, cst.Index) and isinstance(part.value, cst.Ellipsis)


def _keeps_axes(value: Expression) -> bool:
    """A reduction that does not give a single number."""
    return "axis" in text(value) or "keepdims" in text(value)
