"""Calls, by what they do to a shape."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from troubleshooter.facts.shapes.axes import reduced
from troubleshooter.facts.shapes.rows import ANY, HANDLERS
from troubleshooter.facts.shapes.tables import BINARY, ELEMENTWISE, LIBRARIES, MADE, NUMBERS, REDUCES
from troubleshooter.facts.shapes.together import meet, together
from troubleshooter.facts.shapes.use import Use, shape_argument, whole
from troubleshooter.facts.shapes.values import (
    NONE,
    OPEN,
    OTHER,
    Kind,
    Shaped,
    broadcast,
    sizes_of,
    tensor,
    unknown,
)
from troubleshooter.intake.syntax import last, library
from troubleshooter.intake.syntax.shapes import shape_value

if TYPE_CHECKING:
    from troubleshooter.facts.shapes.reader import Reader


def call(reader: Reader, node: ast.Call) -> Shaped:
    """The value of a call."""
    dotted = reader.dotted(node.func)
    if isinstance(node.func, ast.Attribute) and not dotted:
        method = _method(reader, node, node.func)
        if method is not None:
            return method
    choosing = last(dotted) in {"cond", "where", "assert_", "Assert", "print"} and library(dotted) in LIBRARIES
    keywords = {word.arg: reader.value(word.value) for word in node.keywords if word.arg}
    values = [
        reader.condition(one) if choosing and not index else reader.value(one) for index, one in enumerate(node.args)
    ]
    if library(dotted) == "builtins":
        return _builtin(reader, node, last(dotted), values)
    if library(dotted) in LIBRARIES:
        return _operation(Use(reader, node, last(dotted), values, keywords))
    if library(dotted) in {"numpy", "math"}:
        return _numpy(reader, node, dotted, values)
    found = reader.of_source(node.func)
    if found is not None:
        return reader.follow(found[0], values, keywords, found[1])
    return tensor(None, derived=True) if any(value.derived for value in values) else OTHER


def _method(reader: Reader, node: ast.Call, function: ast.Attribute) -> Shaped | None:
    """x.get_shape(), x.shape.as_list(), x.set_shape(...)."""
    base = reader.value(function.value)
    if base.kind == "tensor":
        if function.attr in {"get_shape", "_shape_as_list"}:
            return Shaped("static", dims=base.dims, rows=base.rows, origin=node)
        if function.attr == "set_shape" and node.args and isinstance(function.value, ast.Name):
            sizes = sizes_of(reader.value(node.args[0]))
            reader.env[function.value.id] = tensor(sizes or (OPEN,), rows=base.rows, derived=base.derived)
            return OTHER
        return unknown(base)
    if base.kind == "static":
        if function.attr in {"as_list", "as_proto", "concatenate"}:
            return replace(base, origin=node)
        if function.attr == "num_elements":
            whole(reader, base, node)
        return OTHER
    return None


def _builtin(reader: Reader, node: ast.Call, name: str, values: list[Shaped]) -> Shaped:
    if name in {"range", "int", "float", "max", "min", "round"}:
        for value in values:
            if value.kind == "size" and value.size == NONE:
                reader.needs(value, node, "loop" if name == "range" else "number")
        return Shaped("size") if name in {"int", "max", "min"} else OTHER
    if name in {"tuple", "list"} and values:
        return values[0] if values[0].kind in {"static", "list"} else OTHER
    return OTHER


def _numpy(reader: Reader, node: ast.Call, dotted: str, values: list[Shaped]) -> Shaped:
    """np.zeros(x.shape), np.prod(x.shape), np.sqrt(x.shape[0])."""
    name = last(dotted)
    for value in values[:1]:
        if name in {"prod", "zeros", "ones", "full", "empty", "eye", "arange", "product"}:
            whole(reader, value, node)
        if value.kind == "size" and value.size == NONE:
            reader.needs(value, node, "number")
    sizes = sizes_of(values[0]) if values and name in {"zeros", "ones", "full", "empty"} else None
    if name in {"rand", "randn"}:
        sizes = tuple(value.size for value in values)
    if name in {"normal", "uniform"} and library(dotted) == "numpy":
        size = next((reader.value(word.value) for word in node.keywords if word.arg == "size"), OTHER)
        sizes = sizes_of(size)
    return replace(tensor(sizes), origin=node) if sizes is not None else OTHER


def _operation(use: Use) -> Shaped:
    """A function of TensorFlow or Keras."""
    given = use.values or list(use.words.values())
    first, name = use.first, use.name
    if first.kind == "list" and first.items and name in BINARY | {"concat", "concatenate", "stack"}:
        return together(use)
    if name in {"shape", "int_shape", "static_shape"}:
        kind: Kind = "static" if name == "int_shape" else "dynamic"
        return Shaped(kind, dims=first.dims, rows=first.rows, origin=use.node) if first.kind == "tensor" else OTHER
    _needed(use, given)
    if name in MADE:
        return _made(shape_argument(use) or OTHER, use.node)
    if name in HANDLERS and (first.kind == "tensor" or name in ANY):
        return HANDLERS[name](use)
    if name in BINARY and len(use.values) > 1:
        meet(use.reader, (use.values[0], use.values[1]), (use.node.args[0], use.node.args[1]))
        return broadcast(use.values[0], use.values[1])
    if name in ELEMENTWISE:
        return first
    if name in REDUCES and first.kind == "tensor":
        return reduced(use)
    return tensor(None, derived=any(_derived(value) for value in given))


def _needed(use: Use, given: list[Shaped]) -> None:
    """The sizes that the operation needs as numbers."""
    shape = shape_argument(use)
    if shape is not None:
        whole(use.reader, shape, use.node)
    for value in given if use.name in NUMBERS else ():
        if value.kind == "size" and value.size == NONE:
            use.reader.needs(value, use.node, "number")


def _derived(value: Shaped) -> bool:
    return value.derived or any(_derived(item) for item in value.items)


def _made(shape: Shaped, node: ast.Call) -> Shaped:
    """tf.zeros((8, 1))."""
    sizes = sizes_of(shape)
    made = tensor(sizes, rows=bool(sizes) and sizes is not None and sizes[0] == NONE)
    return replace(made, origin=node)


def outside(reader: Reader, node: ast.Name) -> Shaped:
    """A name of the program: a constant tensor with a shape written out."""
    bindings = [one for one in reader.program.lookup(node.id, node) if one.how == "assign" and one.value is not None]
    value = bindings[-1].value if bindings else None
    if isinstance(value, (ast.Tuple, ast.List)):
        sizes = shape_value(reader.program, node)
        if sizes is not None and all(size is not None for size in sizes):
            return Shaped("list", items=tuple(Shaped("number", size=size) for size in sizes if size is not None))
        return OTHER
    if not isinstance(value, ast.Call) or reader.depth > 2:
        return OTHER
    saved, reader.env = reader.env, {}
    reader.depth += 1
    made = reader.value(value) if library(reader.dotted(value.func)) in {*LIBRARIES, "numpy"} else OTHER
    reader.depth -= 1
    reader.env = saved
    return made if made.kind == "tensor" and not made.derived else OTHER
