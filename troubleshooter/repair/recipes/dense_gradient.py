"""dense-gradient: gradients that may be IndexedSlices become tensors where they are taken."""

from __future__ import annotations

import ast

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.facts.tape_source import sources_of, tapes_of
from troubleshooter.intake.syntax import read
from troubleshooter.repair.build import expression
from troubleshooter.repair.code import text
from troubleshooter.repair.job import Change, Job
from troubleshooter.repair.tapes import concrete


def repair(job: Job) -> Change:
    """`tf.convert_to_tensor(...)` around what tape.gradient gives, one by one for a list."""
    program = read(job.code.module.code)
    edits: dict[cst.CSTNode, cst.CSTNode] = {}
    for tape in tapes_of(program) if program is not None else ():
        for call in tape.asked:
            if program is None or _is_dense(program.parents.get(call)):
                continue
            node = concrete(job.code, program, call)
            edits[node] = expression(_dense(text(node), _is_one(call, sources_of(program, call)), job.tf))
    if not edits:
        raise CannotRepair("no gradient is taken in the source", hint="Use tf.convert_to_tensor(gradient).")
    return Change(edits, exercises=("", ""))


def _is_one(call: ast.Call, sources: list[ast.expr]) -> bool:
    """A single variable, not a list of them."""
    written = call.args[1] if len(call.args) > 1 else None
    plural = isinstance(written, (ast.List, ast.Tuple)) or any(
        isinstance(one, ast.Attribute) and one.attr.endswith(("variables", "weights")) for one in sources
    )
    return not plural


def _dense(code: str, one: bool, tf: str) -> str:
    return f"{tf}.convert_to_tensor({code})" if one else f"[{tf}.convert_to_tensor(g) for g in {code}]"


def _is_dense(parent: ast.AST | None) -> bool:
    """Repaired already: inside of convert_to_tensor, or run through by a comprehension that converts."""
    if isinstance(parent, ast.comprehension):
        return True
    return isinstance(parent, ast.Call) and getattr(parent.func, "attr", "") == "convert_to_tensor"
