"""Which function an expression stands for: lambda, name of a def, method, partial, factory, object, tf.function(f)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, replace

from troubleshooter.intake.syntax.names import canonical, is_keras, last
from troubleshooter.intake.syntax.once import once_a_program
from troubleshooter.intake.syntax.program import FUNCTIONS, SCOPES, Binding, Function, Program

_WRAPPERS = {"recompute_grad", "wraps", "do_not_convert", "jit", "vectorize", "checkpoint"}
_LAYER_BASES = {"Layer", "Model", "Sequential", "Functional", "Network", "Wrapper", "AbstractRNNCell"}
_DEEP = 6  # with three bindings tried a name, hostile chains of names stay below a thousand steps


@dataclass(frozen=True, slots=True, eq=False)
class Resolved:
    """A function found. `skip` leading positional parameters are bound already (self, partial), `given` by keyword.

    `converted` is True where AutoGraph rewrites the function (tf.function). `owner` is the class of a method.
    """

    node: Function
    skip: int = 0
    given: frozenset[str] = frozenset()
    converted: bool = False
    owner: ast.ClassDef | None = None


def resolve(program: Program, expression: ast.AST | None, depth: int = 0) -> Resolved | None:
    """The function of the source that an expression stands for; None where it is none, or not of this source."""
    if expression is None or depth > _DEEP:
        return None
    match expression:
        case ast.Lambda():
            return Resolved(expression)
        case ast.Name():
            return _first(program, program.lookup(expression.id, expression), expression, depth)
        case ast.Attribute():
            return _attribute(program, expression, depth)
        case ast.Call():
            return _call(program, expression, depth)
        case ast.IfExp(body=body, orelse=other):
            return resolve(program, body, depth + 1) or resolve(program, other, depth + 1)
        case ast.NamedExpr(value=value):
            return resolve(program, value, depth + 1)
        case ast.Subscript():
            return _item(program, expression, depth)
    return None


def _first(program: Program, bindings: tuple[Binding, ...], use: ast.AST, depth: int) -> Resolved | None:
    """The function of the last binding that has one, those before the use first."""
    line = getattr(use, "lineno", 0)
    before = [b for b in bindings if b.line <= line]
    for binding in [*reversed(before), *(b for b in bindings if b.line > line)][:3]:
        found = _binding(program, binding, depth)
        if found is not None:
            return found
    return None


def _binding(program: Program, binding: Binding, depth: int) -> Resolved | None:
    """The function a binding gives."""
    if isinstance(binding.node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return _decorated(program, binding.node)
    if binding.how == "assign" and binding.value is not None:
        return resolve(program, binding.value, depth + 1)
    if binding.how == "parameter":
        return _argument(program, binding, depth)
    return None


def _argument(program: Program, binding: Binding, depth: int) -> Resolved | None:
    """A parameter of a function: what its callers in the source pass, else its default."""
    function = program.enclosing(binding.node, FUNCTIONS)
    for call in calls_of(program, function):
        for name, value in passed(function, call):
            if name == binding.name:
                found = resolve(program, value, depth + 3)
                if found is not None:
                    return found
    return resolve(program, binding.value, depth + 1)


def calls_of(program: Program, function: ast.AST | None) -> Iterator[ast.Call]:
    """The calls, by plain name or self.name, of a function of the source (at most 20)."""
    name = getattr(function, "name", "")
    yield from _calls_by_name(program).get(name, ())[:20] if name else ()


@once_a_program
def _calls_by_name(program: Program) -> dict[str, list[ast.Call]]:
    """The last part of the name that is called -> the calls."""
    found: dict[str, list[ast.Call]] = {}
    for call in program.calls:
        called = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
        found.setdefault(called, []).append(call)
    return found


def passed(function: ast.AST | None, call: ast.Call) -> Iterator[tuple[str, ast.expr]]:
    """(parameter, argument) of a call, as far as plain positions and keywords tell."""
    arguments = getattr(function, "args", None)
    if not isinstance(arguments, ast.arguments):
        return
    names = [a.arg for a in (*arguments.posonlyargs, *arguments.args)]
    if names[:1] == ["self"]:
        names = names[1:]
    if not any(isinstance(a, ast.Starred) for a in call.args):
        yield from zip(names, call.args, strict=False)
    yield from ((k.arg, k.value) for k in call.keywords if k.arg)


def _decorated(program: Program, node: ast.FunctionDef | ast.AsyncFunctionDef) -> Resolved:
    """A def: converted when a decorator is tf.function; a method gets its class and a bound self."""
    names = [last(canonical(program, d.func if isinstance(d, ast.Call) else d)) for d in node.decorator_list]
    wrapped = [last(canonical(program, a)) for d in node.decorator_list if isinstance(d, ast.Call) for a in d.args]
    parent = program.parents.get(node)
    owner = parent if isinstance(parent, ast.ClassDef) else None
    bound = owner is not None and "staticmethod" not in names
    return Resolved(node, skip=int(bound), converted="function" in (*names, *wrapped), owner=owner)


def _attribute(program: Program, expression: ast.Attribute, depth: int) -> Resolved | None:
    """self.f, obj.f, Class.f."""
    owner = class_of(program, expression.value, depth)
    if owner is not None:
        return member(program, owner, expression.attr, depth)
    if isinstance(expression.value, ast.Name):
        for binding in program.lookup(expression.value.id, expression.value):
            if isinstance(binding.node, ast.ClassDef):
                found = member(program, binding.node, expression.attr, depth)
                static = found is not None and found.skip == 1 and not _classmethod(found.node)
                return replace(found, skip=0) if found is not None and static else found
    return None


def _classmethod(node: ast.AST) -> bool:
    return any(isinstance(d, ast.Name) and d.id == "classmethod" for d in getattr(node, "decorator_list", ()))


def class_of(program: Program, expression: ast.AST, depth: int = 0) -> ast.ClassDef | None:
    """The class of the source that an object is of: self inside a method, or a name bound to Class(...)."""
    if depth > _DEEP:
        return None
    if isinstance(expression, ast.Call):
        return class_named(program, expression.func)
    if not isinstance(expression, ast.Name):
        return None
    for binding in reversed(program.lookup(expression.id, expression)):
        if binding.how == "parameter":
            function = program.enclosing(binding.node, FUNCTIONS)
            parent = program.parents.get(function) if function is not None else None
            arguments = getattr(function, "args", None)
            first = arguments.args[:1] if isinstance(arguments, ast.arguments) else []
            if isinstance(parent, ast.ClassDef) and first == [binding.node]:
                return parent
        elif binding.how == "assign" and isinstance(binding.value, ast.Call):
            return class_named(program, binding.value.func)
    return None


def class_named(program: Program, expression: ast.AST) -> ast.ClassDef | None:
    """The class of the source with this name."""
    if isinstance(expression, ast.Name):
        found = [b.node for b in program.lookup(expression.id, expression) if isinstance(b.node, ast.ClassDef)]
        return found[-1] if found else None
    return None


def member(program: Program, owner: ast.ClassDef, name: str, depth: int = 0) -> Resolved | None:
    """A method of a class or of its bases in the source, or a function assigned to self.<name>."""
    if depth > _DEEP:
        return None
    for node in owner.body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name == name:
            return _decorated(program, node)
        if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == name for t in node.targets):
            return resolve(program, node.value, depth + 1)
    for binding in program.attributes.get(owner, {}).get(name, ()):
        found = resolve(program, binding.value, depth + 1) if binding.how == "assign" else None
        if found is not None:
            return found
    bases = (class_named(program, base) for base in owner.bases)
    return next((f for b in bases if b is not None and (f := member(program, b, name, depth + 1))), None)


def _call(program: Program, call: ast.Call, depth: int) -> Resolved | None:
    """partial(f), tf.function(f), factory(...), Class(...)."""
    name = canonical(program, call.func)
    if last(name) == "partial" and call.args:
        inner = resolve(program, call.args[0], depth + 1)
        given = frozenset(k.arg for k in call.keywords if k.arg)
        return (
            replace(inner, skip=inner.skip + len(call.args) - 1, given=inner.given | given)
            if inner is not None
            else None
        )
    if is_keras(name, "function") and call.args:
        inner = resolve(program, call.args[0], depth + 1)
        return replace(inner, converted=True) if inner is not None else None
    if name:
        wrapper = last(name) in _WRAPPERS
        return resolve(program, call.args[0], depth + 1) if wrapper and call.args else None
    owner = class_named(program, call.func)
    if owner is not None:
        return member(program, owner, "call" if is_layer_class(program, owner) else "__call__", depth + 1)
    return _factory(program, call, depth)


def _factory(program: Program, call: ast.Call, depth: int) -> Resolved | None:
    """make(k): the inner function that make returns."""
    maker = resolve(program, call.func, depth + 1)
    if maker is None:
        return None
    for value in returned(maker.node):
        found = resolve(program, value, depth + 2)
        if found is not None:
            return found
    return None


def returned(function: Function) -> Iterator[ast.expr]:
    """The expressions a function returns, those of inner functions left out."""
    if isinstance(function, ast.Lambda):
        yield function.body
        return
    for node in own_nodes(function):
        if isinstance(node, ast.Return) and node.value is not None:
            yield node.value


def own_nodes(function: ast.AST) -> Iterator[ast.AST]:
    """The nodes of a function's body in source order, without what stands inside inner functions and classes."""
    body = function.body if isinstance(function, SCOPES) else [function]
    stack: list[ast.AST] = list(reversed(body)) if isinstance(body, list) else [body]
    while stack:
        node = stack.pop()
        yield node
        if not isinstance(node, (*FUNCTIONS, ast.ClassDef)):
            stack.extend(reversed(list(ast.iter_child_nodes(node))))


def _item(program: Program, expression: ast.Subscript, depth: int) -> Resolved | None:
    """table["key"] or functions[0] of a literal."""
    table: ast.AST | None = expression.value
    if isinstance(table, ast.Name):
        found = [b.value for b in program.lookup(table.id, table) if b.how == "assign"]
        table = found[-1] if found else None
    key = expression.slice.value if isinstance(expression.slice, ast.Constant) else None
    if isinstance(table, ast.Dict):
        for each, value in zip(table.keys, table.values, strict=True):
            if isinstance(each, ast.Constant) and each.value == key and key is not None:
                return resolve(program, value, depth + 1)
        return resolve(program, table.values[0], depth + 1) if table.values and key is None else None
    if isinstance(table, (ast.List, ast.Tuple)) and isinstance(key, int) and -len(table.elts) <= key < len(table.elts):
        return resolve(program, table.elts[key], depth + 1)
    return None


def is_layer_class(program: Program, owner: ast.ClassDef, depth: int = 0) -> bool:
    """Whether a class of the source derives from a Keras layer or model."""
    if depth > _DEEP:
        return False
    for base in owner.bases:
        name = last(canonical(program, base)) or (base.id if isinstance(base, ast.Name) else "")
        inner = class_named(program, base)
        if inner is not None and inner is not owner:
            if is_layer_class(program, inner, depth + 1):
                return True
        elif name in _LAYER_BASES or name.endswith(("Layer", "Model")) or is_layer_name(canonical(program, base)):
            return True
    return False


def is_layer_name(dotted: str) -> bool:
    """Whether a dotted name is that of a layer or model class of Keras, by where it lives and its capital letter."""
    parts = dotted.split(".")
    if parts[0] not in {"keras", "tensorflow", "tensorflow_addons", "keras_nlp", "keras_hub", "keras_cv", "keras_core"}:
        return False
    if parts[-1] in {"Model", "Sequential"}:
        return True
    return len(parts) > 1 and "layers" in parts and parts[-1][:1].isupper()
