"""guard-none: what the function does where Keras fills `mask` or `training` with None."""

from __future__ import annotations

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.repair.build import Expression, block, expression, is_docstring, parsed, statements
from troubleshooter.repair.code import edited, every, text
from troubleshooter.repair.fill import changes_shape, one_argument
from troubleshooter.repair.job import Change, Job
from troubleshooter.repair.paths import returns

_NAMES = ("mask", "training")


def repair(job: Job) -> Change:
    """No mask: nothing is masked. No training flag: it is not training."""
    function = job.needed_function
    parameters = [*function.params.posonly_params, *function.params.params, *function.params.kwonly_params]
    wanted = [name for name in _NAMES if any(one.name.value == name for one in parameters)]
    wanted = [name for name in wanted if name not in job.given and not _is_tested(function, name)]
    if not wanted:
        raise CannotRepair("the function has no parameter that Keras fills and may leave None")
    if isinstance(function, cst.Lambda):
        return Change({function: _lambda(job, function, wanted)}, changes=_note(wanted))
    body = statements(function.body)
    place = 1 if body and is_docstring(body[0]) else 0
    guards = [parsed(_guard(job, name)) for name in wanted]
    new = [*body[:place], *guards, *body[place:]]
    return Change({function: function.with_changes(body=block(function.body, new))}, changes=_note(wanted))


def _note(wanted: list[str]) -> str:
    told = {"mask": "without a mask nothing is masked", "training": "without a training flag it is taken as False"}
    return "; ".join(told[name] for name in wanted)


def _is_tested(function: cst.CSTNode, name: str) -> bool:
    """The function asks for the name somewhere, or binds it anew."""
    tests = [part.test for part in every(function, cst.If, cst.IfExp, cst.While)]
    tests += every(function, cst.BooleanOperation)
    bound = [one.target for one in every(function, cst.AssignTarget)]
    asked = [node.value for test in [*tests, *bound] for node in every(test, cst.Name)]
    return name in asked


def _guard(job: Job, name: str) -> str:
    if name == "training":
        return "if training is None:\n    training = False"
    argument = one_argument(job)
    if not _reduces(job):
        return f"if mask is None:\n    return {argument}"
    return f"if mask is None:\n    mask = {_all_true(job, argument)}"


def _all_true(job: Job, argument: str) -> str:
    """A mask that keeps everything, of the shape that Keras's masks have: the input's without its features."""
    return f"{job.tf}.ones({job.tf}.shape({argument})[:-1], dtype={job.tf}.bool)"


def _reduces(job: Job) -> bool:
    """Whether the input itself would have another shape than what the function gives with a mask."""
    function = job.needed_function
    if isinstance(function, cst.Lambda):
        return _smaller(job, function.body)
    return any(_smaller(job, found.value) for found in returns(function) if found.value is not None)


def _smaller(job: Job, value: Expression) -> bool:
    """The value, or a name it is made of, comes from a reduction or another change of shape."""
    if changes_shape(value) or any(changes_shape(call) for call in every(value, cst.Call) if call is not value):
        return not _of_mask_only(value)
    names = {name.value for name in every(value, cst.Name)}
    for assign in every(job.needed_function, cst.Assign):
        target = assign.targets[0].target
        if isinstance(target, cst.Name) and target.value in names - {"mask"} and changes_shape(assign.value):
            return not _of_mask_only(assign.value)
    return False


def _of_mask_only(value: Expression) -> bool:
    """Whether only the mask is reshaped: tf.expand_dims(mask, -1), mask[:, :, None]."""
    changed = [node for node in every(value, cst.Call, cst.Subscript) if changes_shape(node)]
    return all({one.value for one in every(node, cst.Name)} & {"mask"} for node in changed) and not any(
        "reduce" in text(node).split("(")[0] or ".sum" in text(node).split("(")[0] for node in changed
    )


def _lambda(job: Job, function: cst.Lambda, wanted: list[str]) -> cst.Lambda:
    body = function.body
    if "training" in wanted:
        uses = [name for name in every(body, cst.Name) if name.value == "training"]
        body = edited(body, {name: expression("(training or False)") for name in uses})
    if "mask" in wanted:
        argument = one_argument(job)
        if _reduces(job):
            filled = expression(f"({_all_true(job, argument)} if mask is None else mask)")
            body = edited(body, {name: filled for name in every(body, cst.Name) if name.value == "mask"})
        else:
            body = expression(f"{argument} if mask is None else {text(body)}")
    return function.with_changes(body=body)
