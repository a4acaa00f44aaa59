"""return-inner: a function that is handed to map_fn, scan, cond, numpy_function and the like, and returns nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.model import TargetKind
from troubleshooter.repair.code import Edits, Function, every, last_name
from troubleshooter.repair.job import Change, Job
from troubleshooter.repair.paths import gives_value, is_generator, returns
from troubleshooter.repair.recipes import add_return

_HIGHER = frozenset({
    "py_function", "numpy_function", "py_func", "map_fn", "vectorized_map", "scan", "foldl", "foldr", "cond", "case",
    "switch_case", "while_loop", "map", "associative_scan", "fori_loop",
})  # fmt: skip
_HINT = "Return a value from the inner function on every path."


def repair(job: Job) -> Change:
    """Give each of the inner functions that return nothing its return."""
    function = job.needed_function
    found: list[Function] = [one for one in dict.fromkeys(_inner(job, function)) if _gives_nothing(one)]
    if not found and job.target.kind is TargetKind.HELPER and _gives_nothing(function):
        found = [function]
    if not found:
        raise CannotRepair("no function that is handed on lacks its return", hint=_HINT)
    edits: Edits = {}
    for one in found:
        helper = replace(job.target, kind=TargetKind.HELPER)
        edits = {**edits, **add_return.repair(replace(job, function=one, target=helper, construction=None)).edits}
    return Change(edits)


def _inner(job: Job, function: Function) -> Iterator[cst.FunctionDef]:
    """The functions of the source that a function hands to an operation, by name."""
    handed = [arg.value for call in every(function, cst.Call) if last_name(call.func) in _HIGHER for arg in call.args]
    handed += [one.value for group in handed if isinstance(group, cst.List | cst.Tuple) for one in group.elements]
    names = {last_name(value) for value in handed}
    yield from (one for one in every(job.code.module, cst.FunctionDef) if one.name.value in names)


def _gives_nothing(function: Function) -> bool:
    """A def without any return of a value."""
    if not isinstance(function, cst.FunctionDef) or is_generator(function):
        return False
    return not any(gives_value(found) for found in returns(function))
