"""define-name: a name that nothing binds is imported, or becomes the one name of the source that it is meant to be."""

from __future__ import annotations

import ast
import builtins
import difflib

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.repair.code import Function, edited, every, names_in
from troubleshooter.repair.job import Change, Job
from troubleshooter.repair.names import with_import

_IMPORTS = {
    "tf": "import tensorflow as tf",
    "tensorflow": "import tensorflow",
    "np": "import numpy as np",
    "numpy": "import numpy",
    "math": "import math",
    "K": "from tensorflow.keras import backend as K",
    "keras": "from tensorflow import keras",
    "layers": "from tensorflow.keras import layers",
    "functools": "import functools",
}
_CLOSE = 0.75


def repair(job: Job) -> Change:
    """Bind the first name of the function that nothing binds."""
    function = job.needed_function
    missing = _missing(job, function)
    if not missing:
        raise CannotRepair("every name of the function is bound in the source")
    name = missing[0]
    if name in _IMPORTS:
        return Change(module=with_import(job.code.module, _IMPORTS[name]))
    meant = _meant(job, function, name)
    edits = {found: cst.Name(meant) for found in every(function, cst.Name) if found.value == name}
    return Change({function: edited(function, edits)}, changes=f"`{name}` is taken for a slip of `{meant}`.")


def _missing(job: Job, function: Function) -> list[str]:
    """Names that are read in the function and bound nowhere in the source, in the order they are read."""
    bound = _bound(job.code.module.code)
    read = [found.value for found in every(function, cst.Name) if found.value in names_in(function)]
    return [name for name in dict.fromkeys(read) if name not in bound and not hasattr(builtins, name)]


def _bound(source: str) -> set[str]:
    """Every name that some statement, parameter or import of the source binds."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
                found.add(name)
            case ast.arg(arg=name) | ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)):
                found.add(name)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                found.add(name)
            case ast.alias(name=name, asname=other):
                found.add(other or name.split(".")[0])
    return found


def _meant(job: Job, function: Function, name: str) -> str:
    """The only parameter where it is not used at all, else the one name in reach that is spelled almost alike."""
    parameters = [one.name.value for one in function.params.params if one.name.value not in {"self", "cls"}]
    unused = [one for one in parameters if one not in names_in(function.body)]
    if len(parameters) == 1 and unused:
        return unused[0]
    near = difflib.get_close_matches(name, _reachable(job, function), n=2, cutoff=_CLOSE)
    if len(near) != 1:
        raise CannotRepair(f"`{name}` is bound nowhere, and no other name is clearly meant", hint=f"Define `{name}`.")
    return near[0]


def _reachable(job: Job, function: Function) -> list[str]:
    """Parameters and locals of the function, and the names of the module."""
    own = [one.value for one in every(function, cst.Name)]
    top = [node for statement in job.code.module.body for node in _heads(statement)]
    bound = _bound(job.code.module.code)
    return [one for one in dict.fromkeys([*own, *top]) if one in bound]


def _heads(statement: cst.CSTNode) -> list[str]:
    """The names that a statement of the module binds."""
    if isinstance(statement, cst.FunctionDef | cst.ClassDef):
        return [statement.name.value]
    targets = [one.target for one in every(statement, cst.AssignTarget)]
    aliases = every(statement, cst.ImportAlias)
    imported = [str(one.evaluated_alias or one.evaluated_name) for one in aliases]
    return [one.value for one in targets if isinstance(one, cst.Name)] + imported
