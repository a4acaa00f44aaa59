"""call-the-layer: a layer that is handed on as if it were a tensor is called on the tensor before it."""

from __future__ import annotations

import ast

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.facts.symbolic import Symbolic
from troubleshooter.facts.unapplied import layers_as_tensors, made_layer
from troubleshooter.intake.syntax import Program, applications, read
from troubleshooter.model import Snippet
from troubleshooter.repair.build import expression
from troubleshooter.repair.code import at, text
from troubleshooter.repair.job import Change, Job
from troubleshooter.slice import find_targets

_HINT = "Call the layer on the tensor it works on: Lambda(f)(x)."


def repair(job: Job) -> Change:
    """Every such layer, where the tensor made last before it can be read."""
    source = job.code.module.code
    program = read(source)
    if program is None:
        raise CannotRepair("the source cannot be read")
    edits: dict[cst.CSTNode, cst.CSTNode] = {}
    for value in layers_as_tensors(program, find_targets(Snippet(source))):
        made = made_layer(program, value)
        old = at(job.code, program.place(made), cst.Call) if made is not None else None
        if made is None or not isinstance(old, cst.Call) or old in edits:
            continue
        if any(use.call is not None for use in applications(program, made)):
            raise CannotRepair("the layer is called elsewhere too", hint=_HINT)
        edits[old] = expression(f"{text(old)}({_tensor_before(program, made)})")
    if not edits:
        raise CannotRepair("no layer that is used as a tensor was found", hint=_HINT)
    return Change(edits, changes="The layer is called on the tensor that was made last before it.")


def _tensor_before(program: Program, made: ast.Call) -> str:
    """The name that a KerasTensor was given last before the layer was made, in the same function."""
    symbolic, scope, found = Symbolic(program), program.scope_of(made), []
    for name, bindings in program.bindings.get(scope, {}).items():
        for binding in bindings:
            before = binding.line < made.lineno or binding.how == "parameter"
            if before and binding.value is not made and symbolic.is_bound_to_tensor(binding):
                found.append((binding.line, name))
    if not found:
        raise CannotRepair("it cannot be read which tensor the layer is to work on", hint=_HINT)
    return max(found)[1]
