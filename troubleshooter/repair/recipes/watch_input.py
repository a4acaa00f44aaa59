"""watch-input: the tape is told to watch the tensor that a gradient is asked for."""

from __future__ import annotations

import ast

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.facts.tape_source import not_watched, sources_of
from troubleshooter.repair.build import block, parsed, statements
from troubleshooter.repair.code import every, last_name, text
from troubleshooter.repair.job import Change, Job
from troubleshooter.repair.tapes import Found, concrete, faulty

_HINT = "Call tape.watch(x) as the first statement under the tape."


def repair(job: Job) -> Change:
    """`tape.watch(x)` as the first statement of the block."""
    edits: dict[cst.CSTNode, cst.CSTNode] = {}
    for found in faulty(job.code, not_watched):
        node = concrete(job.code, found.program, found.tape.block)
        names = [name for name in _asked(found) if name not in _watched(node)]
        if isinstance(node, cst.With) and names:
            lines = [parsed(f"{found.tape.name}.watch({name})") for name in dict.fromkeys(names)]
            edits[node] = node.with_changes(body=block(node.body, [*lines, *statements(node.body)]))
    if not edits:
        raise CannotRepair("every tensor that a gradient is asked for is watched", hint=_HINT)
    return Change(edits, exercises=("", ""))


def _asked(found: Found) -> list[str]:
    """The plain tensors that gradients are asked for, as written; all sources where nothing is watched by itself."""
    tape = found.tape
    every_source = [source for call in tape.asked for source in sources_of(found.program, call)]
    if tape.flag("watch_accessed_variables") is False:
        return [ast.unparse(source) for source in every_source]
    return [source.id for source in every_source if isinstance(source, ast.Name)]


def _watched(node: cst.CSTNode) -> set[str]:
    calls = [call for call in every(node, cst.Call) if last_name(call.func) == "watch"]
    return {text(arg.value) for call in calls for arg in call.args}
