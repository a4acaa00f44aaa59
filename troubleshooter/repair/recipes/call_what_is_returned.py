"""call-what-is-returned: a function that is returned uncalled is called; a layer takes the Lambda's place."""

from __future__ import annotations

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.repair.build import call
from troubleshooter.repair.code import Function, edited, last_name, names_in, text
from troubleshooter.repair.fill import one_argument
from troubleshooter.repair.job import Change, Job
from troubleshooter.repair.paths import returns

_HINT = "Return a tensor that is computed from the argument."


def repair(job: Job) -> Change:
    """`return tf.nn.relu` becomes `return tf.nn.relu(x)`; a Lambda that only makes a layer becomes that layer."""
    function = job.needed_function
    values = _values(function)
    layers = [value for value in values if isinstance(value, cst.Call) and _makes_layer(value)]
    if layers and len(layers) == len(values):
        return _layer_itself(job, function, layers)
    edits: dict[cst.CSTNode, cst.CSTNode] = {}
    for value in values:
        if isinstance(value, cst.Attribute) and value.attr.value[:1].islower():
            edits[value] = call(text(value), one_argument(job))
    if not edits or len(edits) != len(values):
        raise CannotRepair("it cannot be read which tensor the function is meant to give", hint=_HINT)
    return Change({function: edited(function, edits)})


def _values(function: Function) -> list[cst.BaseExpression]:
    if isinstance(function, cst.Lambda):
        return [function.body]
    return [one.value for one in returns(function) if one.value is not None]


def _makes_layer(value: cst.Call) -> bool:
    return last_name(value.func)[:1].isupper()


def _layer_itself(job: Job, function: Function, layers: list[cst.Call]) -> Change:
    """`Lambda(lambda x: Dense(1))` is meant as `Dense(1)`: a layer made for each call has new weights each time."""
    made = layers[0]
    parameters = {parameter.name.value for parameter in function.params.params}
    alone = isinstance(function, cst.Lambda) and len(layers) == 1 and not names_in(made) & parameters
    if not alone or job.construction is None:
        raise CannotRepair(
            "the function makes a layer and does not call it",
            hint="Make the layer outside of the function and put it in the Lambda's place.",
        )
    return Change({job.construction: made}, changes="The layer stands in the Lambda's place and owns its weights.")
