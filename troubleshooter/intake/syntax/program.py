"""A snippet read with `ast`: the tree, who encloses whom, and what each name is bound to in each scope.

In: source text. Out: a `Program`, or None where nothing can be parsed. Everything is computed once and is linear in the
length of the source. Lines are those of the text given, columns are characters (`ast` counts UTF-8 bytes).
"""

from __future__ import annotations

import ast
import warnings
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, Literal

from troubleshooter.model import Place

Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
Scope = ast.Module | ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
SCOPES = (ast.Module, ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)
_BARE = (ast.expr_context, ast.operator, ast.unaryop, ast.cmpop, ast.boolop)
_BINDERS = (ast.stmt, ast.NamedExpr, ast.Lambda, ast.comprehension, ast.withitem, ast.ExceptHandler, ast.pattern)
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


@dataclass(frozen=True, slots=True, eq=False)
class Binding:
    """One place where a name gets a value. `node` is the statement, argument or alias; `value` the expression, if one.

    `how` is "assign" (name = value), "unpack" (a, b = value), "loop", "with", "augmented", "def", "class", "import"
    (`path` is then the dotted module path), "parameter" or "other".
    """

    name: str
    node: ast.AST
    how: Literal["assign", "unpack", "loop", "with", "augmented", "def", "class", "import", "parameter", "other"]
    value: ast.expr | None = None
    path: str = ""

    @property
    def line(self) -> int:
        """The first line of the node that binds."""
        return getattr(self.node, "lineno", 0)


Names = Mapping[str, tuple[Binding, ...]]
_Growing = dict[ast.AST, dict[str, list[Binding]]]


@dataclass(frozen=True, eq=False)
class Program:
    """A parsed source. `bindings`: scope -> its names; `attributes`: class -> what self.<name> is assigned."""

    tree: ast.Module
    lines: tuple[str, ...]
    parents: Mapping[ast.AST, ast.AST]
    bindings: Mapping[ast.AST, Names] = field(default_factory=dict)
    attributes: Mapping[ast.AST, Names] = field(default_factory=dict)
    stars: tuple[str, ...] = ()
    calls: tuple[ast.Call, ...] = ()
    spans: Mapping[Place, tuple[ast.AST, ...]] = field(default_factory=dict)
    # What has been worked out of the tree once: see `once`. The tree itself never changes.
    memo: dict[Hashable, Any] = field(default_factory=dict, repr=False)

    def ancestors(self, node: ast.AST) -> Iterator[ast.AST]:
        """The nodes around `node`, innermost first."""
        while (parent := self.parents.get(node)) is not None:
            yield parent
            node = parent

    def scope_of(self, node: ast.AST) -> Scope:
        """The function, class or module whose names `node` sees first. Defaults and decorators belong outside."""
        child = node
        for parent in self.ancestors(node):
            if isinstance(parent, SCOPES) and _inside(parent, child):
                return parent
            child = parent
        return self.tree

    def lookup(self, name: str, at: ast.AST) -> tuple[Binding, ...]:
        """All bindings of `name` in the scope that the use at `at` refers to; () for builtins and unknown names."""
        scope: ast.AST | None = self.scope_of(at)
        first = True
        while scope is not None:
            if (first or not isinstance(scope, ast.ClassDef)) and name in self.bindings.get(scope, {}):
                return self.bindings[scope][name]
            scope, first = (None if scope is self.tree else self.scope_of(scope)), False
        return ()

    def enclosing(self, node: ast.AST, kinds: tuple[type[ast.AST], ...]) -> ast.AST | None:
        """The innermost node of these kinds around `node`."""
        return next((parent for parent in self.ancestors(node) if isinstance(parent, kinds)), None)

    def statement_of(self, node: ast.AST) -> ast.stmt | None:
        """The innermost statement that contains `node`."""
        if isinstance(node, ast.stmt):
            return node
        found = self.enclosing(node, (ast.stmt,))
        return found if isinstance(found, ast.stmt) else None

    def column(self, line: int, offset: int) -> int:
        """The character column of a byte offset in a line."""
        if not 0 < line <= len(self.lines):
            return offset
        text = self.lines[line - 1]
        return offset if text.isascii() else len(text.encode("utf-8", "replace")[:offset].decode("utf-8", "ignore"))

    def place(self, node: ast.AST) -> Place:
        """Where a node stands."""
        line, end = getattr(node, "lineno", 0), getattr(node, "end_lineno", None)
        end = end or line
        return Place(
            line,
            end,
            self.column(line, getattr(node, "col_offset", -1)),
            self.column(end, getattr(node, "end_col_offset", None) or -1),
        )

    def at(self, place: Place | None, kinds: tuple[type[ast.AST], ...]) -> ast.AST | None:
        """The function or call of one of `kinds` that stands exactly at `place`."""
        found = self.spans.get(place, ()) if place is not None else ()
        return next((node for node in found if isinstance(node, kinds)), None)

    def segment(self, node: ast.AST) -> str:
        """The source text of a node."""
        place = self.place(node)
        rows = list(self.lines[place.line - 1 : place.end_line])
        if not rows:
            return ""
        rows[-1] = rows[-1][: place.end_column]
        rows[0] = rows[0][place.column :]
        return "\n".join(rows)


def _inside(scope: ast.AST, child: ast.AST) -> bool:
    """Whether `child` of `scope` sees the scope's own names (its body does; defaults, decorators and bases do not)."""
    if isinstance(scope, ast.Lambda):
        return child is scope.body
    if isinstance(scope, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return isinstance(child, ast.stmt)
    return True


def parse(text: str) -> ast.Module | None:
    """The tree of a source; of its longest readable beginning where it breaks off; None where there is none."""
    for _ in range(4):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return ast.parse(text)
        except SyntaxError as error:
            text = "\n".join(text.split("\n")[: max((error.lineno or 1) - 1, 0)])
        except (ValueError, RecursionError, MemoryError):
            return None
        if not text.strip():
            return None
    return None


@lru_cache(maxsize=4)
def read(text: str) -> Program | None:
    """Parse a source and compute parents and bindings. Several rooms read the same text one after the other."""
    tree = parse(text)
    if tree is None:
        return None
    parents: dict[ast.AST, ast.AST] = {}
    order: list[ast.AST] = [tree]
    for node in order:
        for child in _children(node):
            parents[child] = node
            order.append(child)
    calls = sorted((n for n in order if isinstance(n, ast.Call)), key=lambda n: (n.lineno, n.col_offset))
    # `ast` breaks lines at \n, \r and \r\n only, str.splitlines at form feeds and more.
    lines = tuple(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    program = _bind(Program(tree, lines, parents, calls=tuple(calls)), order)
    spans: dict[Place, tuple[ast.AST, ...]] = {}
    for node in order:
        if isinstance(node, (*FUNCTIONS, ast.Call)):
            spans[program.place(node)] = (*spans.get(program.place(node), ()), node)
    return replace(program, spans=spans)


def _children(node: ast.AST) -> Iterator[ast.AST]:
    """What `ast.iter_child_nodes` gives, in half its time, without operators and contexts."""
    for name in node._fields:
        value = getattr(node, name, None)
        if isinstance(value, list):
            for item in value:
                if isinstance(item, ast.AST) and not isinstance(item, _BARE):
                    yield item
        elif isinstance(value, ast.AST) and not isinstance(value, _BARE):
            yield value


def _bind(program: Program, order: list[ast.AST]) -> Program:
    """The same program with the names of each scope."""
    scopes: _Growing = {}
    attributes: _Growing = {}
    stars: list[str] = []
    outer: dict[ast.AST, set[str]] = {}
    for node in order:
        if isinstance(node, (ast.Global, ast.Nonlocal)):
            outer.setdefault(program.scope_of(node), set()).update(node.names)
        if isinstance(node, ast.ImportFrom) and any(alias.name == "*" for alias in node.names):
            stars.append(node.module or "")
    for node in order:
        for binding in _bindings_of(node) if isinstance(node, _BINDERS) else ():
            if isinstance(binding.node, ast.Attribute):
                _bind_attribute(program, attributes, binding)
                continue
            scope = node if isinstance(node, FUNCTIONS) and binding.how == "parameter" else program.scope_of(node)
            if binding.name in outer.get(scope, ()):
                scope = program.tree
            scopes.setdefault(scope, {}).setdefault(binding.name, []).append(binding)
    return replace(program, bindings=_sorted(scopes), attributes=_sorted(attributes), stars=tuple(stars))


def _sorted(growing: _Growing) -> dict[ast.AST, Names]:
    """Each name's bindings by line."""
    return {
        scope: {name: tuple(sorted(found, key=lambda b: b.line)) for name, found in names.items()}
        for scope, names in growing.items()
    }


def _bind_attribute(program: Program, attributes: _Growing, binding: Binding) -> None:
    """`self.name = value` in a method binds an attribute of the class."""
    target = binding.node
    method = program.enclosing(target, (ast.FunctionDef, ast.AsyncFunctionDef))
    owner = program.parents.get(method) if method is not None else None
    if not isinstance(owner, ast.ClassDef) or not isinstance(target, ast.Attribute):
        return
    arguments = getattr(method, "args", None)
    first = arguments.args[0].arg if isinstance(arguments, ast.arguments) and arguments.args else ""
    if isinstance(target.value, ast.Name) and target.value.id == first:
        attributes.setdefault(owner, {}).setdefault(target.attr, []).append(binding)


def _bindings_of(node: ast.AST) -> Iterator[Binding]:
    """What a node binds, in its own scope (parameters in the function's)."""
    match node:
        case ast.Assign(targets=targets, value=value):
            for target in targets:
                yield from _targets(target, node, value, "assign")
        case ast.AnnAssign(target=target, value=value) if value is not None:
            yield from _targets(target, node, value, "assign")
        case ast.NamedExpr(target=ast.Name(id=name), value=value):
            yield Binding(name, node, "assign", value)
        case ast.AugAssign(target=ast.Name(id=name), value=value):
            yield Binding(name, node, "augmented", value)
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            yield Binding(name, node, "def")
            yield from _parameters(node.args)
        case ast.Lambda(args=arguments):
            yield from _parameters(arguments)
        case ast.ClassDef(name=name):
            yield Binding(name, node, "class")
        case ast.Import() | ast.ImportFrom():
            yield from _imports(node)
        case _:
            yield from _block_bindings(node)


def _block_bindings(node: ast.AST) -> Iterator[Binding]:
    """What the heads of loops, with, except and match bind."""
    match node:
        case ast.For(target=target, iter=iterable) | ast.AsyncFor(target=target, iter=iterable):
            yield from _targets(target, node, iterable, "loop")
        case ast.comprehension(target=target, iter=iterable):
            yield from _targets(target, target, iterable, "loop")
        case ast.withitem(optional_vars=target, context_expr=value) if target is not None:
            yield from _targets(target, target, value, "with")
        case ast.ExceptHandler(name=name) | ast.MatchAs(name=name) | ast.MatchStar(name=name) if name:
            yield Binding(name, node, "other")


def _targets(target: ast.expr, node: ast.AST, value: ast.expr | None, how: str) -> Iterator[Binding]:
    """Names and self attributes in an assignment target; `a, b = 1, 2` pairs up."""
    match target:
        case ast.Name(id=name):
            yield Binding(name, node, how, value)  # type: ignore[arg-type]
        case ast.Attribute(attr=name):
            yield Binding(name, target, how, value)  # type: ignore[arg-type]
        case ast.Tuple(elts=targets) | ast.List(elts=targets):
            pairs = value.elts if isinstance(value, (ast.Tuple, ast.List)) and how == "assign" else []
            starred = any(isinstance(e, ast.Starred) for e in (*targets, *pairs))
            for index, each in enumerate(targets):
                if len(pairs) == len(targets) and not starred:
                    yield from _targets(each, node, pairs[index], "assign")
                else:
                    yield from _targets(each, node, value, "unpack" if how == "assign" else how)
        case ast.Starred(value=inner):
            yield from _targets(inner, node, value, "unpack")


def _parameters(arguments: ast.arguments) -> Iterator[Binding]:
    """A binding for each parameter; its default is the value."""
    plain = [*arguments.posonlyargs, *arguments.args]
    defaults: list[ast.expr | None] = [None] * (len(plain) - len(arguments.defaults))
    for argument, default in zip(plain, [*defaults, *arguments.defaults], strict=True):
        yield Binding(argument.arg, argument, "parameter", default)
    for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        yield Binding(argument.arg, argument, "parameter", default)
    for extra in (arguments.vararg, arguments.kwarg):
        if extra is not None:
            yield Binding(extra.arg, extra, "parameter")


def _imports(node: ast.Import | ast.ImportFrom) -> Iterator[Binding]:
    """import a.b as c; from a import b as c."""
    for alias in node.names:
        if alias.name == "*":
            continue
        if isinstance(node, ast.Import):
            path = alias.name if alias.asname else alias.name.partition(".")[0]
            yield Binding(alias.asname or path, node, "import", path=path)
        else:
            yield Binding(alias.asname or alias.name, node, "import", path=f"{node.module or '.'}.{alias.name}")
