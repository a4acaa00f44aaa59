"""A Python loop over the rows of a tensor as tf.map_fn."""

from __future__ import annotations

import ast

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.facts.shapes import Event
from troubleshooter.repair.build import expression
from troubleshooter.repair.shapes import Shapes, measured

_HINT = "Use operations on the whole tensor, or tf.map_fn(lambda row: ..., x)."


def over_rows(shapes: Shapes, event: Event) -> dict[cst.CSTNode, cst.BaseExpression]:
    """tf.stack([f(r) for r in tf.unstack(x)]) as tf.map_fn(lambda r: f(r), x)."""
    stack = _stacked(shapes, event.node)
    comprehension = stack.args[0] if stack is not None and stack.args else None
    if stack is None or not isinstance(comprehension, ast.ListComp):
        raise CannotRepair("a Python loop runs over the rows, and nobody knows how many there are", hint=_HINT)
    generator = comprehension.generators[0]
    tensor = _rows_of(generator.iter)
    if tensor is None or generator.ifs or not isinstance(generator.target, ast.Name):
        raise CannotRepair("a Python loop runs over the rows, and nobody knows how many there are", hint=_HINT)
    row, body = generator.target.id, comprehension.elt
    if isinstance(generator.iter, ast.Call) and ast.unparse(generator.iter.func) == "range":
        body, row = _by_index(body, tensor, generator.target.id), "row"
    made = f"{shapes.job.tf}.map_fn(lambda {row}: {ast.unparse(body)}, {ast.unparse(tensor)})"
    return {shapes.expression(stack): expression(made)}


def _stacked(shapes: Shapes, node: ast.AST) -> ast.Call | None:
    """The tf.stack(...) around a loop over rows."""
    for around in shapes.program.ancestors(node):
        if isinstance(around, ast.Call) and getattr(around.func, "attr", "") in {"stack", "convert_to_tensor"}:
            axis = around.args[1:] or around.keywords
            return None if axis else around
        if isinstance(around, ast.stmt):
            return None
    return None


def _rows_of(iterated: ast.expr) -> ast.expr | None:
    """x in tf.unstack(x) and range(x.shape[0])."""
    if not isinstance(iterated, ast.Call) or len(iterated.args) != 1 or iterated.keywords:
        return None
    return iterated.args[0] if getattr(iterated.func, "attr", "") == "unstack" else measured(iterated.args[0])


def _by_index(body: ast.expr, tensor: ast.expr, index: str) -> ast.expr:
    """`row` in place of x[k]; a k that is used for something else stays a number that nobody has."""
    wanted = f"{ast.unparse(tensor)}[{index}]"

    class Rows(ast.NodeTransformer):
        def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
            return ast.Name("row", ast.Load()) if ast.unparse(node) == wanted else self.generic_visit(node)

    new = Rows().visit(ast.parse(ast.unparse(body), mode="eval").body)
    if any(isinstance(node, ast.Name) and node.id == index for node in ast.walk(new)):
        raise CannotRepair("the number of the row is used in the loop", hint=_HINT)
    assert isinstance(new, ast.expr)
    return new
