"""`training` as an argument of the function, where Keras 2 had a learning phase for the whole program."""

from __future__ import annotations

from collections.abc import Iterable

import libcst as cst

from troubleshooter.repair.code import Code, Function, every


def with_training(code: Code, module: cst.Module, phases: Iterable[cst.CSTNode]) -> cst.Module:
    """`module` with a parameter `training=None` for each function of `code` that one of `phases` stood in."""
    wanted = [_function(code, node) for node in phases]
    before = every(code.module, cst.FunctionDef, cst.Lambda)
    numbers = {index for index, one in enumerate(before) if any(one is function for function in wanted)}
    after = every(module, cst.FunctionDef, cst.Lambda)
    edits = {one: _with_parameter(one) for index, one in enumerate(after) if index in numbers}
    return module.visit(_Functions(edits)) if edits else module


def _function(code: Code, node: cst.CSTNode) -> cst.CSTNode | None:
    return next((one for one in code.ancestors(node) if isinstance(one, cst.FunctionDef | cst.Lambda)), None)


def _with_parameter(function: Function) -> cst.Parameters:
    params = function.params
    if any(one.name.value == "training" for one in every(params, cst.Param)):
        return params
    added = cst.Param(
        cst.Name("training"),
        default=cst.Name("None"),
        equal=cst.AssignEqual(cst.SimpleWhitespace(""), cst.SimpleWhitespace("")),
    )
    return params.with_changes(params=[*params.params, added])


class _Functions(cst.CSTTransformer):
    def __init__(self, edits: dict[cst.CSTNode, cst.Parameters]) -> None:
        super().__init__()
        self.edits = edits

    def on_leave(self, original_node: cst.CSTNode, updated_node: cst.CSTNode) -> cst.CSTNode:  # type: ignore[override]
        params = self.edits.get(original_node)
        if params is not None and isinstance(updated_node, cst.FunctionDef | cst.Lambda):
            return updated_node.with_changes(params=params)
        return updated_node
