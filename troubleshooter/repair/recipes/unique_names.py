"""unique-names: of several layers with one name the later ones get names of their own."""

from __future__ import annotations

import ast
from collections import Counter

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.facts.symbolic import makes_layer
from troubleshooter.intake.syntax import FUNCTIONS, Program, calls_of, canonical, is_keras, read
from troubleshooter.repair.build import expression
from troubleshooter.repair.code import at, last_name
from troubleshooter.repair.job import Change, Job


def repair(job: Job) -> Change:
    """Numbers for names that stand there twice; a name in a loop gets the loop's number, or is left to Keras."""
    program = read(job.code.module.code)
    if program is None:
        raise CannotRepair("the source cannot be read")
    seen: Counter[str] = Counter()
    taken = {name for name, _ in _named(program)}
    edits: dict[cst.CSTNode, cst.CSTNode] = {}
    for name, call in _named(program):
        seen[name] += 1
        new = _new_name(program, call, name, seen[name], taken)
        old = at(job.code, program.place(call), cst.Call) if new is not None else None
        if isinstance(old, cst.Call) and new is not None:
            edits[old] = _renamed(old, new)
    if not edits:
        raise CannotRepair("no two layers with one name were found", hint="Give each layer a name of its own.")
    return Change(edits)


def _named(program: Program) -> list[tuple[str, ast.Call]]:
    """The layers whose name is written out, in the order of the source."""
    found = []
    for call in program.calls:
        value = next((k.value for k in call.keywords if k.arg == "name"), None)
        layer = makes_layer(program, call) and not is_keras(canonical(program, call.func), "Model", "Sequential")
        if layer and isinstance(value, ast.Constant) and isinstance(value.value, str):
            found.append((value.value, call))
    return found


def _new_name(program: Program, call: ast.Call, name: str, count: int, taken: set[str]) -> str | None:
    """The source of another name; "" for none at all, None where the layer keeps its name."""
    loop = program.enclosing(call, (ast.For, ast.While, ast.ListComp, *FUNCTIONS))
    if isinstance(loop, ast.For) and isinstance(loop.target, ast.Name):
        return f'f"{name}_{{{loop.target.id}}}"'
    function = program.enclosing(call, FUNCTIONS)
    if loop is not None and loop is not function:
        return ""
    if function is not None and len(list(calls_of(program, function))) > 1:
        return ""
    if count < 2:
        return None
    number = count
    while f"{name}_{number}" in taken:
        number += 1
    taken.add(f"{name}_{number}")
    return f'"{name}_{number}"'


def _renamed(call: cst.Call, new: str) -> cst.Call:
    """The call with another name, or without one."""
    named = [one for one in call.args if last_name(one.keyword) == "name"]
    if new:
        value = expression(new)
        return call.with_changes(args=[one.with_changes(value=value) if one in named else one for one in call.args])
    kept = [one for one in call.args if one not in named]
    if kept:
        kept[-1] = kept[-1].with_changes(comma=cst.MaybeSentinel.DEFAULT)
    return call.with_changes(args=kept)
