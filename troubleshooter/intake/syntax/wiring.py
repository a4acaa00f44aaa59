"""How the layers of a source are put together: where a layer is applied, and what comes into it."""

from __future__ import annotations

import ast
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from troubleshooter.intake.syntax.functions import calls_of, is_layer_name, passed, resolve, returned
from troubleshooter.intake.syntax.names import canonical, is_keras, last
from troubleshooter.intake.syntax.once import once, once_a_program
from troubleshooter.intake.syntax.program import FUNCTIONS, Binding, Program

Form = Literal["tensor", "list", "many", "unknown"]
_SEVERAL = {"return_state", "return_attention_scores", "return_sequences_and_state"}
_WRAPPING = {"TimeDistributed", "Bidirectional"}
_TENSORS = {"constant", "ones", "zeros", "normal", "uniform", "rand", "randn", "range", "convert_to_tensor"}
_DEEP = 8
_SAME_LINE = 20  # a name is hardly bound more often than this on one line


@dataclass(frozen=True, slots=True, eq=False)
class Application:
    """One use of a layer: called on arguments, or standing in a Sequential behind the layer `before`."""

    call: ast.Call | None = None
    arguments: tuple[ast.expr, ...] = ()
    keywords: tuple[str, ...] = ()
    sequential: bool = False
    before: ast.expr | None = None
    wrapper: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Producer:
    """What makes a value: a layer's construction applied by `call`, an `Input(...)`, or something else."""

    kind: Literal["layer", "input", "other", "parameter"]
    node: ast.expr | None = None
    call: ast.Call | None = None


@once
def applications(program: Program, construction: ast.expr) -> list[Application]:
    """Where the layer that `construction` makes is applied."""
    return _applications(program, construction, "")


def _applications(program: Program, construction: ast.expr, wrapper: str) -> list[Application]:
    parent = program.parents.get(construction)
    if isinstance(parent, ast.Call) and parent.func is construction:
        return [_called(parent, wrapper)]
    if isinstance(parent, ast.Call) and construction in parent.args:
        return _as_argument(program, parent, wrapper)
    if isinstance(parent, (ast.List, ast.Tuple)):
        return _in_list(program, construction, parent, wrapper)
    if isinstance(parent, (ast.Assign, ast.AnnAssign, ast.NamedExpr)):
        return _by_name(program, parent, wrapper)
    return []


def _called(call: ast.Call, wrapper: str = "") -> Application:
    names = tuple(k.arg or "**" for k in call.keywords)
    arguments = tuple(call.args) or tuple(k.value for k in call.keywords if k.arg == "inputs")
    return Application(call, arguments, tuple(n for n in names if n != "inputs"), wrapper=wrapper)


def _as_argument(program: Program, call: ast.Call, wrapper: str) -> list[Application]:
    """model.add(layer) or TimeDistributed(layer)."""
    if isinstance(call.func, ast.Attribute) and call.func.attr == "add":
        return [Application(sequential=True, before=_added_before(program, call), wrapper=wrapper)]
    name = last(canonical(program, call.func))
    return _applications(program, call, name) if name in _WRAPPING and not wrapper else []


def _added_before(program: Program, add: ast.Call) -> ast.expr | None:
    """The layer added to the same model before this `model.add`."""
    return _all_added_before(program, program.scope_of(add)).get(add)


@once
def _all_added_before(program: Program, scope: ast.AST) -> dict[ast.Call, ast.expr | None]:
    """Each `model.add` of one scope -> the layer added to the same model before."""
    before: dict[ast.Call, ast.expr | None] = {}
    latest: dict[str, ast.expr | None] = {}
    start: ast.expr | None = None
    for call in _calls_of_scope(program).get(scope, ()):
        if isinstance(call.func, ast.Attribute) and call.func.attr == "add":
            model = _text(call.func.value) or ast.unparse(call.func.value)
            before[call] = latest.get(model, start)
            if call.args:
                latest[model] = call.args[0]
        elif is_keras(canonical(program, call.func), "Sequential"):
            listed = call.args[0] if call.args else None
            start = listed.elts[-1] if isinstance(listed, (ast.List, ast.Tuple)) and listed.elts else None
            latest = {}
    return before


@once_a_program
def _calls_of_scope(program: Program) -> dict[ast.AST, list[ast.Call]]:
    """The calls of each scope, in source order."""
    found: dict[ast.AST, list[ast.Call]] = {}
    for call in program.calls:
        found.setdefault(program.scope_of(call), []).append(call)
    return found


def _in_list(program: Program, construction: ast.expr, listed: ast.expr, wrapper: str) -> list[Application]:
    """An element of the list given to Sequential, directly or by a name."""
    holder = program.parents.get(listed)
    direct = isinstance(holder, ast.Call) and is_keras(canonical(program, holder.func), "Sequential")
    direct = direct or (isinstance(holder, ast.keyword) and holder.arg == "layers")
    named = isinstance(holder, ast.Assign) and any(
        is_keras(canonical(program, call.func), "Sequential")
        for use in _uses(program, holder)
        if isinstance(call := program.parents.get(use), ast.Call)
    )
    if not direct and not named:
        return []
    elements = getattr(listed, "elts", [])
    index = elements.index(construction)
    return [Application(sequential=True, before=elements[index - 1] if index else None, wrapper=wrapper)]


def _by_name(program: Program, binder: ast.AST, wrapper: str) -> list[Application]:
    """The applications of a name or attribute that a layer is bound to."""
    found: list[Application] = []
    for use in _uses(program, binder):
        parent = program.parents.get(use)
        if isinstance(parent, ast.Call) and parent.func is use:
            found.append(_called(parent, wrapper))
        elif isinstance(parent, ast.Call):
            found.extend(_as_argument(program, parent, wrapper))
        elif isinstance(parent, (ast.List, ast.Tuple)):
            found.extend(_in_list(program, use, parent, wrapper))
    return found[:10]


def _uses(program: Program, binder: ast.AST) -> Iterator[ast.expr]:
    """The expressions that read the name or attribute a statement binds."""
    targets = binder.targets if isinstance(binder, ast.Assign) else [getattr(binder, "target", None)]
    for target in targets:
        text = ast.unparse(target) if isinstance(target, (ast.Name, ast.Attribute)) else ""
        if isinstance(target, ast.Attribute):
            method = program.enclosing(binder, FUNCTIONS)
            where: ast.AST | None = program.parents.get(method) if method is not None else program.tree
        else:
            where = program.scope_of(binder)
        yield from (
            (node for node in _readers(program, where or program.tree, text) if node is not target) if text else ()
        )


def _readers(program: Program, scope: ast.AST, text: str) -> Iterator[ast.expr]:
    """Calls and list elements below `scope` that mention a name or attribute as function, argument or element."""
    for part in _mentions(program).get(text, ()):
        if scope is program.tree or scope in program.ancestors(part):
            yield part


@once_a_program
def _mentions(program: Program) -> dict[str, list[ast.expr]]:
    """A dotted name as written -> where a call mentions it as function, argument or element."""
    found: dict[str, list[ast.expr]] = {}
    for call in program.calls:
        listed = [e for a in call.args if isinstance(a, (ast.List, ast.Tuple)) for e in a.elts]
        for part in (call.func, *call.args, *listed):
            if isinstance(part, (ast.Name, ast.Attribute)):
                found.setdefault(_text(part), []).append(part)
    return found


def _text(node: ast.expr) -> str:
    """A dotted name as written."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(parts)]) if isinstance(node, ast.Name) else ""


def binding_before(program: Program, name: ast.Name) -> Binding | None:
    """The last binding of a name that stands before this use of it and is not the statement that uses it."""
    here = program.statement_of(name)
    end = (name.lineno, name.col_offset)
    bindings = program.lookup(name.id, name)
    last_line = bisect_left(bindings, name.lineno + 1, key=lambda b: b.line)
    for binding in reversed(bindings[max(last_line - _SAME_LINE, 0) : last_line]):
        if binding.how == "parameter":
            return binding
        if binding.node is not here and (binding.line, getattr(binding.node, "col_offset", 0)) < end:
            return binding
    return next((b for b in bindings if b.how == "parameter"), None)


def made_by(program: Program, expression: ast.expr | None) -> ast.Call | None:
    """The call that made the object of a name, attribute or call expression (the layer's construction)."""
    match expression:
        case ast.Call():
            return expression
        case ast.Name():
            found = [b.value for b in program.lookup(expression.id, expression) if b.how == "assign"]
            return next((value for value in reversed(found) if isinstance(value, ast.Call)), None)
        case ast.Attribute(attr=name):
            owner = program.enclosing(expression, (ast.ClassDef,))
            bound = program.attributes.get(owner, {}).get(name, ()) if owner is not None else ()
            return next((b.value for b in bound if isinstance(b.value, ast.Call)), None)
    return None


@once
def producer(program: Program, expression: ast.expr | None) -> Producer:
    """What makes the value of an expression that goes into a layer."""
    return _producer(program, expression, 0)


def _producer(program: Program, expression: ast.expr | None, depth: int) -> Producer:
    if depth > _DEEP or expression is None:
        return Producer("other", expression)
    if isinstance(expression, ast.Name):
        binding = binding_before(program, expression)
        if binding is not None and binding.how == "parameter":
            return _from_caller(program, binding, depth)
        value = binding.value if binding is not None and binding.how == "assign" else None
        return _producer(program, value, depth + 1) if value is not None else Producer("other", expression)
    if not isinstance(expression, ast.Call):
        return Producer("other", expression)
    if is_keras(canonical(program, expression.func), "Input"):
        return Producer("input", expression)
    layer = made_by(program, expression.func)
    if layer is not None and (expression.func is layer or not isinstance(expression.func, ast.Call)):
        return Producer("layer", layer, expression)
    return _from_block(program, expression, depth)


def _from_caller(program: Program, binding: Binding, depth: int) -> Producer:
    """A parameter: what the one caller in the source passes."""
    function = program.enclosing(binding.node, FUNCTIONS)
    for call in calls_of(program, function):
        for name, value in passed(function, call):
            if name == binding.name:
                return _producer(program, value, depth + 3)
    return Producer("parameter", None)


def _from_block(program: Program, call: ast.Call, depth: int) -> Producer:
    """block(t): what the function `block` of the source returns."""
    found = resolve(program, call.func) if isinstance(call.func, ast.Name) else None
    for value in returned(found.node) if found is not None else ():
        return _producer(program, value, depth + 3)
    return Producer("other", call)


@once
def form(program: Program, construction: ast.Call) -> Form:
    """What the layer is called on: one tensor, one list, several arguments, or nobody can read it."""
    forms = {_form(program, application) for application in applications(program, construction)}
    return forms.pop() if len(forms) == 1 else "unknown"


def _form(program: Program, application: Application) -> Form:
    if application.sequential:
        return "tensor" if application.before is None else _output_form(program, made_by(program, application.before))
    if len(application.arguments) > 1:
        return "many"
    if not application.arguments or isinstance(application.arguments[0], ast.Starred):
        return "unknown"
    return _value_form(program, application.arguments[0])


def _value_form(program: Program, expression: ast.expr, depth: int = 0) -> Form:
    """Whether an expression is one tensor or a list of them."""
    if isinstance(expression, (ast.List, ast.Tuple, ast.Dict, ast.ListComp, ast.DictComp)):
        return "list"
    if isinstance(expression, ast.Name) and depth < _DEEP:
        binding = binding_before(program, expression)
        if binding is not None and binding.how == "assign" and binding.value is not None:
            return _value_form(program, binding.value, depth + 1)
    made = producer(program, expression)
    if made.kind == "layer" and isinstance(made.node, ast.Call):
        return _output_form(program, made.node)
    if made.kind == "input" or (made.kind == "other" and isinstance(made.node, ast.Call)):
        name = canonical(program, made.node.func) if isinstance(made.node, ast.Call) else ""
        return "tensor" if made.kind == "input" or last(name) in _TENSORS else "unknown"
    return "unknown"


def _output_form(program: Program, layer: ast.Call | None) -> Form:
    """Whether a layer gives one tensor."""
    if layer is None:
        return "unknown"
    name = canonical(program, layer.func)
    if last(name) == "Lambda":
        found = resolve(program, layer.args[0]) if layer.args else None
        values = list(returned(found.node)) if found is not None else []
        several = any(isinstance(v, (ast.Tuple, ast.List, ast.Dict, ast.ListComp)) for v in values)
        plain = all(isinstance(v, (ast.BinOp, ast.UnaryOp)) for v in values) and bool(values)
        return "list" if several else ("tensor" if plain else "unknown")
    plain_layer = is_layer_name(name) and last(name) not in {"Model", "Sequential"}
    return "tensor" if plain_layer and not any(k.arg in _SEVERAL for k in layer.keywords) else "unknown"
