"""register-function: the functions and layers of the source that a model names are registered under their names."""

from __future__ import annotations

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.repair.build import Expression, expression
from troubleshooter.repair.code import Code, every, last_name
from troubleshooter.repair.job import Change, Job
from troubleshooter.repair.names import keras_name
from troubleshooter.repair.saved_function import find

_KEYWORDS = frozenset({"activation", "recurrent_activation", "function"})
_ENDINGS = ("_initializer", "_regularizer", "_constraint")
_NOTE = "an older file knows the function by its plain name: load that one with custom_objects={name: function}"

Definition = cst.FunctionDef | cst.ClassDef


def repair(job: Job) -> Change:
    """Decorate what is not registered yet."""
    code = job.code
    named: list[Definition] = [*_functions(code), *_layers(code)]
    found = [one for one in named if not _registered(one)]
    if not found:
        hint = "Import the function where the model is loaded, or pass it in custom_objects."
        raise CannotRepair("the source defines no function that is not registered", hint=hint)
    dotted = f"{keras_name(code.module, job.tf)}.utils.register_keras_serializable()"
    edits = {one: _decorated(one, expression(dotted)) for one in found}
    return Change(edits=edits, changes=_NOTE)


def _decorated(one: Definition, decorator: Expression) -> Definition:
    return one.with_changes(decorators=[cst.Decorator(decorator), *one.decorators])


def _registered(one: Definition) -> bool:
    names = [last_name(getattr(d.decorator, "func", d.decorator)) for d in one.decorators]
    return "register_keras_serializable" in names


def _functions(code: Code) -> list[cst.FunctionDef]:
    """The named functions that Lambdas, activations and the like are given."""
    found: dict[cst.FunctionDef, None] = {}
    for call in every(code.module, cst.Call):
        for argument in call.args:
            if _takes_function(call, argument):
                function = _function(code, argument.value, call)
                if function is not None:
                    found[function] = None
    return list(found)


def _takes_function(call: cst.Call, argument: cst.Arg) -> bool:
    name = last_name(argument.keyword)
    if not name:
        return last_name(call.func) in {"Lambda", "Activation"} and argument is call.args[0]
    return name in _KEYWORDS or name.endswith(_ENDINGS)


def _function(code: Code, value: Expression, call: cst.Call) -> cst.FunctionDef | None:
    try:
        found = find(code, value, call)
    except CannotRepair:
        return None  # a name of Keras's own, or one from elsewhere
    plain = isinstance(found.function, cst.FunctionDef) and found.receiver is None
    return found.function if plain and isinstance(found.function, cst.FunctionDef) else None


def _layers(code: Code) -> list[cst.ClassDef]:
    """The layers that the source defines and makes."""
    made = {last_name(call.func) for call in every(code.module, cst.Call)}
    classes = [one for one in every(code.module, cst.ClassDef) if one.name.value in made]
    return [one for one in classes if any(last_name(base.value).endswith("Layer") for base in one.bases)]
