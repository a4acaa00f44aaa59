"""gradient-through: an operation without a gradient lets one through, or gives way to a smooth one."""

from __future__ import annotations

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.repair.build import Expression, bare, expression, tight
from troubleshooter.repair.code import every, last_name, text
from troubleshooter.repair.fill import like
from troubleshooter.repair.flow import assignments
from troubleshooter.repair.job import Change, Job
from troubleshooter.repair.numpy_calls import Converter
from troubleshooter.repair.smooth import Pair, Smooth
from troubleshooter.repair.wrapped import unwrapped

_HINT = "Compute the value with differentiable operations, or keep it out of the trained path."


def repair(job: Job) -> Change:
    """Let the gradient through every operation of the function that blocks it."""
    function = job.needed_function
    edits = unwrapped(job)
    if edits:
        return Change(edits)
    smooth = Smooth(function, job.flow, job.tf, like(job))
    rewriter = _Rewriter(smooth, soft=job.answer("gradient-wish") == "soft")
    new = function.visit(rewriter)
    asked = ("gradient-wish",) if rewriter.asked else ()
    if isinstance(new, cst.FunctionDef | cst.Lambda) and text(new) != text(function):
        return Change({function: new}, asked=asked, changes=rewriter.note)
    converted = function.visit(Converter(job.code, job.flow, job.tf, like(job)))
    if isinstance(converted, cst.FunctionDef | cst.Lambda) and text(converted) != text(function):
        return Change({function: converted})
    raise CannotRepair("no operation was found that can be given a gradient", hint=_HINT)


class _Rewriter(cst.CSTTransformer):
    """Replaces the outermost blocking operations; what is written straight-through already stays."""

    def __init__(self, smooth: Smooth, *, soft: bool) -> None:
        super().__init__()
        self.smooth, self.soft = smooth, soft
        self.asked = False
        self.note = ""
        self.pairs: dict[cst.CSTNode, Pair] = {}
        self.keep = _definitions(smooth)

    def on_visit(self, node: cst.CSTNode) -> bool:
        if node in self.keep or _is_straight_through(node):
            return False
        pair = self.smooth.pair(node)
        if pair is not None:
            self.pairs[node] = pair
        return pair is None

    def on_leave(self, original_node: cst.CSTNode, updated_node: cst.CSTNode) -> cst.CSTNode:  # type: ignore[override]
        if isinstance(original_node, cst.Lambda | cst.Return | cst.Assign | cst.Arg):
            return self._unparenthesized(original_node, updated_node)
        pair = self.pairs.get(original_node)
        if pair is not None:
            self.asked = True
            return self._written(original_node, pair)
        if (
            isinstance(updated_node, cst.Call)
            and last_name(updated_node.func) == "stop_gradient"
            and _blocks(self, original_node)
        ):
            self.note = "the gradient that was stopped on purpose now passes"
            return updated_node.args[0].value
        return updated_node

    def _unparenthesized(self, original: cst.CSTNode, updated: cst.CSTNode) -> cst.CSTNode:
        """Where the operation stood alone, what takes its place needs no parentheses."""
        part = "body" if isinstance(original, cst.Lambda) else "value"
        if getattr(original, part) not in self.pairs:
            return updated
        return updated.with_changes(**{part: bare(getattr(updated, part))})

    def _written(self, original: cst.CSTNode, pair: Pair) -> Expression:
        if self.soft:
            return _wrapped(pair.soft, original)
        self.note = "the forward value stays exact; the gradient is that of a smooth stand-in"
        soft, tf = text(tight(pair.through)), self.smooth.tf
        return _wrapped(expression(f"{soft} + {tf}.stop_gradient({text(tight(pair.hard))} - {soft})"), original)


def _wrapped(new: Expression, original: cst.CSTNode) -> Expression:
    """A call became arithmetic: in parentheses wherever an operator may stand beside it."""
    del original
    return tight(new)


def _blocks(rewriter: _Rewriter, node: cst.CSTNode) -> bool:
    return isinstance(node, cst.Call) and bool(node.args) and rewriter.smooth.flow.is_tensor(node.args[0].value)


def _is_straight_through(node: cst.CSTNode) -> bool:
    """`a + tf.stop_gradient(b - a)`."""
    if not isinstance(node, cst.BinaryOperation) or not isinstance(node.operator, cst.Add):
        return False
    stopped = node.right
    if not isinstance(stopped, cst.Call) or last_name(stopped.func) != "stop_gradient" or not stopped.args:
        return False
    inner = stopped.args[0].value
    return isinstance(inner, cst.BinaryOperation) and isinstance(inner.operator, cst.Subtract)


def _definitions(smooth: Smooth) -> set[cst.CSTNode]:
    """Operations that are written where they are used, by the name they are given here."""
    used: set[cst.CSTNode] = set()
    for found in every(smooth.function, cst.Call):
        if last_name(found.func) in {"one_hot", "cast", "where"} and found.args:
            value = found.args[0].value
            definition = smooth.resolved(value)
            if definition is not value:
                used.add(definition)
    names = [name.value for name in every(smooth.function, cst.Name)]
    dead = [value for target, value in assignments(smooth.function) if names.count(text(target)) == 1]
    return used.union(dead)
