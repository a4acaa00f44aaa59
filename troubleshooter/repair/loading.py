"""The calls of a source that save and load models, and what is changed in them."""

from __future__ import annotations

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.repair.code import Code, dotted, every, last_name
from troubleshooter.repair.job import Change, Job

LOADERS = frozenset({"load_model", "model_from_json", "model_from_config", "from_config"})
_BUILDERS = frozenset({"Model", "Sequential", "Input", "save"})
_TRUST = (
    "safe_mode=False runs the code that is stored in the file: use it only for a file that you made yourself or trust"
)


def loads(code: Code) -> list[cst.Call]:
    """The calls that load a model."""
    return [call for call in every(code.module, cst.Call) if last_name(call.func) in LOADERS]


def with_keyword(call: cst.Call, name: str, value: cst.BaseExpression) -> cst.Call:
    """The call with `name=value`, in place of an older value of it."""
    equal = cst.AssignEqual(cst.SimpleWhitespace(""), cst.SimpleWhitespace(""))
    new = cst.Arg(value, keyword=cst.Name(name), equal=equal)
    kept = [argument for argument in call.args if last_name(argument.keyword) != name]
    if len(kept) < len(call.args):
        return call.with_changes(args=[new if last_name(a.keyword) == name else a for a in call.args])
    if kept and isinstance(kept[-1].comma, cst.MaybeSentinel):
        kept[-1] = kept[-1].with_changes(comma=cst.Comma(whitespace_after=cst.SimpleWhitespace(" ")))
    return call.with_changes(args=[*kept, new])


def trusting(job: Job) -> Change:
    """A source that only loads: `safe_mode=False`, which is for the person's own files."""
    found = [call for call in loads(job.code) if last_name(call.func) == "load_model"]
    if any(last_name(call.func) in _BUILDERS for call in every(job.code.module, cst.Call)):
        raise CannotRepair("the source has no Lambda", hint="The file is from another program: paste that one.")
    edits = {
        call: with_keyword(call, "safe_mode", cst.Name("False"))
        for call in found
        if not any(last_name(argument.keyword) == "safe_mode" for argument in call.args)
    }
    if not edits:
        raise CannotRepair(
            "the Lambda that the file holds is not in the source", hint="Paste the program that built the model."
        )
    return Change(edits=edits, changes=_TRUST)


def loaded_name(call: cst.Call) -> str:
    """The file that a call loads, as written; "" where there is none."""
    return "" if not call.args else dotted(call.args[0].value)
