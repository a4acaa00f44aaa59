"""keras-file-name: files get the endings that Keras 3 tells formats by, at every place that names them."""

from __future__ import annotations

import re

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.repair.build import Expression
from troubleshooter.repair.code import Code, dotted, every, last_name
from troubleshooter.repair.flow import assignments
from troubleshooter.repair.job import Change, Job

_WHOLE, _WEIGHTS = ".keras", ".weights.h5"
_OLD = re.compile(r"(\.weights)?\.(h5|hdf5|keras|tf|pb|ckpt|model|weights)$|/$")
_NOTE = "the model is written to another file; programs that read the old one have to be told"


def repair(job: Job) -> Change:
    """Change each name that Keras 3 refuses, and every other string of the source with the same name."""
    code = job.code
    renamed: dict[str, str] = {}
    for call in every(code.module, cst.Call):
        wanted = _ending(call)
        name = _literal(code, _path(call)) if wanted else None
        if name is not None and not _fits(str(name.evaluated_value), wanted, call):
            renamed[str(name.evaluated_value)] = _OLD.sub("", str(name.evaluated_value)) + wanted
    edits = {
        one: one.with_changes(value=one.value.replace(str(one.evaluated_value), renamed[str(one.evaluated_value)]))
        for one in every(code.module, cst.SimpleString)
        if str(one.evaluated_value) in renamed
    }
    if not edits:
        raise CannotRepair("no file name that is written out has a wrong ending", hint="Use .keras or .weights.h5.")
    return Change(edits=edits, changes=_NOTE)


def _ending(call: cst.Call) -> str:
    """What the file has to end in; "" for other calls."""
    name = last_name(call.func)
    if name == "ModelCheckpoint":
        only = any(last_name(one.keyword) == "save_weights_only" and dotted(one.value) == "True" for one in call.args)
        return _WEIGHTS if only else _WHOLE
    return {"save_weights": _WEIGHTS, "save": _WHOLE, "save_model": _WHOLE}.get(name, "")


def _fits(path: str, wanted: str, call: cst.Call) -> bool:
    """`model.save` takes .h5 too; nothing else has a choice."""
    legacy = wanted == _WHOLE and last_name(call.func) != "ModelCheckpoint" and path.endswith((".h5", ".hdf5"))
    return path.endswith(wanted) or legacy


def _path(call: cst.Call) -> Expression | None:
    """The file's name, or the part of os.path.join that has it."""
    place = 1 if last_name(call.func) == "save_model" else 0
    named = [one.value for one in call.args if last_name(one.keyword) in {"filepath", "path"}]
    plain = [one.value for one in call.args if one.keyword is None]
    return named[0] if named else plain[place] if len(plain) > place else None


def _literal(code: Code, value: Expression | None, depth: int = 0) -> cst.SimpleString | None:
    """The string that an expression ends in, followed through names and os.path.join."""
    if isinstance(value, cst.SimpleString):
        return value
    if depth > 3 or value is None:
        return None
    if isinstance(value, cst.Name):
        bound = [one for target, one in assignments(code.module) if dotted(target) == value.value]
        return _literal(code, bound[-1], depth + 1) if bound else None
    if isinstance(value, cst.Call) and last_name(value.func) in {"join", "str", "Path"} and value.args:
        return _literal(code, value.args[-1].value, depth + 1)
    if isinstance(value, cst.BinaryOperation) and isinstance(value.operator, cst.Add | cst.Divide):
        return _literal(code, value.right, depth + 1)
    return None
