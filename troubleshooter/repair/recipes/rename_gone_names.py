"""rename-gone-names: backend functions, TensorFlow 1 names and keras.ops that are not there, by TensorFlow's names."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.facts.gone_names import backend_gone, keras_ops, tensorflow_1
from troubleshooter.intake.syntax import Program, read
from troubleshooter.repair.build import Expression, expression, tight
from troubleshooter.repair.code import EXPRESSIONS, at, last_name, text
from troubleshooter.repair.gone_table import (
    BACKEND,
    BACKEND_FORMS,
    KEYWORDS,
    NO_PLACE,
    OPS,
    RENAMED,
    TENSORFLOW,
)
from troubleshooter.repair.job import Change, Job
from troubleshooter.repair.phase import with_training

_HINT = "Write it with TensorFlow operations."


@dataclass(frozen=True)
class _Old:
    """An old name as it stands in the source: the node, the name, and the table that knows its successor."""

    node: cst.CSTNode
    name: str
    table: Mapping[str, str]
    tensorflow: bool


def repair(job: Job) -> Change:
    """Every such name that has a successor."""
    program = read(job.code.module.code)
    if program is None:
        raise CannotRepair("the source cannot be read")
    old = _found(job, program)
    edits: dict[cst.CSTNode, Callable[[cst.Call], Expression]] = {}
    plain: dict[cst.CSTNode, Expression] = {}
    keywords: dict[cst.CSTNode, str] = {}
    for one in old:
        around = job.code.parents.get(one.node)
        if isinstance(around, cst.Call) and around.func is one.node:
            edits[around] = _caller(job, one)
        elif isinstance(around, cst.Arg) and around.keyword is not None and one.name in around.keyword.value:
            keywords[around] = one.name
        else:
            plain[one.node] = expression(f"{job.tf}.{_successor(one).partition('|')[0]}")
    if not (edits or plain or keywords):
        raise CannotRepair("no name that is gone was found in the source")
    module = job.code.module.visit(_Rename(edits, plain, keywords))
    phases = [one.node for one in old if one.name == "in_train_phase"]
    return Change(module=with_training(job.code, module, phases))


def _found(job: Job, program: Program) -> list[_Old]:
    groups: list[tuple[list[tuple[ast.AST, str]], Mapping[str, str], bool]] = [
        (list(backend_gone(program)) if job.keras != "2" else [], BACKEND, False),
        (list(tensorflow_1(program)), TENSORFLOW, True),
    ]
    if job.keras == "2" or not any(
        pairs for pairs, _, _ in groups
    ):  # Keras 3 has them: only where nothing else is gone
        groups.append((list(keras_ops(program)), OPS, False))
    found = []
    for pairs, table, tensorflow in groups:
        for node, name in pairs:
            here = at(job.code, program.place(node), *EXPRESSIONS)
            if here is not None:
                found.append(_Old(here, name, table, tensorflow))
    return found


def _successor(one: _Old) -> str:
    """The new name below `tf`; TensorFlow keeps its old functions in tf.compat.v1."""
    new = one.table.get(one.name, "")
    if not new and one.tensorflow and one.name.islower() and one.name.partition(".")[0] not in NO_PLACE:
        return f"compat.v1.{one.name}"
    if not new:
        raise CannotRepair(f"nothing takes the place of `{one.name}` by name", hint=_HINT)
    return new


def _caller(job: Job, one: _Old) -> Callable[[cst.Call], Expression]:
    """What to make of a call of the old name."""
    if one.name == "in_train_phase":
        return _phase
    if one.name in BACKEND_FORMS and not one.tensorflow:
        return lambda call: _formed(job, call, BACKEND_FORMS[one.name])
    new, _, more = _successor(one).partition("|")
    more = more.replace("tf.", f"{job.tf}.")
    return lambda call: _renamed(call, f"{job.tf}.{new}", more, RENAMED.get(one.name, {}))


def _phase(call: cst.Call) -> Expression:
    """K.in_train_phase(a, b) is `a if training else b`."""
    if len(call.args) < 2 or any(isinstance(one.value, cst.Lambda) for one in call.args):
        raise CannotRepair("K.in_train_phase is given functions", hint="Use an if on the argument `training`.")
    return expression(f"({text(call.args[0].value)} if training else {text(call.args[1].value)})")


def _formed(job: Job, call: cst.Call, form: str) -> Expression:
    if not call.args:
        raise CannotRepair("the call has no argument", hint=_HINT)
    return expression(form.replace("tf.", f"{job.tf}.").format(text(tight(call.args[0].value))))


def _renamed(call: cst.Call, new: str, more: str, keywords: Mapping[str, str]) -> Expression:
    args = []
    for argument in call.args:
        name = last_name(argument.keyword)
        args.append(argument.with_changes(keyword=cst.Name(keywords[name])) if name in keywords else argument)
    if more and not _given(call, more):
        value = expression(f"f({more})")
        if args:
            args[-1] = args[-1].with_changes(comma=cst.Comma(whitespace_after=cst.SimpleWhitespace(" ")))
        args.extend(cst.ensure_type(value, cst.Call).args)
    if new.endswith(".concat") and any(last_name(one.keyword) == "values" for one in args):
        args = [one.with_changes(keyword=None) if last_name(one.keyword) == "values" else one for one in args]
    return call.with_changes(func=expression(new), args=args)


def _given(call: cst.Call, more: str) -> bool:
    """Whether the call gives the argument itself: by its name, or as its second."""
    name = more.partition("=")[0] if "=" in more else ""
    return any(last_name(one.keyword) == name for one in call.args if one.keyword) or (
        sum(1 for one in call.args if one.keyword is None) > 1
    )


class _Rename(cst.CSTTransformer):
    def __init__(
        self,
        calls: Mapping[cst.CSTNode, Callable[[cst.Call], Expression]],
        plain: Mapping[cst.CSTNode, Expression],
        keywords: Mapping[cst.CSTNode, str],
    ) -> None:
        super().__init__()
        self.calls, self.plain, self.keywords = calls, plain, keywords

    def on_leave(self, original_node: cst.CSTNode, updated_node: cst.CSTNode) -> cst.CSTNode:  # type: ignore[override]
        if original_node in self.calls and isinstance(updated_node, cst.Call):
            return self.calls[original_node](updated_node)
        if original_node in self.keywords and isinstance(updated_node, cst.Arg):
            return _new_keyword(updated_node, self.keywords[original_node])
        return self.plain.get(original_node, updated_node)


def _new_keyword(argument: cst.Arg, old: str) -> cst.Arg:
    if old == "keep_prob":
        rate = expression(f"1 - {text(tight(argument.value))}")
        return argument.with_changes(keyword=cst.Name("rate"), value=rate)
    return argument.with_changes(keyword=cst.Name(KEYWORDS[old]))
