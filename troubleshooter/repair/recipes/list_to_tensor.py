"""list-to-tensor: a layer that takes one tensor is called on it, not on a list; of several, each is computed with."""

from __future__ import annotations

import re

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.repair.build import call, expression, tight
from troubleshooter.repair.code import edited, every, text
from troubleshooter.repair.job import Change, Job
from troubleshooter.repair.recipes.cast_to_argument import first_cast


def repair(job: Job) -> Change:
    """`Lambda(f)([x])` becomes `Lambda(f)(x)`; of several inputs the wish decides."""
    calls = [one for one in every(job.code.module, cst.Call) if _applies(job, one)]
    lists = [one.args[0].value for one in calls if one.args]
    written = [given for given in lists if isinstance(given, cst.List | cst.Tuple)]
    if not written:
        raise CannotRepair("the list that the Lambda is called on is not written out", hint="Call it on the tensor.")
    if all(len(given.elements) == 1 for given in written):
        return Change({given: tight(given.elements[0].value) for given in written})
    return _several(job)


def _applies(job: Job, one: cst.Call) -> bool:
    """`Lambda(f)(...)`, or `layer(...)` where `layer = Lambda(f)`."""
    if job.construction is None:
        return False
    if one.func is job.construction:
        return True
    around = job.code.parents.get(job.construction)
    named = isinstance(around, cst.Assign) and len(around.targets) == 1
    return named and isinstance(around, cst.Assign) and text(one.func) == text(around.targets[0].target)


def _several(job: Job) -> Change:
    function, name = job.needed_function, job.flow.arguments[0] if job.flow.arguments else ""
    if not name:
        raise CannotRepair("the function takes no argument")
    if re.search(rf"\bfor \w+ in {name}\b|\bconcat\({name}\b", text(function)):
        raise CannotRepair("the function takes the list apart already")
    if job.answer("list-wish") == "concatenate":
        new = first_cast(function, name, call(f"{job.tf}.concat", name, "axis=-1"))
        return Change({function: new}, asked=("list-wish",))
    if not isinstance(function, cst.Lambda):
        values = [one for one in every(function, cst.Return) if one.value is not None]
        if len(values) != 1 or values[0].value is None or len(every(function.body, cst.SimpleStatementLine)) > 2:
            raise CannotRepair("the function is too long to be written for each input", hint="Loop over the inputs.")
        each = _for_each(values[0].value, name)
        return Change({function: edited(function, {values[0].value: each})}, asked=("list-wish",))
    return Change({function: function.with_changes(body=_for_each(function.body, name))}, asked=("list-wish",))


def _for_each(value: cst.BaseExpression, name: str) -> cst.BaseExpression:
    """`x * 2` becomes `[each * 2 for each in x]`."""
    part = "each" if name != "each" else "one"
    renamed = edited(value, {found: cst.Name(part) for found in every(value, cst.Name) if found.value == name})
    return expression(f"[{text(renamed)} for {part} in {name}]")
