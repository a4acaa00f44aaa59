"""What a target is called with: read from the source, from the traceback's call arguments, or guessed and said so."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from troubleshooter.intake.syntax import (
    FUNCTIONS,
    Program,
    Spec,
    calls_of,
    class_named,
    float_type,
    form,
    inputs_of,
    own_nodes,
    read,
)
from troubleshooter.model import Snippet, Target, TargetKind, TensorSpec, Traceback

_SHAPE = re.compile(r"shape=\(([^)]*)\)(?:,\s*dtype=(\w+))?")
_FLOATS = {"float16", "float32", "float64", "bfloat16"}
Inputs = tuple[tuple[TensorSpec, ...], bool, tuple[str, ...]]


def input_specs(snippet: Snippet, target: Target, traceback: Traceback | None = None) -> Inputs:
    """(specs, called on a list, what was assumed) of a target's inputs."""
    program = read(snippet.text)
    if program is None:
        return (TensorSpec((None, 4)),), False, ("the input is a float32 tensor of shape (None, 4)",)
    construction = program.at(target.construction, (ast.Call,))
    call = construction if isinstance(construction, ast.Call) else _application(program, target)
    specs, listed = inputs_of(program, call) if call is not None else ((), False)
    told = _from_traceback(traceback, target)
    if told and not (specs and all(s.shape is not None for s in specs)):
        return tuple(told[0]), told[1], ()
    if isinstance(construction, ast.Call):
        listed = listed or form(program, construction) == "list"
    return _completed(program, target, list(specs), listed)


def _application(program: Program, target: Target) -> ast.Call | None:
    """The construction of a layer class of the source whose `call` is the target."""
    function = program.at(target.function, FUNCTIONS)
    owner = program.parents.get(function) if function is not None else None
    if target.kind is TargetKind.CALL and isinstance(owner, ast.ClassDef):
        return next((c for c in program.calls if class_named(program, c.func) is owner), None)
    return next(iter(calls_of(program, function)), None)


def _from_traceback(traceback: Traceback | None, target: Target) -> tuple[list[TensorSpec], bool] | None:
    """The specs that Keras's `Call arguments received` prints for the target's layer."""
    kind = "Lambda" if target.kind is TargetKind.LAMBDA else target.function_name.partition(".")[0]
    for link in traceback.chain if traceback is not None else ():
        if link.wrapper is None or link.wrapper.kind.rpartition(".")[2].rstrip("()") != kind:
            continue
        text = next((v for k, v in link.wrapper.arguments.items() if k in {"inputs", "args", "x"}), "")
        found = [_printed(m.group(1), m.group(2) or "") for m in _SHAPE.finditer(text)]
        if found:
            return found[:8], _is_list(text)
    return None


def _is_list(text: str) -> bool:
    """Whether the first argument, as printed, is a list: Keras 2 prints it alone, Keras 3 in the tuple of all."""
    inner = re.sub(r"^\s*\(", "", text) if re.search(r",\s*\)\s*$", text) else text
    return inner.lstrip().startswith(("[", "("))


def _printed(shape: str, dtype: str) -> TensorSpec:
    """A shape as printed: "None, 4" or "8, 4"."""
    parts = [p.strip() for p in shape.split(",") if p.strip()]
    sizes = tuple(int(p) if p.isascii() and p.isdigit() and len(p) < 7 else None for p in parts)
    return TensorSpec(sizes, dtype or "float32")


def _completed(program: Program, target: Target, specs: list[Spec], listed: bool) -> Inputs:
    """Fill in what the source does not tell, and say so."""
    assumed: list[str] = []
    function = program.at(target.function, FUNCTIONS)
    wanted = _count(function, target) if function is not None else 1
    if not specs:
        specs = [Spec() for _ in range(max(wanted, 2 if listed else 1))]
    rank = _rank(function)
    done = []
    for index, spec in enumerate(specs[:8]):
        shape = spec.shape if spec.shape is not None else _guess(rank)
        dtype = spec.dtype or float_type(program)
        if spec.shape is None or not spec.dtype:
            which = "the input" if len(specs) == 1 else f"input {index + 1}"
            assumed.append(f"{which} is a {dtype} tensor of shape {shape}")
        done.append(TensorSpec(shape, dtype))
    return tuple(done), listed, tuple(assumed)


def _count(function: ast.AST | None, target: Target) -> int:
    """How many inputs a function wants: its required parameters, or as many as it unpacks."""
    if not isinstance(function, FUNCTIONS) or target.kind is not TargetKind.LAMBDA:
        return 1
    required = len(function.args.args) - len(function.args.defaults)
    return min(max(required, 1), 8)


def _rank(function: ast.AST | None) -> int:
    """The rank that indexing and axis= in the function ask for."""
    wanted = [2]
    for node in own_nodes(function) if isinstance(function, FUNCTIONS) else ():
        wanted.extend(_ranks(node))
    return min(max(wanted), 5)


def _ranks(node: ast.AST) -> Iterator[int]:
    """x[:, :, 0] asks for rank 3; axis=[1, 2] for rank 3; image operations for rank 4."""
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Tuple):
        parts = [p for p in node.slice.elts if not (isinstance(p, ast.Constant) and p.value in {None, ...})]
        yield len(parts)
    if isinstance(node, ast.keyword) and node.arg in {"axis", "axes", "dims"}:
        values = node.value.elts if isinstance(node.value, (ast.List, ast.Tuple)) else [node.value]
        numbers = [v.value for v in values if isinstance(v, ast.Constant) and type(v.value) is int]
        yield from (number + 1 for number in numbers if number >= 0)
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute) and node.value.attr == "image":
        yield 4
    if isinstance(node, ast.Attribute) and node.attr in {"conv2d", "max_pool2d", "avg_pool2d", "depth_to_space"}:
        yield 4


def _guess(rank: int) -> tuple[int | None, ...]:
    """A small shape of this rank."""
    return {2: (None, 4), 3: (None, 5, 4), 4: (None, 8, 8, 3), 5: (None, 4, 8, 8, 3)}.get(rank, (None, 4))
