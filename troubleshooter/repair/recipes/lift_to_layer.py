"""lift-to-layer: weights that a Lambda's function captures or makes belong to a Layer subclass."""

from __future__ import annotations

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.model import TargetKind
from troubleshooter.repair.build import Expression, tight
from troubleshooter.repair.code import Function, edited, every, names_in, text
from troubleshooter.repair.job import Change, Job
from troubleshooter.repair.layer_class import LayerClass
from troubleshooter.repair.lift import Owned, attributes, captured, closure_names, created, initial_value, is_variable
from troubleshooter.repair.names import keras_name
from troubleshooter.repair.rename import fresh

_KEPT = frozenset({"name", "dtype", "trainable", "input_shape"})


def repair(job: Job) -> Change:
    """Make a layer of the function, its weights and its layers."""
    function, construction = job.needed_function, job.construction
    if construction is None or job.target.kind is TargetKind.HELPER:
        raise CannotRepair("the function is not the function of a Lambda")
    owned = captured(job.code, function) + attributes(job.code, function) + created(job.code, function)
    if not owned:
        raise CannotRepair("the function uses no variable and no layer")
    copies = _copies(job, owned)
    if copies:
        return Change({function: _edited(function, copies)})
    trains = job.answer("should-train") == "yes"
    direct = _direct(function, owned) if trains else None
    if direct is not None:
        return Change({construction: direct}, asked=("should-train",), exercises=("", ""))
    return _lifted(job, function, construction, owned, trains)


def _copies(job: Job, owned: list[Owned]) -> dict[cst.CSTNode, cst.CSTNode]:
    """tf.Variable(x) of the argument is no weight but the tensor itself."""
    edits: dict[cst.CSTNode, cst.CSTNode] = {}
    for one in owned:
        value = initial_value(one.made) if is_variable(one.made) and one.inside else None
        if value is not None and job.flow.is_tensor(value):
            edits[one.made] = tight(value)
    return edits


def _edited(function: Function, edits: dict[cst.CSTNode, cst.CSTNode]) -> Function:
    if isinstance(function, cst.Lambda) and function.body in edits:
        return function.with_changes(body=edits[function.body])
    return edited(function, edits)


def _direct(function: Function, owned: list[Owned]) -> Expression | None:
    """`lambda x: dense(x)` is the layer itself."""
    if not isinstance(function, cst.Lambda) or len(owned) != 1 or is_variable(owned[0].made):
        return None
    layer, body = owned[0], function.body
    value: Expression = layer.made if layer.inside else cst.Name(layer.name)
    params = [param.name.value for param in function.params.params]
    if layer.inside and names_in(layer.made) & set(params):
        return None
    if text(body) == text(value):
        return value
    called = isinstance(body, cst.Call) and text(body.func) == text(value) and len(body.args) == 1
    return value if called and isinstance(body, cst.Call) and [text(body.args[0].value)] == params else None


def _lifted(job: Job, function: Function, construction: cst.Call, owned: list[Owned], trains: bool) -> Change:
    constants = closure_names(job.code, function, owned)
    _refuse_locals(function, owned, constants)
    made = LayerClass(
        name=_class_name(job, function),
        keras=keras_name(job.code.module, job.tf),
        tf=job.tf,
        function=function,
        owned=_distinct(owned),
        constants=constants,
        trains=trains,
        is_method=job.is_method,
    )
    new = _construction(construction, made)
    module = _placed(job, made.statement(), construction, new, function)
    outside = [one.name for one in owned if not one.inside and is_variable(one.made)]
    note = f"the model has its own weight now; `{outside[0]}` outside is no longer the one it uses" if outside else ""
    return Change(module=module, asked=("should-train",), exercises=("class", made.name), changes=note)


def _refuse_locals(function: Function, owned: list[Owned], constants: list[str]) -> None:
    """What is made inside must not need values that only the call knows."""
    params = {param.name.value for param in every(function.params, cst.Param)}
    for one in owned:
        if one.inside and names_in(one.made) & (params | set(constants)):
            hint = "Give the layer fixed numbers, or make it in build()."
            raise CannotRepair("the layer that is made inside depends on the input", hint=hint)


def _distinct(owned: list[Owned]) -> list[Owned]:
    """Two things made on the spot get different names."""
    result: list[Owned] = []
    for one in owned:
        taken = {other.name for other in result}
        name = fresh(one.name, "2", taken) if one.name in taken else one.name
        result.append(Owned(name, one.made, one.inside))
    return result


def _class_name(job: Job, function: Function) -> str:
    """Named from the function, or from the layer's name."""
    plain = function.name.value if isinstance(function, cst.FunctionDef) else _layer_name(job)
    words = [word for word in plain.replace("-", "_").split("_") if word]
    name = "".join(word[:1].upper() + word[1:] for word in words) + "Layer"
    taken = names_in(job.code.module)
    return name if name not in taken else fresh(name, "2", taken).replace("_", "")


def _layer_name(job: Job) -> str:
    for argument in job.construction.args if job.construction is not None else ():
        if (
            argument.keyword is not None
            and argument.keyword.value == "name"
            and isinstance(argument.value, cst.SimpleString)
        ):
            name = str(argument.value.evaluated_value)
            return name if name.replace("-", "_").isidentifier() else "weighted"
    return "weighted"


def _construction(construction: cst.Call, made: LayerClass) -> cst.Call:
    if any(argument.keyword is not None and argument.keyword.value == "arguments" for argument in construction.args):
        raise CannotRepair("the Lambda passes `arguments=`", hint="Give them to the new layer's constructor.")
    kept = [
        argument for argument in construction.args if argument.keyword is not None and argument.keyword.value in _KEPT
    ]
    given = [cst.Arg(cst.Name(name)) for name in made.given]
    args = [*given, *kept]
    if args:
        args[-1] = args[-1].with_changes(comma=cst.MaybeSentinel.DEFAULT)
    return construction.with_changes(func=cst.Name(made.name), args=args)


def _placed(job: Job, made: cst.ClassDef, construction: cst.Call, new: cst.Call, function: Function) -> cst.Module:
    """The class before the statement that uses it; the function it came from goes, when nothing else uses it."""
    body = list(job.code.module.body)
    used = next(place for place, one in enumerate(body) if construction in every(one, cst.Call))
    moved = function in body and _uses(job.code.module, function) == 1
    place = next(place for place, one in enumerate(body) if one is function) if moved else used
    body[used] = edited(body[used], {construction: new})
    first = body[place]
    lines = getattr(first, "leading_lines", ())
    if moved:
        body[place] = made.with_changes(leading_lines=lines)
        return job.code.module.with_changes(body=body)
    blank = [cst.EmptyLine(indent=False)] * 2
    body[place] = first.with_changes(leading_lines=[*blank, *lines])
    made = made.with_changes(leading_lines=blank if place else ())
    return job.code.module.with_changes(body=[*body[:place], made, *body[place:]])


def _uses(module: cst.Module, function: Function) -> int:
    """How often the function's name is read."""
    if not isinstance(function, cst.FunctionDef):
        return 0
    return sum(name.value == function.name.value for name in every(module, cst.Name)) - 1
