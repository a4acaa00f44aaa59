"""one-keras: imports from TensorFlow's private copy of Keras are taken from the public one, as all the others."""

from __future__ import annotations

from collections.abc import Mapping

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.repair.build import expression
from troubleshooter.repair.code import dotted, every
from troubleshooter.repair.job import Change, Job

_PRIVATE = "tensorflow.python.keras"
# modules of the private copy whose public name is another
_MOVED: Mapping[str, str] = {
    "optimizer_v2": "optimizers", "engine.training": "models", "engine.base_layer": "layers",
    "engine.sequential": "models", "engine.functional": "models", "layers.core": "layers",
    "engine.input_layer": "layers",
}  # fmt: skip


def repair(job: Job) -> Change:
    """Every import of tensorflow.python.keras."""
    edits: dict[cst.CSTNode, cst.CSTNode] = {}
    for statement in every(job.code.module, cst.ImportFrom):
        name = dotted(statement.module)
        if name == _PRIVATE or name.startswith(f"{_PRIVATE}."):
            edits[statement] = statement.with_changes(module=expression(_public(name)))
        elif name == "tensorflow.python" and _names(statement) == ["keras"]:
            edits[statement] = statement.with_changes(module=expression("tensorflow"))
    for alias in [one for found in every(job.code.module, cst.Import) for one in found.names]:
        name = dotted(alias.name)
        if (name == _PRIVATE or name.startswith(f"{_PRIVATE}.")) and alias.asname is not None:
            edits[alias] = alias.with_changes(name=expression(_public(name)))
    if not edits:
        hint = "Import everything from one of them: keras, tensorflow.keras or tf_keras."
        raise CannotRepair("which of the two Keras is meant cannot be read", hint=hint)
    return Change(edits)


def _names(statement: cst.ImportFrom) -> list[str]:
    return [] if isinstance(statement.names, cst.ImportStar) else [dotted(one.name) for one in statement.names]


def _public(name: str) -> str:
    inner = name.removeprefix(_PRIVATE).removeprefix(".")
    for old, new in _MOVED.items():
        if inner == old or inner.startswith(f"{old}."):
            return f"tensorflow.keras.{new}"
    return f"tensorflow.keras.{inner}".rstrip(".")
