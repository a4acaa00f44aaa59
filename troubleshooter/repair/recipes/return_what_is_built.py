"""return-what-is-built: a function that puts layers together, and forgets to return the tensor or the model."""

from __future__ import annotations

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.repair.build import statements
from troubleshooter.repair.code import every
from troubleshooter.repair.flow import target_names
from troubleshooter.repair.job import Change, Job
from troubleshooter.repair.last_value import assigned_calls, with_last_value, with_name
from troubleshooter.repair.paths import gives_value, is_generator, own_statements, returns

_MODELS = ("Model", "Sequential", "Functional")


def repair(job: Job) -> Change:
    """Return the model that the function makes, what its caller unpacks, or what it computes last."""
    function = job.needed_function
    if not isinstance(function, cst.FunctionDef) or is_generator(function):
        raise CannotRepair("only a function with a body can be given a return")
    if any(gives_value(found) for found in returns(function)):
        raise CannotRepair("the function returns a value")
    if any(found.value is not None or _is_bare(found) for found in returns(function)[:-1]):
        raise CannotRepair("the function ends at several places", hint="Return the value at each of them.")
    wanted = _unpacked(job, function)
    if wanted:
        return Change({function: with_name(function, ", ".join(wanted))})
    models = assigned_calls(function, *_MODELS)
    if models:
        note = "the function makes a model and more; it returns the model" if len(set(models)) > 1 else ""
        return Change({function: with_name(function, models[-1])}, changes=note)
    return Change({function: with_last_value(function)})


def _is_bare(found: cst.Return) -> bool:
    return found.value is None


def _unpacked(job: Job, function: cst.FunctionDef) -> list[str]:
    """The names that a caller unpacks the result into, where the function has them all."""
    for assign in every(job.code.module, cst.Assign):
        target, value = assign.targets[0].target, assign.value
        if isinstance(target, cst.Tuple | cst.List) and isinstance(value, cst.Call) and _calls(value, function):
            names, own = list(target_names(target)), _own_names(function)
            if set(names) <= own:
                return names
            raise CannotRepair("its caller unpacks several values that the function does not have under those names")
    return []


def _calls(call: cst.Call, function: cst.FunctionDef) -> bool:
    name = call.func.attr if isinstance(call.func, cst.Attribute) else call.func
    return isinstance(name, cst.Name) and name.value == function.name.value


def _own_names(function: cst.FunctionDef) -> set[str]:
    """The names that a function binds."""
    parts = [part for one in own_statements(statements(function.body)) for part in getattr(one, "body", ())]
    assigns = [part for part in parts if isinstance(part, cst.Assign)]
    parameters = {param.name.value for param in function.params.params}
    return parameters | {name for part in assigns for each in part.targets for name in target_names(each.target)}
