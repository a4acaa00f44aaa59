"""load-uncompiled: the model is loaded without its loss and metrics, and compiled again where the program trains it."""

from __future__ import annotations

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.repair.code import every, last_name
from troubleshooter.repair.job import Change, Job
from troubleshooter.repair.loading import with_keyword

_NOTE = "the loaded model has no loss and no optimizer state: call compile before fit or evaluate"


def repair(job: Job) -> Change:
    """`load_model(file, compile=False)`, everywhere."""
    calls = [one for one in every(job.code.module, cst.Call) if last_name(one.func) == "load_model"]
    edits = {one: with_keyword(one, "compile", cst.Name("False")) for one in calls if not _uncompiled(one)}
    if not edits:
        raise CannotRepair("the source loads no model that is compiled", hint="Pass compile=False to load_model.")
    return Change(edits=edits, changes=_NOTE)


def _uncompiled(call: cst.Call) -> bool:
    named = [one.value for one in call.args if last_name(one.keyword) == "compile"]
    return any(isinstance(value, cst.Name) and value.value == "False" for value in named)
