"""What reading knows about a value in a function: is it a tensor, does it come from the argument, can a gradient pass.

A `Value` is immutable; `join` is for two paths that meet, `combine` for several operands that go into one result.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from troubleshooter.model import Place


class Kind(StrEnum):
    """What a value is."""

    STATIC = "static"  # a Python value: number, shape, flag, dtype, object
    TENSOR = "tensor"
    EITHER = "either"  # the argument, where nobody can read whether it is one tensor or a list of them
    LIST = "list"  # a Python list, tuple or dict
    NUMPY = "numpy"  # an array
    OPAQUE = "opaque"  # a result of code that is not in the source
    FUNCTION = "function"
    LAYER = "layer"
    NONE = "none"


WAYS = ("none", "blocked", "unknown", "open")  # how the gradient gets from the argument to a value; the best way counts


@dataclass(frozen=True, slots=True)
class Capture:
    """A variable or layer made outside of the function."""

    kind: str
    name: str
    where: Place


@dataclass(frozen=True, slots=True)
class Value:
    """One abstract value. `none` is "no", "maybe" or "always", `none_by` what chose it ("static", "tensor", "call")."""

    kind: Kind = Kind.STATIC
    derived: bool = False
    way: str = "none"
    blocker: str = ""
    blocked_at: Place | None = None
    dtype: str = ""
    items: tuple[Value, ...] = ()
    element: Value | None = None
    none: str = "no"
    none_by: frozenset[str] = frozenset()
    captures: frozenset[Capture] = frozenset()
    function: ast.AST | None = None
    skip: int = 0
    converted: bool = False
    truth: bool | None = None

    @property
    def is_tensor(self) -> bool:
        """A tensor for certain."""
        return self.kind is Kind.TENSOR

    @property
    def maybe_tensor(self) -> bool:
        """A tensor wherever it is used as one."""
        return self.kind in {Kind.TENSOR, Kind.EITHER}

    def blocked(self, operation: str, where: Place | None, dtype: str | None = None) -> Value:
        """This value behind an operation without a gradient."""
        dtype = self.dtype if dtype is None else dtype
        if self.way in {"none", "blocked"}:
            return replace(self, dtype=dtype)
        return replace(self, way="blocked", blocker=operation, blocked_at=where, dtype=dtype)

    def one(self) -> Value:
        """An element of this value."""
        if self.kind is Kind.LIST:
            inside = [*self.items, *([self.element] if self.element is not None else [])]
            return join_all(inside) if inside else STATIC
        if self.kind is Kind.EITHER:
            return replace(self, kind=Kind.TENSOR)
        return (
            replace(self, truth=None)
            if self.kind in {Kind.TENSOR, Kind.OPAQUE, Kind.NUMPY}
            else replace(STATIC, captures=self.captures)
        )


STATIC = Value()
NONE = Value(Kind.NONE, none="always", truth=False)
NOTHING = Value(Kind.NONE, none="always", none_by=frozenset({"call"}), truth=False)  # a call that always gives None


def join(left: Value, right: Value, control: str = "") -> Value:
    """The value where two paths meet; `control` is what chose between them ("static" or "tensor")."""
    if left == right:
        return left
    merged = combine((left, right), _joined_kind(left, right))
    none = "always" if left.none == right.none == "always" else ("no" if left.none == right.none == "no" else "maybe")
    chosen = frozenset({control}) if control and left.none != right.none else frozenset()
    return replace(
        merged,
        none=none,
        none_by=left.none_by | right.none_by | chosen,
        truth=None,
        dtype=left.dtype if left.dtype == right.dtype else "",
        items=tuple(map(join, left.items, right.items)) if len(left.items) == len(right.items) else (),
        element=_elements(left, right),
        function=left.function or right.function,
        skip=max(left.skip, right.skip),
    )


def _joined_kind(left: Value, right: Value) -> Kind:
    """The kind of two that meet: tensors win over nothing and over Python values."""
    kinds = {left.kind, right.kind}
    if len(kinds) == 1:
        return left.kind
    for kind in (Kind.OPAQUE, Kind.EITHER):
        if kind in kinds:
            return kind
    if Kind.LIST in kinds and Kind.TENSOR in kinds:
        return Kind.EITHER
    for kind in (Kind.TENSOR, Kind.LIST, Kind.NUMPY, Kind.LAYER, Kind.FUNCTION, Kind.STATIC):
        if kind in kinds:
            return kind
    return Kind.STATIC


def _elements(left: Value, right: Value) -> Value | None:
    if len(left.items) == len(right.items):
        inside = [v for v in (left.element, right.element) if v is not None]
    else:
        inside = [v for side in (left, right) for v in (*side.items, *([side.element] if side.element else []))]
    return join_all(inside) if inside else None


def join_all(values: Iterable[Value]) -> Value:
    """The value where many paths meet."""
    result: Value | None = None
    for value in values:
        result = value if result is None else join(result, value)
    return result if result is not None else STATIC


def combine(values: Iterable[Value], kind: Kind = Kind.TENSOR, dtype: str = "") -> Value:
    """The result of one operation on several operands."""
    flat = [part for value in values for part in _flat(value)]
    way = max((v.way for v in flat), key=WAYS.index, default="none")
    source = next((v for v in flat if v.way == "blocked"), None)
    captures = frozenset[Capture]().union(*(v.captures for v in flat)) if flat else frozenset[Capture]()
    return Value(
        kind,
        derived=any(v.derived for v in flat),
        way=way,
        dtype=dtype,
        captures=captures,
        blocker=source.blocker if source and way == "blocked" else "",
        blocked_at=source.blocked_at if source and way == "blocked" else None,
    )


def _flat(value: Value, depth: int = 0) -> Iterable[Value]:
    """A list's elements, or the value itself."""
    if value.kind is not Kind.LIST or depth > 4:
        return (value,)
    inside = (*value.items, *((value.element,) if value.element is not None else ()))
    return (Value(captures=value.captures), *(leaf for item in inside for leaf in _flat(item, depth + 1)))


def listed(items: Iterable[Value]) -> Value:
    """A Python list with these elements (only the first 40 are told apart)."""
    known = tuple(items)
    if len(known) > 40:
        return Value(Kind.LIST, element=join_all(known))
    return Value(Kind.LIST, items=known)


def list_of(element: Value) -> Value:
    """A Python list of unknown length."""
    return Value(Kind.LIST, element=element)
