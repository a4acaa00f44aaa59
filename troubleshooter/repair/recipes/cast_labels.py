"""cast-labels: what a loss or a training step joins with the prediction takes the prediction's dtype."""

from __future__ import annotations

import re

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.repair.build import Expression, call
from troubleshooter.repair.code import Edits, Function, dotted, edited, every, last_name, text
from troubleshooter.repair.flow import assignments
from troubleshooter.repair.job import Change, Job
from troubleshooter.repair.recipes.cast_to_argument import first_cast

_PREDICTED = re.compile(r"pred|logit|y_hat|yhat|\byp\b|output|recon|generated|fake", re.IGNORECASE)
_MODEL = re.compile(r"(model|net|network|encoder|decoder|generator|critic|discriminator)\d*$", re.IGNORECASE)
_MAKERS = frozenset({"Sequential", "Model", "Lambda", "Dense", "load_model"})
_JOINS = frozenset({"subtract", "add", "multiply", "squared_difference", "divide", "maximum", "minimum"})


def repair(job: Job) -> Change:
    """Cast in the function that compares labels and prediction, else where the program joins them."""
    for function in [job.function, *every(job.code.module, cst.FunctionDef, cst.Lambda)]:
        sides = _sides(function) if function is not None else None
        if function is not None and sides is not None:
            labels, predicted = sides
            return Change(
                {function: first_cast(function, labels, call(f"{job.tf}.cast", labels, f"{predicted}.dtype"))}
            )
    edits = _joined(job)
    if not edits:
        raise CannotRepair(
            "it cannot be read which value has another dtype than the prediction",
            hint="Cast it: tf.cast(labels, prediction.dtype).",
        )
    return Change(edits)


def _sides(function: Function) -> tuple[str, str] | None:
    """(labels, prediction) of a function of two that joins them, not cast yet."""
    names = [parameter.name.value for parameter in function.params.params if parameter.default is None]
    names = names[1:] if names[:1] == ["self"] else names
    if len(names) != 2 or not any(_joins(node, names) for node in every(function.body, cst.BinaryOperation, cst.Call)):
        return None
    predicted = names[0] if _PREDICTED.search(names[0]) and not _PREDICTED.search(names[1]) else names[1]
    labels = names[0] if predicted == names[1] else names[1]
    if not _PREDICTED.search(predicted) and not re.search(r"true|label|target|truth|\byt?\b", labels):
        return None
    return None if f"{predicted}.dtype" in text(function) else (labels, predicted)


def _joins(node: cst.CSTNode, names: list[str]) -> bool:
    """`a - b` or `tf.subtract(a, b)` of these two names."""
    return {dotted(part) for part in _parts(node)} == set(names)


def _parts(node: cst.CSTNode) -> list[Expression]:
    if isinstance(node, cst.BinaryOperation):
        return [node.left, node.right]
    joins = isinstance(node, cst.Call) and last_name(node.func) in _JOINS
    return [argument.value for argument in node.args[:2]] if joins and isinstance(node, cst.Call) else []


def _joined(job: Job) -> Edits:
    """The casts in the program around: whatever stands beside a prediction."""
    edits: dict[cst.CSTNode, cst.CSTNode] = {}
    predicted = {text(target) for target, value in assignments(job.code.module) if _is_prediction(job, value)}
    for node in every(job.code.module, cst.BinaryOperation, cst.Call):
        parts = _parts(node)
        mine = [part for part in parts if text(part) in predicted or _is_prediction(job, part)]
        if len(parts) != 2 or len(mine) != 1:
            continue
        other = parts[1] if mine[0] is parts[0] else parts[0]
        if isinstance(other, cst.Name | cst.Call | cst.Subscript | cst.Attribute) and last_name_of(other) != "cast":
            dtype = f"{text(mine[0])}.dtype" if isinstance(mine[0], cst.Name) else f"{job.tf}.float32"
            edits[node] = edited(node, {other: call(f"{job.tf}.cast", other, dtype)})
    return edits


def last_name_of(node: Expression) -> str:
    """The function's name of a call, "" for anything else."""
    return last_name(node.func) if isinstance(node, cst.Call) else ""


def _is_prediction(job: Job, value: Expression) -> bool:
    """`model(x)`: a call of what the source made as a model or layer, or of what is named like one."""
    if not isinstance(value, cst.Call) or not value.args:
        return False
    if isinstance(value.func, cst.Call):  # Dense(1)(x)
        return last_name(value.func.func)[:1].isupper()
    name = dotted(value.func)
    if not name or name.split(".")[0] in {job.tf, "np", "numpy", "K", "math"}:
        return False
    made = [one for target, one in assignments(job.code.module) if text(target) == name and isinstance(one, cst.Call)]
    classes = {one.name.value for one in every(job.code.module, cst.ClassDef)}
    if any(last_name(one.func) in _MAKERS | classes for one in made if isinstance(one, cst.Call)):
        return True
    return name == "self" or (bool(_MODEL.search(name)) and name[:1].islower())
