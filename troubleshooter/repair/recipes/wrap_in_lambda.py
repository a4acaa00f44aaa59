"""wrap-in-lambda: a call of TensorFlow or NumPy on a KerasTensor is put into a Lambda, which runs it on tensors."""

from __future__ import annotations

import ast

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.facts.placeholders import misuses
from troubleshooter.facts.symbolic import Symbolic
from troubleshooter.intake.syntax import Program, read
from troubleshooter.model import Place, Snippet
from troubleshooter.repair.build import Expression, as_expression, expression
from troubleshooter.repair.code import EXPRESSIONS, Code, at, names_in, text
from troubleshooter.repair.job import Change, Job
from troubleshooter.repair.names import lambda_name
from troubleshooter.repair.rename import fresh
from troubleshooter.repair.wrapped import converted_lambda
from troubleshooter.slice import find_targets

_CALLS = frozenset({"tensorflow-call", "numpy-call"})
_HINTS = {
    "length": "Its length is the batch size, which is not known yet: use tf.shape(x)[0] inside a Lambda.",
    "number": "It has no number yet: do the calculation inside a Lambda, with TensorFlow operations.",
    "truth": "It has no values yet: choose inside a Lambda with tf.where, or test something that is known, as x.shape.",
    "iteration": "Its first dimension is the batch: take slices by number, or tf.unstack(x, axis=1) inside a Lambda.",
}


def repair(job: Job) -> Change:
    """Every such call in the code around the layers, the outermost of nested ones."""
    source = job.code.module.code
    program = read(source)
    if program is None:
        raise CannotRepair("the source cannot be read")
    found = misuses(program, find_targets(Snippet(source)))
    calls = [one.node for one in found if one.kind in _CALLS]
    if not calls:
        hint = next((_HINTS[one.kind] for one in found if one.kind in _HINTS), "")
        raise CannotRepair("no call of TensorFlow on a KerasTensor was found outside of a layer", hint=hint)
    wrapper = _Wrapper(job, program, set(calls))
    outermost = [node for node in calls if not any(parent in wrapper.calls for parent in program.ancestors(node))]
    return Change(dict(wrapper.edit(node) for node in outermost))


class _Wrapper:
    """Writes the layers of one program."""

    def __init__(self, job: Job, program: Program, calls: set[ast.AST]) -> None:
        self.job = job
        self.program = program
        self.calls = calls
        self.symbolic = Symbolic(program)
        self.layer = lambda_name(job.code.module, job.tf)

    def edit(self, node: ast.AST) -> tuple[cst.CSTNode, Expression]:
        """The call, and the layer that takes its place."""
        old = _node(self.job.code, self.program.place(node), cst.Call)
        leaves = [_node(self.job.code, self.program.place(leaf), *EXPRESSIONS) for leaf in self._leaves(node)]
        inputs = list(dict.fromkeys(text(leaf) for leaf in leaves))
        if not inputs:
            raise CannotRepair("it cannot be read which KerasTensors the call is given")
        taken = names_in(old)
        name = "t" if "t" not in taken else fresh("t", "tensor", taken)
        terms = {one: name if len(inputs) == 1 else f"{name}[{index}]" for index, one in enumerate(inputs)}
        body = as_expression(old.visit(_Swap({leaf: expression(terms[text(leaf)]) for leaf in leaves})))
        changing = ", ".join([name, *(f"{one}={one}" for one in self._changing(node))])
        made = converted_lambda(self.job, f"lambda {changing}: {text(body)}")
        given = inputs[0] if len(inputs) == 1 else f"[{', '.join(inputs)}]"
        return old, expression(f"{self.layer}({made})({given})")

    def _leaves(self, node: ast.AST) -> list[ast.AST]:
        """The KerasTensors that go in: parts without such a call in them, as large as they come."""
        whole = not any(part in self.calls for part in ast.walk(node))
        if whole and self.symbolic.is_tensor(node):
            return [node]
        return [leaf for part in ast.iter_child_nodes(node) for leaf in self._leaves(part)]

    def _changing(self, node: ast.AST) -> list[str]:
        """Names that a loop changes: the function must keep the value they have here, Keras calls it again later."""
        found = []
        for name in (part for part in ast.walk(node) if isinstance(part, ast.Name)):
            bound = self.program.lookup(name.id, name)
            loops = any(one.how in {"loop", "augmented"} for one in bound)
            if loops and not self.symbolic.is_tensor(name) and name.id not in found:
                found.append(name.id)
        return found


class _Swap(cst.CSTTransformer):
    def __init__(self, edits: dict[cst.CSTNode, Expression]) -> None:
        super().__init__()
        self.edits = edits

    def on_leave(self, original_node: cst.CSTNode, updated_node: cst.CSTNode) -> cst.CSTNode:  # type: ignore[override]
        return self.edits.get(original_node, updated_node)


def _node(code: Code, place: Place, *kinds: type[cst.CSTNode]) -> Expression:
    found = at(code, place, *kinds)
    if not isinstance(found, cst.BaseExpression):
        raise CannotRepair("the call cannot be found again in the source")
    return found
