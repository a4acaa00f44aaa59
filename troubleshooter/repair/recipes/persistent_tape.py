"""persistent-tape: a tape that several gradients are taken from is made persistent."""

from __future__ import annotations

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.facts.tape_source import used_twice
from troubleshooter.repair.build import expression
from troubleshooter.repair.job import Change, Job
from troubleshooter.repair.tapes import concrete, faulty


def repair(job: Job) -> Change:
    """`tf.GradientTape(persistent=True)` for every tape that is asked twice."""
    edits: dict[cst.CSTNode, cst.CSTNode] = {}
    for found in faulty(job.code, used_twice):
        node = concrete(job.code, found.program, found.tape.call)
        if isinstance(node, cst.Call):
            edits[node] = _persistent(node)
    if not edits:
        raise CannotRepair("no tape is asked for a second gradient", hint="Give the tape persistent=True.")
    return Change(edits, exercises=("", ""))


def _persistent(node: cst.Call) -> cst.Call:
    kept = [arg for arg in node.args if arg.keyword is None or arg.keyword.value != "persistent"]
    kept = [arg.with_changes(comma=cst.Comma(whitespace_after=cst.SimpleWhitespace(" "))) for arg in kept]
    new = cst.Arg(
        expression("True"),
        keyword=cst.Name("persistent"),
        equal=cst.AssignEqual(cst.SimpleWhitespace(""), cst.SimpleWhitespace("")),
    )
    return node.with_changes(args=[*kept, new])
