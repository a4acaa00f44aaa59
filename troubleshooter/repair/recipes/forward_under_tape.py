"""forward-under-tape: what the loss is computed from moves under the GradientTape."""

from __future__ import annotations

import ast

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.facts.tape_source import forward_outside
from troubleshooter.model import Snippet
from troubleshooter.repair.build import Statement, block, statements
from troubleshooter.repair.code import Code, edited, read
from troubleshooter.repair.job import Change, Job
from troubleshooter.repair.tapes import Found, concrete, faulty, statement_of

_HINT = "Call the model and compute the loss inside of `with tf.GradientTape() as tape:`."
_MOST = 12


def repair(job: Job) -> Change:
    """Move one statement after the other, until nothing that the loss needs stands outside."""
    code, changed = job.code, False
    for _ in range(_MOST):
        found = next(faulty(code, forward_outside), None)
        if found is None:
            break
        code, changed = read(Snippet(_moved(code, found).code)), True
    if not changed:
        raise CannotRepair("nothing that the loss needs stands outside of the tape", hint=_HINT)
    return Change(module=code.module, exercises=("", ""))


def _moved(code: Code, found: Found) -> cst.Module:
    """The module with one statement moved under the tape, or model.predict(x) written model(x)."""
    if isinstance(found.node, ast.Call):
        return _called(code, found)
    line = statement_of(code, concrete(code, found.program, found.node))
    tape = concrete(code, found.program, found.tape.block)
    if not isinstance(tape, cst.With) or code.parents.get(line) is not code.parents.get(tape):
        raise CannotRepair("the forward pass does not stand beside the tape", hint=_HINT)
    inside = statements(tape.body)
    early = code.spans[line].start.line < code.spans[tape].start.line
    body: list[Statement] = [line, *inside] if early else [*[one for one in inside if not _is_pass(one)], line]
    new = tape.with_changes(body=block(tape.body, body))
    return edited(code.module, {line: cst.RemoveFromParent(), tape: new})


def _is_pass(statement: Statement) -> bool:
    return isinstance(statement, cst.SimpleStatementLine) and all(isinstance(one, cst.Pass) for one in statement.body)


def _called(code: Code, found: Found) -> cst.Module:
    node = concrete(code, found.program, found.node)
    if not isinstance(node, cst.Call) or not isinstance(node.func, cst.Attribute):
        raise CannotRepair("the prediction is written in an unusual way", hint=_HINT)
    kept = [arg for arg in node.args if arg.keyword is None][:1]
    kept = [arg.with_changes(comma=cst.MaybeSentinel.DEFAULT) for arg in kept]
    return edited(code.module, {node: node.with_changes(func=node.func.value, args=kept)})
