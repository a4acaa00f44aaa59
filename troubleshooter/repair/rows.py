"""A Python loop over the rows of a tensor as tf.map_fn."""

from __future__ import annotations

import ast

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.facts.shapes import Event
from troubleshooter.repair.build import comment_lines, comments_in, expression
from troubleshooter.repair.code import Replacement, edited
from troubleshooter.repair.shapes import Shapes, measured

Edits = dict[cst.CSTNode, Replacement]

_HINT = "Use operations on the whole tensor, or tf.map_fn(lambda row: ..., x)."


def over_rows(shapes: Shapes, event: Event) -> Edits:
    """tf.stack([f(r) for r in tf.unstack(x)]) as tf.map_fn(lambda r: f(r), x)."""
    stack = _stacked(shapes, event.node)
    loop = shapes.program.statement_of(event.node)
    if stack is None and isinstance(loop, ast.For):
        return _loop(shapes, loop)
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


def _loop(shapes: Shapes, loop: ast.For) -> Edits:
    """out = []; for k in range(n): out.append(f(x[k])); return tf.stack(out) as return tf.map_fn(...)."""
    tensor, call = _rows_of(loop.iter), _appended(loop)
    around = shapes.program.parents.get(loop)
    body = getattr(around, "body", [])
    name = ast.unparse(call.func.value) if call is not None and isinstance(call.func, ast.Attribute) else ""
    start = next((one for one in body if ast.unparse(one) == f"{name} = []"), None)
    stacks = [one for one in ast.walk(around or loop) if _is_stack_of(one, name)]
    if tensor is None or call is None or start is None or len(stacks) != 1 or not isinstance(loop.target, ast.Name):
        raise CannotRepair("a Python loop runs over the rows, and nobody knows how many there are", hint=_HINT)
    if _mentions(around, name) != 3:
        raise CannotRepair(f"`{name}` is used for more than the rows", hint=_HINT)
    row, each = loop.target.id, call.args[0]
    if isinstance(loop.iter, ast.Call) and ast.unparse(loop.iter.func) == "range":
        each, row = _by_index(each, tensor, row), "row"
    made = f"{shapes.job.tf}.map_fn(lambda {row}: {ast.unparse(each)}, {ast.unparse(tensor)})"
    return _without_loop(shapes, [start, loop], stacks[0], made)


def _without_loop(shapes: Shapes, gone: list[ast.stmt], stack: ast.AST, made: str) -> Edits:
    """The statements of the loop removed, their comments kept above the one that takes their place."""
    removed = [shapes.node(one, cst.BaseStatement) for one in gone]  # type: ignore[type-abstract]
    comments = [comment for one in removed for comment in comments_in(one)]
    last = shapes.node(shapes.program.statement_of(stack), cst.SimpleStatementLine)
    new = edited(last, {shapes.expression(stack): expression(made)})
    new = new.with_changes(leading_lines=[*new.leading_lines, *comment_lines(comments)])
    return {last: new, **{one: cst.RemoveFromParent() for one in removed}}


def _appended(loop: ast.For) -> ast.Call | None:
    """The one statement of the loop, where it is out.append(value)."""
    only = loop.body[0] if len(loop.body) == 1 and not loop.orelse else None
    call = only.value if isinstance(only, ast.Expr) else None
    fits = isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "append"
    return call if fits and isinstance(call, ast.Call) and len(call.args) == 1 else None


def _is_stack_of(node: ast.AST, name: str) -> bool:
    if not isinstance(node, ast.Call) or getattr(node.func, "attr", "") not in {"stack", "convert_to_tensor"}:
        return False
    return len(node.args) == 1 and not node.keywords and ast.unparse(node.args[0]) == name


def _mentions(around: ast.AST | None, name: str) -> int:
    return sum(isinstance(node, ast.Name) and node.id == name for node in ast.walk(around)) if around else 0


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
