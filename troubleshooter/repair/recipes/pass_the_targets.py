"""pass-the-targets: fit(x) of a model with a loss, where the program has the targets and leaves them out."""

from __future__ import annotations

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.repair.build import expression
from troubleshooter.repair.code import Edits, edited, every, last_name, text
from troubleshooter.repair.flow import target_names
from troubleshooter.repair.job import Change, Job

_TRAINING = frozenset({"fit", "evaluate", "train_on_batch", "test_on_batch"})
_HINT = "Give `fit` the targets as its second argument: fit(x, y). An autoencoder's targets are its inputs: fit(x, x)."


def repair(job: Job) -> Change:
    """Give the one array that nothing reads as the targets."""
    module = job.code.module
    calls = [call for call in every(module, cst.Call) if last_name(call.func) in _TRAINING and _lacks(call)]
    if not calls:
        raise CannotRepair("no call that trains lacks its targets", hint=_HINT)
    unread = _unread(module)
    given = {call: _targets_of(module, call, unread) for call in calls}
    edits: Edits = {call: _with_targets(call, name) for call, name in given.items()}
    names = ", ".join(f"`{name}`" for name in dict.fromkeys(given.values()))
    return Change(module=edited(module, edits), changes=f"{names}, which nothing read, is given as the targets")


def _targets_of(module: cst.Module, call: cst.Call, unread: list[str]) -> str:
    """The unread name bound beside the inputs ((x, y) = ...), else the only unread one; a Dataset takes none."""
    first = call.args[0].value
    name = first.value if isinstance(first, cst.Name) else ""
    if not name or _holds_batches(module, name):
        raise CannotRepair("the targets have to come from where the inputs come from", hint=_HINT)
    beside = [one for group in every(module, cst.Tuple, cst.List) for one in _beside(group, name) if one in unread]
    found = beside or unread
    if len(set(found)) != 1:
        raise CannotRepair("the source does not tell which values the model should predict", hint=_HINT)
    return found[0]


def _beside(group: cst.Tuple | cst.List, name: str) -> list[str]:
    """The other names of a tuple that holds a name."""
    names = [one.value.value for one in group.elements if isinstance(one.value, cst.Name)]
    return [one for one in names if one != name] if name in names else []


def _holds_batches(module: cst.Module, name: str) -> bool:
    """Whether a name is bound to a Dataset or a generator."""
    generators = {one.name.value for one in every(module, cst.FunctionDef) if every(one, cst.Yield)}
    for assign in every(module, cst.Assign):
        if name in _names(assign):
            called = {last_name(call.func) for call in every(assign.value, cst.Call)}
            if called & (generators | {"from_tensor_slices", "batch", "flow", "image_dataset_from_directory"}):
                return True
    return False


def _lacks(call: cst.Call) -> bool:
    """A call on inputs alone."""
    if any(arg.star for arg in call.args) or not isinstance(call.func, cst.Attribute) or not call.args:
        return False
    positional = [arg for arg in call.args if arg.keyword is None]
    given = {last_name(arg.keyword): arg.value for arg in call.args if arg.keyword is not None}
    if "y" in given:
        return text(given["y"]) == "None"
    return len(positional) < 2 or text(positional[1].value) == "None"


def _unread(module: cst.Module) -> list[str]:
    """The names that the module binds to values and that no code reads."""
    bound: dict[str, None] = {}
    written: set[cst.CSTNode] = set()
    for assign in every(module, cst.AssignTarget):
        written |= set(every(assign.target, cst.Name))
        bound.update(dict.fromkeys(target_names(assign.target)))
    skip = {part for node in every(module, cst.Attribute) for part in (node.attr,)}
    skip |= {node.keyword for node in every(module, cst.Arg) if node.keyword is not None}
    read = {name.value for name in every(module, cst.Name) if name not in written | skip}
    results = {name for assign in every(module, cst.Assign) if _trains(assign.value) for name in _names(assign)}
    return [name for name in bound if name not in read | results and not name.startswith("_")]


def _names(assign: cst.Assign) -> list[str]:
    return [name for target in assign.targets for name in target_names(target.target)]


def _trains(value: cst.BaseExpression) -> bool:
    """history = model.fit(...) binds no array."""
    return isinstance(value, cst.Call) and last_name(value.func) in _TRAINING | {"compile", "summary", "predict"}


def _with_targets(call: cst.Call, name: str) -> cst.Call:
    value = expression(name)
    for place, arg in enumerate(call.args):
        second = arg.keyword is None and place == 1
        if second or last_name(arg.keyword) == "y":
            return call.with_changes(args=[*call.args[:place], arg.with_changes(value=value), *call.args[place + 1 :]])
    comma = cst.Comma(whitespace_after=cst.SimpleWhitespace(" "))
    first, *rest = call.args
    named = first.keyword is not None
    new = cst.Arg(value, keyword=cst.Name("y") if named else None, comma=comma if rest else cst.MaybeSentinel.DEFAULT)
    if named:
        equal = cst.AssignEqual(cst.SimpleWhitespace(""), cst.SimpleWhitespace(""))
        new = new.with_changes(equal=equal)
    first = first if isinstance(first.comma, cst.Comma) and rest else first.with_changes(comma=comma)
    return call.with_changes(args=[first, new, *rest])
