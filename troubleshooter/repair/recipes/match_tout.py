"""match-tout: what a numpy_function's Python function gives is made an array of the dtype that is announced."""

from __future__ import annotations

import re

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.repair.build import call
from troubleshooter.repair.code import Function, dotted, edited, every, last_name, text
from troubleshooter.repair.job import Change, Job
from troubleshooter.repair.names import with_import
from troubleshooter.repair.paths import returns

_DTYPE = re.compile(r"\b(b?float(16|32|64)|u?int(8|16|32|64)|bool)\b")
_CALLS = frozenset({"numpy_function", "py_func", "py_function"})


def repair(job: Job) -> Change:
    """`np.asarray(value, dtype=np.float32)` for each value that the inner function returns."""
    numpy = _numpy(job.code.module)
    edits: dict[cst.CSTNode, cst.CSTNode] = {}
    for one in every(job.code.module, cst.Call):
        dtype = _announced(one) if last_name(one.func) in _CALLS else ""
        inner = _inner(job, one) if dtype else None
        new = _cast(inner, numpy, dtype) if inner is not None else None
        if inner is not None and new is not None:
            edits[inner] = new
    if not edits:
        raise CannotRepair(
            "the function that numpy_function calls could not be read, or it announces several values",
            hint="Let it return np.asarray(value, dtype=np.float32), with the dtype given as Tout.",
        )
    if numpy == "np" and "import numpy as np" not in job.code.module.code:
        return Change(module=with_import(edited(job.code.module, edits), "import numpy as np"))
    return Change(edits)


def _numpy(module: cst.Module) -> str:
    for found in every(module, cst.ImportAlias):
        if dotted(found.name) == "numpy":
            return dotted(found.asname.name) if found.asname is not None else "numpy"
    return "np"


def _announced(one: cst.Call) -> str:
    """The dtype of Tout, where it is one; "" else."""
    given = [arg.value for arg in one.args if last_name(arg.keyword) == "Tout"]
    given = given or [arg.value for arg in one.args[2:3] if arg.keyword is None]
    found = _DTYPE.findall(text(given[0])) if given else []
    return str(found[0][0]) if len(found) == 1 else ""


def _inner(job: Job, one: cst.Call) -> Function | None:
    """The function given first (or as func=): written there, or a def of the source by its name."""
    named = [arg.value for arg in one.args if last_name(arg.keyword) == "func"]
    given = named[0] if named else one.args[0].value if one.args else None
    if isinstance(given, cst.Lambda):
        return given
    wanted = last_name(given)
    found = [item for item in every(job.code.module, cst.FunctionDef) if item.name.value == wanted]
    return found[-1] if found else None


def _cast(inner: Function, numpy: str, dtype: str) -> cst.CSTNode | None:
    def wrapped(value: cst.BaseExpression) -> cst.BaseExpression:
        return call(f"{numpy}.asarray", value, f"dtype={numpy}.{'bool_' if dtype == 'bool' else dtype}")

    if f"dtype={numpy}.{dtype}" in text(inner):
        return None
    if isinstance(inner, cst.Lambda):
        return inner.with_changes(body=wrapped(inner.body))
    values = [one.value for one in returns(inner) if one.value is not None]
    if not values or any(isinstance(value, cst.Tuple | cst.List) for value in values):
        return None
    return edited(inner, {value: wrapped(value) for value in values})
