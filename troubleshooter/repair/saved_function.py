"""The function that a Lambda is given, and every value that it takes from outside of itself."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.repair.build import Expression, Statement, expression, parsed
from troubleshooter.repair.code import Code, Function, dotted, every, last_name, names_in, text
from troubleshooter.repair.flow import assignments, target_names
from troubleshooter.repair.kept_layer import Kind, Value, renamed
from troubleshooter.repair.lift import is_layer, is_variable, layer_classes, local_names

_ARRAYS = frozenset({
    "constant", "array", "asarray", "zeros", "ones", "linspace", "arange", "range", "eye", "convert_to_tensor", "load",
    "full", "rand", "randn", "random", "uniform", "normal", "reshape", "astype", "mean", "std", "identity", "diag",
    "hanning", "hamming", "loadtxt", "outer", "stack", "concatenate", "cast", "float32", "float64",
})  # fmt: skip
_OWN = frozenset({"Lock", "RLock", "Event", "Condition", "Semaphore", "getLogger", "Queue", "SimpleQueue", "local"})
_DEEP = 4


@dataclass(frozen=True)
class Found:
    """A function, what is bound to its parameters already, and where the values of its closure are to be read.

    `bound`: parameter -> its value at the construction; `receiver`: what `self` is there; `inner`: names of a factory
    around the function -> what the construction's call gives them.
    """

    function: Function
    bound: dict[str, Expression] = field(default_factory=dict)
    receiver: Expression | None = None
    inner: dict[str, Expression] = field(default_factory=dict)


def find(code: Code, node: Expression, at: cst.CSTNode, depth: int = 0) -> Found:
    """The function that an expression at `at` stands for; a refusal where the source does not show it."""
    if depth > _DEEP:
        raise CannotRepair("the Lambda's function cannot be followed")
    if isinstance(node, cst.Lambda):
        return Found(node)
    if isinstance(node, cst.Name):
        return _named(code, node.value, at, depth)
    if isinstance(node, cst.Attribute):
        return _attribute(code, node)
    if isinstance(node, cst.Call):
        return _partial(code, node, at, depth) if last_name(node.func) == "partial" else _factory(code, node)
    raise CannotRepair("the Lambda's function cannot be read")


def _named(code: Code, name: str, at: cst.CSTNode, depth: int) -> Found:
    scopes = set(code.ancestors(at))
    functions = [one for one in every(code.module, cst.FunctionDef) if one.name.value == name]
    near = [one for one in functions if _scope(code, one) in scopes]
    if near:
        return Found(max(near, key=lambda one: code.spans[one].start.line))
    values = [value for target, value in assignments(code.module) if dotted(target) == name]
    if values:
        return find(code, values[-1], at, depth + 1)
    raise CannotRepair(f"the function `{name}` is not in the source", hint="Paste the function as well.")


def _scope(code: Code, node: cst.CSTNode) -> cst.CSTNode:
    """The function or the module that a definition's name belongs to."""
    return next((one for one in code.ancestors(node) if isinstance(one, cst.FunctionDef | cst.ClassDef)), code.module)


def _attribute(code: Code, node: cst.Attribute) -> Found:
    """obj.method, or the function of a library."""
    root = dotted(node).split(".")[0]
    if root in _imported(code.module):
        made = cst.ensure_type(expression(f"lambda x: {text(node)}(x)"), cst.Lambda)
        return Found(made)
    name = node.attr.value
    found = [one for one in every(code.module, cst.FunctionDef) if one.name.value == name and _is_method(code, one)]
    if len(found) != 1:
        raise CannotRepair("the method that the Lambda is given cannot be read")
    static = any(last_name(one.decorator) == "staticmethod" for one in found[0].decorators)
    return Found(found[0], receiver=None if static else node.value)


def _is_method(code: Code, function: cst.FunctionDef) -> bool:
    return isinstance(_scope(code, function), cst.ClassDef)


def _partial(code: Code, call: cst.Call, at: cst.CSTNode, depth: int) -> Found:
    """functools.partial(f, 2, k=3)."""
    if not call.args:
        raise CannotRepair("the partial has no function")
    inner = find(code, call.args[0].value, at, depth + 1)
    bound = {argument.keyword.value: argument.value for argument in call.args[1:] if argument.keyword is not None}
    plain = [argument.value for argument in call.args[1:] if argument.keyword is None and not argument.star]
    names = [param.name.value for param in inner.function.params.params]
    return replace(inner, bound={**inner.bound, **dict(zip(names, plain, strict=False)), **bound})


def _factory(code: Code, call: cst.Call) -> Found:
    """make(2): the function that `make` returns, its parameters and locals told by the call."""
    outer = [one for one in every(code.module, cst.FunctionDef) if one.name.value == dotted(call.func)]
    if not outer:
        raise CannotRepair("the Lambda's function is made by a call that is not in the source")
    maker = outer[-1]
    returned = [one for one in every(maker, cst.Return) if _scope(code, one) is maker]
    inner = [one.value for one in returned if one.value is not None]
    if len(inner) != 1:
        raise CannotRepair("the function that makes the Lambda's function returns in several ways")
    found = find(code, inner[0], inner[0], 1)
    return replace(found, inner=_filled(maker, call))


def _filled(maker: cst.FunctionDef, call: cst.Call) -> dict[str, Expression]:
    """The parameters of `maker` in this call, and its locals written with them."""
    names = [param.name.value for param in maker.params.params]
    given = {param.name.value: param.default for param in maker.params.params if param.default is not None}
    given |= dict(zip(names, [one.value for one in call.args if one.keyword is None and not one.star], strict=False))
    given |= {one.keyword.value: one.value for one in call.args if one.keyword is not None}
    return given


# --- the values from outside --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Outside:
    """What the function needs: values for the layer, and statements that `call` brings along."""

    values: tuple[Value, ...]
    copied: tuple[Statement, ...]


def outside(code: Code, found: Found, construction: cst.Call) -> Outside:
    """Look at every name that the function does not bind itself."""
    values = {name: _value(code, name, given) for name, given in found.bound.items()}
    copied: dict[str, Statement] = {}
    gone = deleted(code.module)
    wanted = sorted(_free(found.function) - local_names(found.function))
    while wanted:
        name = wanted.pop(0)
        if name in values or name in copied:
            continue
        binding = _binding(code, found, name)
        if isinstance(binding, cst.BaseExpression):
            if _goes_along(code, name, binding, gone):
                values[name] = _value(code, name, _seen(code, found, name, construction), binding)
        elif binding is not None and (name in gone or not _is_global(code, found, name)):
            copied[name] = binding
            if isinstance(binding, cst.FunctionDef):  # what a helper takes along has to come too
                wanted += sorted(_free(binding) - local_names(binding))
    return Outside(tuple(values.values()), tuple(reversed(copied.values())))


def _free(function: Function) -> set[str]:
    names = names_in(function.body)
    return {name for name in names if not hasattr(builtins, name) and name not in {"self", "cls"}}


def deleted(module: cst.Module) -> set[str]:
    """Names that the program takes away again: `del K`, `del globals()["K"]`."""
    found: set[str] = set()
    for statement in every(module, cst.Del):
        found |= {name.value for name in every(statement, cst.Name)} - {"globals"}
    for loop in [*every(module, cst.For), *every(module, cst.Del)]:
        if "del globals()" in text(loop):
            found |= {str(one.evaluated_value) for one in every(loop, cst.SimpleString)}
    return found


def _around(code: Code, function: Function) -> list[cst.FunctionDef]:
    return [node for node in code.ancestors(function) if isinstance(node, cst.FunctionDef)]


def _binding(code: Code, found: Found, name: str) -> Expression | Statement | None:
    """What a name from outside is bound to: an expression, an import, a def; None where the source does not say."""
    for around in [*_around(code, found.function), code.module]:
        if isinstance(around, cst.FunctionDef) and name in {one.name.value for one in around.params.params}:
            return found.inner.get(name, cst.Name(name))
        values = [value for target, value in _own_assignments(code, around) if name in target_names(target)]
        if values:
            return values[-1]
        statement = _statement(code, around, name)
        if statement is not None:
            return statement
    return None


def _own_assignments(code: Code, scope: cst.CSTNode) -> Iterator[tuple[Expression, Expression]]:
    """Assignments, and the heads of loops, in a scope itself."""
    for target, value in assignments(scope):
        if _scope(code, value) is scope:
            yield target, value
    for loop in every(scope, cst.For, cst.CompFor):
        if _scope(code, loop) is scope:
            yield loop.target, loop.target


def _statement(code: Code, scope: cst.CSTNode, name: str) -> Statement | None:
    """The import or def of a scope that binds a name."""
    for node in every(scope, cst.FunctionDef):
        if node is not scope and node.name.value == name and _scope(code, node) is scope:
            return node
    for node in every(scope, cst.Import, cst.ImportFrom):
        if _scope(code, node) is scope and not isinstance(node.names, cst.ImportStar):
            for alias in node.names:
                if _bound_by(alias) == name:
                    alone = node.with_changes(names=[alias.with_changes(comma=cst.MaybeSentinel.DEFAULT)])
                    return parsed(text(alone) + "\n")
    return None


def _bound_by(alias: cst.ImportAlias) -> str:
    return dotted(alias.asname.name) if alias.asname is not None else dotted(alias.name).split(".")[0]


def _imported(module: cst.Module) -> set[str]:
    return {_bound_by(alias) for alias in every(module, cst.ImportAlias)}


def _is_global(code: Code, found: Found, name: str) -> bool:
    return _statement(code, code.module, name) is not None and not any(
        _statement(code, around, name) for around in _around(code, found.function)
    )


def _goes_along(code: Code, name: str, value: Expression, gone: set[str]) -> bool:
    """Closures and numbers go into the config; other values of the module stay where they are, unless they go away."""
    if is_variable(value) or is_layer(value, layer_classes(code.module)):
        hint = "A layer has to own it: self.add_weight in build(), or the inner layer as an attribute."
        raise CannotRepair(f"`{name}` is a variable or a layer", hint=hint)
    at_module = any(
        name in target_names(target) and found_value is value
        for target, found_value in _own_assignments(code, code.module)
    )
    return not at_module or name in gone or _literal(value) or _in_loop(code, value)


def _in_loop(code: Code, value: Expression) -> bool:
    """A loop gives the name another value each time round: the layer has to keep this round's."""
    return any(isinstance(one, cst.For | cst.While | cst.CompFor) for one in code.ancestors(value))


def _literal(value: Expression) -> bool:
    try:
        ast.literal_eval(text(value))
    except (ValueError, SyntaxError, MemoryError, TypeError):
        return False
    return True


def _seen(code: Code, found: Found, name: str, construction: cst.Call) -> Expression:
    """How the construction spells the value: by its name where it is in sight, else as the factory's call has it."""
    around = _around(code, found.function)
    if all(one in set(code.ancestors(construction)) for one in around):
        return cst.Name(name)
    if name in found.inner:
        return found.inner[name]
    binding = _binding(code, found, name)
    if not isinstance(binding, cst.BaseExpression) or isinstance(binding, cst.Name):
        raise CannotRepair(f"`{name}` is not in sight where the Lambda is made")
    hidden = {other for one in around for other in local_names(one)}
    for other in sorted(names_in(binding) & hidden):
        if other not in found.inner:
            raise CannotRepair(f"`{name}` is not in sight where the Lambda is made")
    return renamed(binding, {key: text(value) for key, value in found.inner.items()})


def _value(code: Code, name: str, given: Expression, binding: Expression | None = None) -> Value:
    kind = _kind(code, binding if binding is not None else given)
    if kind == "own":
        return Value(name, binding if binding is not None else given, kind)
    return Value(name, given, kind)


def _kind(code: Code, value: Expression, depth: int = 0) -> Kind:
    """`array` for tensors and arrays, `own` for what no file can hold, else `plain`."""
    if isinstance(value, cst.Name) and depth < _DEEP:
        bound = [one for target, one in assignments(code.module) if dotted(target) == value.value]
        return _kind(code, bound[-1], depth + 1) if bound and bound[-1] is not value else "plain"
    if isinstance(value, cst.BinaryOperation):
        kinds = {_kind(code, side, depth + 1) for side in (value.left, value.right)} if depth < _DEEP else set()
        return "array" if "array" in kinds else "plain"
    if not isinstance(value, cst.Call):
        return "plain"
    if last_name(value.func) in _OWN:
        return "own"
    classes = {one.name.value for one in every(code.module, cst.ClassDef)}
    if last_name(value.func) in classes:
        raise CannotRepair("the function uses an object of a class of your own", hint="Give the layer its values.")
    return "array" if last_name(value.func) in _ARRAYS else "plain"
