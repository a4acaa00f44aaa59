"""item-assignment: `x[:, 0] = v` on a tensor builds a new tensor and gives it the old name."""

from __future__ import annotations

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.repair.build import Expression, expression
from troubleshooter.repair.code import text
from troubleshooter.repair.flow import Flow
from troubleshooter.repair.items import Selection
from troubleshooter.repair.job import Change, Job
from troubleshooter.repair.ranks import all_rank2
from troubleshooter.repair.rename import OPERATORS


def repair(job: Job) -> Change:
    """Replace every assignment to an item or slice of a tensor."""
    function = job.needed_function
    if isinstance(function, cst.Lambda):
        raise CannotRepair("a lambda cannot assign to an item")
    new = function.visit(_Assignments(job.flow, job.tf, all_rank2(job.code.module)))
    if not isinstance(new, cst.FunctionDef) or text(new) == text(function):
        raise CannotRepair("no item of a tensor is assigned to in the function")
    return Change({function: new})


class _Assignments(cst.CSTTransformer):
    def __init__(self, flow: Flow, tf: str, rank2: bool) -> None:
        super().__init__()
        self.flow, self.tf, self.rank2 = flow, tf, rank2

    def leave_Assign(self, original_node: cst.Assign, updated_node: cst.Assign) -> cst.Assign:  # noqa: N802 - libcst's name
        if len(original_node.targets) != 1:
            return updated_node
        return self._assign(original_node.targets[0].target, original_node.value, "") or updated_node

    def leave_AugAssign(  # noqa: N802 - libcst's name
        self, original_node: cst.AugAssign, updated_node: cst.AugAssign
    ) -> cst.BaseSmallStatement:
        operator = OPERATORS[type(original_node.operator)]
        return self._assign(original_node.target, original_node.value, operator) or updated_node

    def _assign(self, target: Expression, value: Expression, operator: str) -> cst.Assign | None:
        if not isinstance(target, cst.Subscript) or not self.flow.is_tensor(target.value):
            return None
        if not isinstance(target.value, cst.Name):
            raise CannotRepair("an item of an item is assigned to", hint="Build the new tensor with tf.where.")
        new = Selection(target, self.flow, self.tf, self.rank2).assigned(value, operator)
        return cst.Assign([cst.AssignTarget(expression(target.value.value))], new)  # type: ignore[arg-type]
