"""declare-dtype: a Lambda on integers, booleans or strings tells Keras 3 its dtype, which is tried on that then."""

from __future__ import annotations

import re

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.repair.code import every, last_name, text
from troubleshooter.repair.flow import assignments
from troubleshooter.repair.job import Change, Job

_DTYPE = re.compile(r"\b(u?int(8|16|32|64)|bool|string|complex(64|128))\b")
_HINT = "Give the Lambda the dtype of its input: Lambda(f, dtype='int32')."
# What a layer before gives, where it gives no floats.
_GIVES = {"StringLookup": "int64", "IntegerLookup": "int64", "TextVectorization": "int64", "Hashing": "int64",
          "Discretization": "int64"}  # fmt: skip


def repair(job: Job) -> Change:
    """`dtype="int32"` for the Lambda, as its input has it."""
    call = job.construction
    if call is None:
        raise CannotRepair("the Lambda is not in the source", hint=_HINT)
    if any(last_name(argument.keyword) == "dtype" for argument in call.args if argument.keyword is not None):
        raise CannotRepair("the Lambda has a dtype already")
    dtype = _dtype(job)
    none = cst.SimpleWhitespace("")
    keyword = cst.Arg(cst.SimpleString(f'"{dtype}"'), cst.Name("dtype"), equal=cst.AssignEqual(none, none))
    *before, final = call.args
    spaced = final.with_changes(comma=cst.Comma(whitespace_after=cst.SimpleWhitespace(" ")))
    if isinstance(final.comma, cst.Comma):
        keyword = keyword.with_changes(comma=final.comma)
    return Change({call: call.with_changes(args=[*before, spaced, keyword])})


def _dtype(job: Job) -> str:
    """The one dtype of all that the Lambda is called on."""
    found = {_of_value(job, value, 0) for value in _given(job)}
    if len(found) == 1 and (dtype := found.pop()):
        return dtype
    if len(found) > 1:
        raise CannotRepair(
            "the Lambda is called on inputs of several dtypes, and it has only one",
            hint="Cast inside the function (tf.cast(ids, tf.int32)), or give the Lambda an output_shape.",
        )
    raise CannotRepair(
        "the dtype of the Lambda's input is not in the source",
        hint=_HINT,
    )


def _given(job: Job) -> list[cst.BaseExpression]:
    """What the Lambda is called on; the Inputs of the source, where it is called nowhere in sight."""
    around = job.code.parents.get(job.construction) if job.construction is not None else None
    if isinstance(around, cst.Call) and around.func is job.construction and around.args:
        return _elements(around.args[0].value)
    named = _by_name(job, around)
    if named:
        return named
    return [call for call in every(job.code.module, cst.Call) if last_name(call.func) in {"Input", "InputLayer"}]


def _by_name(job: Job, around: cst.CSTNode | None) -> list[cst.BaseExpression]:
    """`layer = Lambda(f)` and `layer(x)` elsewhere."""
    if not isinstance(around, cst.Assign) or len(around.targets) != 1:
        return []
    name = text(around.targets[0].target)
    calls = [call for call in every(job.code.module, cst.Call) if text(call.func) == name and call.args]
    return [value for call in calls for value in _elements(call.args[0].value)]


def _elements(value: cst.BaseExpression) -> list[cst.BaseExpression]:
    if isinstance(value, cst.List | cst.Tuple):
        return [element.value for element in value.elements]
    return [value]


def _of_value(job: Job, value: cst.BaseExpression, depth: int) -> str:
    """The dtype of an Input, of a layer that gives integers, or of what a name stands for; "" where unknown."""
    if depth > 6:
        return ""
    if isinstance(value, cst.Name):
        bound = [made for target, made in assignments(job.code.module) if text(target) == value.value]
        return _of_value(job, bound[-1], depth + 1) if bound else ""
    if not isinstance(value, cst.Call):
        return ""
    name = last_name(value.func)
    if name in {"Input", "InputLayer"}:
        told = [text(one.value) for one in value.args if last_name(one.keyword) == "dtype"]
        match = _DTYPE.search(told[0]) if told else None
        return match[1] if match else "float"
    made = value.func
    if isinstance(made, cst.Name):
        bound = [one for target, one in assignments(job.code.module) if text(target) == made.value]
        made = bound[-1] if bound else made
    return _GIVES.get(last_name(made.func), "") if isinstance(made, cst.Call) else ""
