"""Which expressions of a program are KerasTensors: the placeholders that Input gives and that layers hand on.

`Symbolic(program)` answers for expressions of the code around the layers. What stands in a function that Keras calls
(a Lambda's, `call`, a loss, and what they call) gets tensors there, not placeholders: `runs_inside` tells these.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from troubleshooter.intake.syntax import (
    FUNCTIONS,
    Binding,
    Program,
    binding_before,
    calls_of,
    canonical,
    class_named,
    is_keras,
    is_layer_class,
    is_layer_name,
    last,
    library,
    made_by,
    own_nodes,
    passed,
    resolve,
    returned,
)
from troubleshooter.model import Target, TargetKind

_DEEP = 40
_ENDS = frozenset({"input", "output"})
_LISTS = frozenset({"inputs", "outputs"})
_LOADS = frozenset({"load_model", "clone_model", "Model", "Sequential"})
_STATIC = frozenset({"int_shape", "ndim", "is_keras_tensor", "dtype", "is_tensor", "get_uid", "standardize_dtype"})
_CALLED_BY_KERAS = (TargetKind.LAMBDA, TargetKind.CALL, TargetKind.LOSS)


class Symbolic:
    """One reading; remembers each expression it was asked about."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._known: dict[ast.AST, bool] = {}

    def is_tensor(self, node: ast.AST | None, depth: int = 0) -> bool:
        """Whether the expression is one KerasTensor, as far as can be read."""
        if node is None or depth > _DEEP:
            return False
        if node not in self._known:
            self._known[node] = False  # an expression made of itself ends here
            self._known[node] = self._tensor(node, depth + 1)
        return self._known[node]

    def holds(self, node: ast.AST | None, depth: int = 0) -> bool:
        """Whether the expression is a KerasTensor, or a list, tuple or dict with one in it."""
        match node:
            case ast.List(elts=elements) | ast.Tuple(elts=elements):
                return any(self.holds(one, depth + 1) for one in elements)
            case ast.Dict(values=values):
                return any(self.holds(one, depth + 1) for one in values)
            case ast.Starred(value=value):
                return self.holds(value, depth + 1)
            case ast.ListComp(elt=element):
                return self.holds(element, depth + 1)
            case ast.Name() if depth < _DEEP:
                return self.is_tensor(node, depth) or self._holds_by_name(node, depth)
        return self.is_tensor(node, depth)

    def _holds_by_name(self, name: ast.Name, depth: int) -> bool:
        binding = binding_before(self.program, name)
        listed = (ast.List, ast.Tuple, ast.ListComp, ast.Dict)
        value = binding.value if binding is not None and binding.how == "assign" else None
        return isinstance(value, listed) and self.holds(value, depth + 1)

    def _tensor(self, node: ast.AST, depth: int) -> bool:
        match node:
            case ast.Name():
                return self._name(node, depth)
            case ast.Call():
                return self._call(node, depth)
            case ast.BinOp(left=left, right=right):
                return self.is_tensor(left, depth) or self.is_tensor(right, depth)
            case ast.UnaryOp(op=operator, operand=operand):
                return not isinstance(operator, ast.Not) and self.is_tensor(operand, depth)
            case ast.Compare(left=left, ops=[ast.Lt() | ast.Gt() | ast.LtE() | ast.GtE()], comparators=[right]):
                return self.is_tensor(left, depth) or self.is_tensor(right, depth)
            case ast.Subscript(value=value):
                return self.is_tensor(value, depth) or self._item(value, depth)
            case ast.Attribute():
                return self._attribute(node, depth)
            case ast.IfExp(body=body, orelse=other):
                return self.is_tensor(body, depth) or self.is_tensor(other, depth)
            case ast.NamedExpr(value=value):
                return self.is_tensor(value, depth)
        return False

    def _name(self, name: ast.Name, depth: int) -> bool:
        binding = binding_before(self.program, name)
        if binding is None:  # used in a function above the line where the program binds it
            bound = self.program.lookup(name.id, name)
            binding = bound[-1] if bound else None
        return binding is not None and self._bound(binding, depth)

    def is_bound_to_tensor(self, binding: Binding) -> bool:
        """Whether a binding gives its name a KerasTensor."""
        return self._bound(binding, 0)

    def _bound(self, binding: Binding, depth: int) -> bool:
        if binding.how == "parameter":
            return self._parameter(binding, depth)
        if binding.how in {"assign", "augmented"}:
            return self.is_tensor(binding.value, depth)
        if binding.how == "unpack" and binding.value is not None:
            return self._unpacked(binding.value, depth)
        if binding.how == "loop" and isinstance(binding.value, (ast.List, ast.Tuple)):
            return any(self.is_tensor(one, depth) for one in binding.value.elts)
        return False

    def _parameter(self, binding: Binding, depth: int) -> bool:
        """A parameter of a builder: what any caller in the source passes, or the default."""
        function = self.program.enclosing(binding.node, FUNCTIONS)
        given = (value for call in calls_of(self.program, function) for name, value in passed(function, call)
                 if name == binding.name)  # fmt: skip
        return any(self.is_tensor(value, depth) for value in given) or self.is_tensor(binding.value, depth)

    def _unpacked(self, value: ast.expr, depth: int) -> bool:
        """a, b = builder() or h, state_h, state_c = LSTM(..., return_state=True)(x)."""
        if isinstance(value, ast.Call):
            return self._layer_applied(value, depth) or any(self.holds(one, depth) for one in self._results(value))
        return self.holds(value, depth) and not self.is_tensor(value, depth)

    def _call(self, call: ast.Call, depth: int) -> bool:
        dotted = canonical(self.program, call.func)
        if is_keras(dotted, "Input"):
            return True
        if self._layer_applied(call, depth):
            return True
        if dotted and library(dotted) in {"tensorflow", "keras"}:
            plain = last(dotted)[:1].islower() and last(dotted) not in _STATIC
            return plain and any(self.holds(value, depth) for value in arguments_of(call))
        return any(self.is_tensor(one, depth) for one in self._results(call))

    def _layer_applied(self, call: ast.Call, depth: int) -> bool:
        """layer(x), Layer(...)(x), model(x)."""
        layer = made_by(self.program, call.func) if not isinstance(call.func, ast.Call) else call.func
        if layer is None or layer is call or not makes_layer(self.program, layer):
            return False
        given = [*call.args, *(k.value for k in call.keywords if k.arg in {"inputs", "x"})]
        return any(self.holds(value, depth) for value in given)

    def _results(self, call: ast.Call) -> Iterator[ast.expr]:
        """What the function of the source that is called returns."""
        found = resolve(self.program, call.func) if isinstance(call.func, (ast.Name, ast.Attribute)) else None
        if found is not None and not canonical(self.program, call.func):
            yield from returned(found.node)

    def _item(self, value: ast.expr, depth: int) -> bool:
        """model.outputs[0], tensors[1]."""
        if isinstance(value, ast.Attribute) and value.attr in _LISTS:
            return self._is_model(value.value)
        return isinstance(value, ast.Name) and self._holds_by_name(value, depth)

    def _attribute(self, node: ast.Attribute, depth: int) -> bool:
        """base.output, and self.x of a class that builds a model."""
        if node.attr in _ENDS and self._is_model(node.value):
            return True
        owner = self.program.enclosing(node, (ast.ClassDef,))
        own = isinstance(node.value, ast.Name) and node.value.id == "self" and owner is not None
        bound = self.program.attributes.get(owner, {}).get(node.attr, ()) if own and owner is not None else ()
        return any(one.how == "assign" and self.is_tensor(one.value, depth) for one in bound)

    def _is_model(self, node: ast.expr) -> bool:
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in {"get_layer"}:
            return True
        made = made_by(self.program, node)
        return made is not None and makes_layer(self.program, made)


def arguments_of(call: ast.Call) -> list[ast.expr]:
    """Positional and keyword arguments."""
    return [*call.args, *(k.value for k in call.keywords)]


def makes_layer(program: Program, node: ast.AST) -> bool:
    """Whether a call makes a layer or a model: of Keras, of keras.applications, or of a class of the source."""
    if not isinstance(node, ast.Call):
        return False
    dotted = canonical(program, node.func)
    if dotted:
        ready = "applications" in dotted.split(".") and last(dotted)[:1].isupper()
        made = is_layer_name(dotted) and not is_keras(dotted, "Input")
        return made or ready or is_keras(dotted, *_LOADS)
    owner = class_named(program, node.func)
    return owner is not None and is_layer_class(program, owner)


def runs_inside(program: Program, targets: Iterable[Target]) -> frozenset[ast.AST]:
    """The functions that Keras calls with tensors: those of the targets, what stands in them, and what they call."""
    queue: list[ast.AST] = []
    for target in targets:
        node = program.at(target.function, FUNCTIONS) if target.kind in _CALLED_BY_KERAS else None
        if node is not None:
            queue.append(node)
    for owner in (n for n in ast.walk(program.tree) if isinstance(n, ast.ClassDef) and is_layer_class(program, n)):
        queue.extend(n for n in owner.body if isinstance(n, FUNCTIONS) and getattr(n, "name", "") != "__init__")
    found = set(queue)
    for function in queue:
        for node in (*own_nodes(function), *_inner(function)):
            helper = node if isinstance(node, FUNCTIONS) else _called(program, node)
            if helper is not None and helper not in found:
                found.add(helper)
                queue.append(helper)
    return frozenset(found)


def _inner(function: ast.AST) -> Iterator[ast.AST]:
    return (node for node in ast.walk(function) if isinstance(node, FUNCTIONS) and node is not function)


def _called(program: Program, node: ast.AST) -> ast.AST | None:
    if not isinstance(node, ast.Call):
        return None
    found = resolve(program, node.func)
    return found.node if found is not None else None


def is_inside(program: Program, node: ast.AST, functions: frozenset[ast.AST]) -> bool:
    """Whether an expression stands in one of these functions."""
    return any(parent in functions for parent in program.ancestors(node))
