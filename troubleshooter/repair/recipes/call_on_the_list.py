"""call-on-the-list: a layer whose function takes its input apart is called on the list of these tensors."""

from __future__ import annotations

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.facts.symbolic import Symbolic
from troubleshooter.intake.syntax import Program, read
from troubleshooter.repair.build import expression
from troubleshooter.repair.code import dotted, every, text
from troubleshooter.repair.flow import tensor_parameters
from troubleshooter.repair.job import Change, Job

_HINT = "Call the layer on the list of all its inputs: Lambda(f)([a, b])."


def repair(job: Job) -> Change:
    """The tensors of the code around that have the names the function gives its inputs."""
    names = _unpacked(job)
    use = _use(job)
    program = read(job.code.module.code)
    if program is None or use is None or not use.args:
        raise CannotRepair("it cannot be read where the layer is called", hint=_HINT)
    given = text(use.args[0].value)
    known = [name for name in names if _is_tensor(program, job, use, name)]
    if len(known) != len(names) or given not in names:
        raise CannotRepair(f"the tensors {', '.join(names)} are not there by these names", hint=_HINT)
    listed = use.args[0].with_changes(value=expression(f"[{', '.join(names)}]"))
    return Change({use: use.with_changes(args=[listed, *use.args[1:]])})


def _unpacked(job: Job) -> list[str]:
    function = job.needed_function
    own = tensor_parameters(function, skip_first=job.is_method, given=job.given)[:1]
    for assign in every(function, cst.Assign):
        target = assign.targets[0].target
        if isinstance(target, cst.Tuple | cst.List) and own and dotted(assign.value) == own[0]:
            return [text(one.value) for one in target.elements]
    raise CannotRepair("the function does not take its input apart")


def _use(job: Job) -> cst.Call | None:
    around = job.code.parents.get(job.construction) if job.construction is not None else None
    if isinstance(around, cst.Call) and around.func is job.construction:
        return around
    if isinstance(around, cst.Assign):
        names = {text(target.target) for target in around.targets}
        found = [one for one in every(job.code.module, cst.Call) if dotted(one.func) in names]
        return found[0] if len(found) == 1 else None
    return None


def _is_tensor(program: Program, job: Job, use: cst.Call, name: str) -> bool:
    """Whether a name is a KerasTensor where the layer is called."""
    line = job.code.spans[use].start.line
    here = [call for call in program.calls if call.lineno == line]
    bound = [one for one in program.lookup(name, here[0]) if one.line < line] if here else []
    return bool(bound) and Symbolic(program).is_bound_to_tensor(bound[-1])
