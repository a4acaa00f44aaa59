"""call-the-lambda: Lambda(f(x)) calls the function too early; Lambda(f)(x) gives the layer the function."""

from __future__ import annotations

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.repair.build import block, expression, is_none, returning, statements
from troubleshooter.repair.code import Function, dotted, every, last_name, text
from troubleshooter.repair.job import Change, Job
from troubleshooter.repair.paths import falls_through, gives_value, returns


def repair(job: Job) -> Change:
    """Give Lambda a function, or take the layer that is meant."""
    if job.construction is None or not job.construction.args:
        raise CannotRepair("the Lambda is not in the source")
    call = job.construction
    given = call.args[0].value
    if isinstance(given, cst.SimpleString):
        return _activation(call, given)
    if is_none(given):
        raise CannotRepair("the Lambda is given None", hint="Give it a function: Lambda(lambda x: ...).")
    made = given if isinstance(given, cst.Call) else _assigned(job, given)
    if isinstance(given, cst.Call):
        return _called(job, call, given)
    factory = _factory(job, made) if made is not None else None
    if factory is not None:
        return _completed(factory)
    raise CannotRepair("the Lambda is given a function")


def _activation(call: cst.Call, given: cst.SimpleString) -> Change:
    """Lambda("relu") is meant as Activation("relu")."""
    if not str(given.evaluated_value).isidentifier():
        raise CannotRepair("the Lambda is given a text", hint="Give it a function.")
    name = dotted(call.func)
    head = name.rpartition(".")[0] or "tf.keras.layers"
    return Change({call: call.with_changes(func=expression(f"{head}.Activation"))})


def _called(job: Job, call: cst.Call, given: cst.Call) -> Change:
    factory = _factory(job, given)
    if factory is not None:
        return _completed(factory)
    if len(given.args) != 1 or given.args[0].keyword is not None or given.args[0].star:
        hint = "Pass the function: Lambda(lambda x: f(x, ...))(x)."
        raise CannotRepair("the function is called with more than a tensor where the layer is made", hint=hint)
    layer = call.with_changes(args=[call.args[0].with_changes(value=given.func), *call.args[1:]])
    around = job.code.parents.get(call)
    if isinstance(around, cst.Element) or (isinstance(around, cst.Call) and around.func is call):
        return Change({call: layer})
    return Change({call: cst.Call(func=layer, args=[given.args[0].with_changes(comma=cst.MaybeSentinel.DEFAULT)])})


def _assigned(job: Job, given: cst.BaseExpression) -> cst.Call | None:
    """The one call whose result a name was given: f = make(), then Lambda(f)."""
    if not isinstance(given, cst.Name):
        return None
    values = [one.value for one in every(job.code.module, cst.Assign) if dotted(one.targets[0].target) == given.value]
    return values[0] if len(values) == 1 and isinstance(values[0], cst.Call) else None


def _factory(job: Job, given: cst.Call) -> cst.FunctionDef | None:
    """The function of the source that is called, where it is meant to make a function and gives None."""
    found = [one for one in every(job.code.module, cst.FunctionDef) if one.name.value == last_name(given.func)]
    if not found:
        return None
    inner = [one for one in every(found[0].body, cst.FunctionDef, cst.Lambda) if one is not found[0]]
    values = [one.value for one in returns(found[0]) if one.value is not None]
    forgotten = not values and any(isinstance(one, cst.FunctionDef) for one in inner)
    makes = forgotten or any(_is_made(value, inner) for value in values)
    return found[0] if makes else None


def _is_made(value: cst.BaseExpression, inner: list[Function]) -> bool:
    names = {one.name.value for one in inner if isinstance(one, cst.FunctionDef)}
    return isinstance(value, cst.Lambda) or dotted(value) in names


def _completed(factory: cst.FunctionDef) -> Change:
    """`def make(): def f(x): ...` without `return f`."""
    body = statements(factory.body)
    inner = [one for one in body if isinstance(one, cst.FunctionDef)]
    if any(gives_value(one) for one in returns(factory)) or len(inner) != 1 or not falls_through(body):
        hint = "Return a function on every path, or raise an error."
        raise CannotRepair(f"`{factory.name.value}` gives no function on one of its paths", hint=hint)
    kept = [one for one in body if text(one).strip() not in {"return", "return None"}]
    ended = block(factory.body, [*kept, returning(expression(inner[0].name.value))])
    return Change({factory: factory.with_changes(body=ended)})
