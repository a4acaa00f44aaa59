"""The name of TensorFlow in a source, and its import where there is none."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from troubleshooter.repair.build import is_docstring, parsed
from troubleshooter.repair.code import dotted, every

_TENSORFLOW = frozenset({"tensorflow", "tensorflow.compat.v2", "tensorflow.compat.v1"})


def tensorflow_name(module: cst.Module) -> str:
    """How the source spells TensorFlow; `tf` where it does not import it."""
    for found in every(module, cst.ImportAlias):
        if dotted(found.name) in _TENSORFLOW:
            if found.asname is not None:
                return dotted(found.asname.name)
            if dotted(found.name) == "tensorflow":
                return "tensorflow"
    return "tf"


def needs_import(before: cst.Module, after: cst.Module, name: str) -> bool:
    """The new code uses `name` and nothing in the old code binds or uses it."""
    return _uses(after, name) and not _uses(before, name) and not _imported(before, name)


def _uses(module: cst.Module, name: str) -> bool:
    return any(isinstance(node.value, cst.Name) and node.value.value == name for node in every(module, cst.Attribute))


def _imported(module: cst.Module, name: str) -> bool:
    for found in every(module, cst.ImportAlias):
        bound = dotted(found.asname.name) if found.asname is not None else dotted(found.name).split(".")[0]
        if bound == name:
            return True
    return False


def with_import(module: cst.Module, code: str) -> cst.Module:
    """The import added after the first block of imports, or after the docstring where there is none."""
    place = _place(module.body)
    new = parsed(code)
    return module.with_changes(body=[*module.body[:place], new, *module.body[place:]])


def _place(body: Sequence[cst.CSTNode]) -> int:
    """Behind docstring, __future__ imports and the imports that follow them."""
    place = 1 if body and is_docstring(body[0]) else 0
    while place < len(body) and _is_import(body[place]):
        place += 1
    return place


def _is_import(node: cst.CSTNode) -> bool:
    if not isinstance(node, cst.SimpleStatementLine):
        return False
    return all(isinstance(part, cst.Import | cst.ImportFrom) for part in node.body)


def keras_name(module: cst.Module, tf: str) -> str:
    """How the source spells Keras: the name it imports, else `tf.keras`."""
    for found in every(module, cst.ImportAlias):
        if dotted(found.name) in {"keras", "tf_keras", "tensorflow.keras"}:
            if found.asname is not None:
                return dotted(found.asname.name)
            if dotted(found.name) != "tensorflow.keras":
                return dotted(found.name)
    return f"{tf}.keras"


def lambda_name(module: cst.Module, tf: str) -> str:
    """How the source spells the Lambda layer: as it imports it, below `layers`, or below Keras."""
    layers = ""
    for statement in every(module, cst.ImportFrom):
        names = statement.names if not isinstance(statement.names, cst.ImportStar) else ()
        for alias in names:
            bound = dotted(alias.asname.name) if alias.asname is not None else dotted(alias.name)
            if dotted(alias.name) == "Lambda" and dotted(statement.module).endswith("layers"):
                return bound
            if dotted(alias.name) == "layers" and "keras" in dotted(statement.module):
                layers = bound
    for alias in every(module, cst.ImportAlias):
        if dotted(alias.name).endswith("keras.layers") and alias.asname is not None:
            layers = dotted(alias.asname.name)
    return f"{layers or keras_name(module, tf) + '.layers'}.Lambda"


def numpy_name(module: cst.Module) -> str:
    """How the source spells NumPy; `np` where it does not import it."""
    for found in every(module, cst.ImportAlias):
        if dotted(found.name) == "numpy":
            return dotted(found.asname.name) if found.asname is not None else "numpy"
    return "np"
