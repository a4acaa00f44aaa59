"""What a function gives back: a tensor, several values, or something that is no tensor; by reading and by a run."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import Any

from troubleshooter.facts.reading import Reading
from troubleshooter.facts.values import Kind
from troubleshooter.intake.syntax import Program, canonical, is_layer_name, last, library, returned
from troubleshooter.model import Place, TargetKind

Found = tuple[str, Place | None]

_TEXT = {"str": "string", "bytes": "string"}
_NUMBERS = {"int", "float", "complex", "bool"}
_FUNCTIONS = {"function", "builtin_function_or_method", "method", "partial", "ufunc", "type"}
_NO_FUNCTION = frozenset(
    {"pi", "e", "inf", "nan", "newaxis", "float16", "float32", "float64", "int32", "int64", "bool"}
)


def observe_result_kind(reading: Reading) -> Found | None:
    """`result-kind`, where every way out gives the same kind of thing."""
    if reading.function is None or reading.target.kind in {TargetKind.LOSS, TargetKind.HELPER}:
        return None
    values = list(returned(reading.function))
    kinds = {_written(reading.program, value) for value in values}
    trace = reading.trace
    if trace is not None and (trace.result.none != "no" or any(item.none != "no" for item in trace.result.items)):
        return None  # a None among the values is another mistake
    if len(kinds) == 1 and (kind := kinds.pop()):
        return kind, reading.program.place(values[0])
    if trace is not None and trace.result.kind is Kind.TENSOR and trace.result.none == "no":
        return "tensor", None
    return None


def returns_a_layer(reading: Reading) -> bool:
    """Every way out gives a layer that was made there and not called."""
    values = list(returned(reading.function)) if reading.function is not None else []
    return bool(values) and all(_written(reading.program, value) == "layer" for value in values)


def _written(program: Program, node: ast.expr) -> str:
    """The kind of a value that is written out; "" where it has to be run to know."""
    match node:
        case ast.Tuple(elts=[ast.Starred()]) | ast.List(elts=[ast.Starred()]):
            return ""
        case ast.Tuple(elts=elements):
            return "one-tuple" if len(elements) == 1 else "tuple"
        case ast.List(elts=[_]):
            return "one-tuple"
        case ast.List() | ast.ListComp():
            return "list"
        case ast.Dict() | ast.DictComp():
            return "dict"
        case ast.Constant(value=str() | bytes()) | ast.JoinedStr():
            return "string"
        case ast.Constant(value=int() | float()) | ast.UnaryOp(operand=ast.Constant(value=int() | float())):
            return "number"
        case ast.Lambda():
            return "function"
        case ast.Call() if _makes_layer(program, node):
            return "layer"
        case ast.Attribute() | ast.Name() if _is_function(program, node):
            return "function"
    return ""


def _makes_layer(program: Program, node: ast.Call) -> bool:
    """Dense(1): a layer that is made and not called."""
    name = canonical(program, node.func)
    return library(name) == "keras" and is_layer_name(name) and last(name) not in {"Input", "Model", "Sequential"}


def _is_function(program: Program, node: ast.expr) -> bool:
    """tf.nn.relu: a function of a library by its name, not its result."""
    name = canonical(program, node)
    plain = last(name)[:1].islower() and last(name) not in _NO_FUNCTION
    return library(name) in {"tensorflow", "numpy"} and name.count(".") > 0 and plain


def seen_result_kind(entry: Mapping[str, Any]) -> str:
    """`result-kind` of an exercised function, where all of its eager results are of one kind; else ""."""
    results = [result for result in (entry.get("eager") or {}).values() if _told(result)]
    results = results or [result for result in [entry.get("graph") or {}] if _told(result)]
    kinds = {_seen(result) for result in results}
    return kinds.pop() if len(kinds) == 1 else ""


def _told(result: Mapping[str, Any]) -> bool:
    return result.get("result") in {"tensor", "structure", "other"}


def _seen(result: Mapping[str, Any]) -> str:
    name, what = str(result.get("type", "")), result.get("result")
    if what == "tensor":
        return "tensor"
    if what == "structure" and "none" in (result.get("items") or ()):
        return ""
    if what == "structure":
        one = name in {"tuple", "list"} and len(result.get("items") or ()) == 1
        return "one-tuple" if one else name if name in {"tuple", "list", "dict"} else "tuple"
    if name in _TEXT or name in _NUMBERS:
        return _TEXT.get(name, "number")
    if result.get("layer"):
        return "layer"
    if name in _FUNCTIONS or result.get("callable"):
        return "function"
    return "array" if "dtype" in result else "other"
