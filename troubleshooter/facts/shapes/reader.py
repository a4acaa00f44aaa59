"""Walking a function for its shapes: statements, expressions, and the helpers of the source that it calls."""

from __future__ import annotations

import ast
from dataclasses import replace

from troubleshooter.facts.reading import Reading, parameters
from troubleshooter.facts.shapes import operations
from troubleshooter.facts.shapes.rows import product
from troubleshooter.facts.shapes.together import meet
from troubleshooter.facts.shapes.values import NONE, OPEN, OTHER, Dim, Event, Shaped, broadcast, tensor, unknown
from troubleshooter.intake.syntax import Function, Program, canonical, inputs_of, resolve
from troubleshooter.intake.syntax.shapes import integer
from troubleshooter.model import TargetKind

_DEEP = 4
_STATIC = {"shape", "_shape", "_keras_shape"}
UNREAD = {TargetKind.HELPER, TargetKind.LOSS}  # a helper is read where it is called; a loss has no rows to keep
_KEEPS = {"dtype", "ndim", "name", "device"}


def read_shapes(reading: Reading) -> list[Event]:
    """What happens to shapes in a target's function and in the helpers it calls."""
    if reading.function is None or reading.found is None or reading.target.kind in UNREAD:
        return []
    reader = Reader(reading.program)
    try:
        result = reader.run(reading.function, _given(reading))
    except RecursionError:
        return []
    for part in (result, *result.items):
        if part.lost is not None:
            form = "reshape" if part.before is not None else "foreign"
            reader.note(Event("loses-shape", form, part.lost, dims=part.before))
        if part.origin is not None and part.derived and part.kind == "tensor":
            reader.note(Event("where-indices", "yes", part.origin))
    return reader.events


def _given(reading: Reading) -> dict[str, Shaped]:
    """The parameters that take inputs, with what the source tells of their shapes."""
    function, found = reading.function, reading.found
    if function is None or found is None:
        return {}
    required, optional = parameters(function, found, reading.construction)
    names = required or optional[:1]
    specs = inputs_of(reading.program, reading.construction)[0] if reading.construction is not None else ()
    tensors = [_input(spec.shape) for spec in specs]
    if reading.form == "list" and len(names) == 1:
        return {names[0]: Shaped("list", items=tuple(tensors), derived=True)}
    known = [*tensors, *[_input(None)] * len(names)]
    return {name: known[index] for index, name in enumerate(names)}


def _input(shape: tuple[int | None, ...] | None) -> Shaped:
    dims = None if shape is None else tuple(NONE if size is None else size for size in shape)
    return tensor(dims, rows=dims is None or (bool(dims) and dims[0] == NONE), derived=True)


class Reader:
    """One reading: the events so far, and whether they are noted (a condition mixes rows on purpose)."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.events: list[Event] = []
        self.env: dict[str, Shaped] = {}
        self.quiet = 0
        self.depth = 0

    def note(self, event: Event) -> None:
        """Add an event, each once."""
        if (not self.quiet or event.what != "mixes-rows") and event not in self.events:
            self.events.append(event)

    def run(self, function: Function, given: dict[str, Shaped]) -> Shaped:
        """The value that a function gives."""
        outer, self.env = self.env, dict(given)
        if isinstance(function, ast.Lambda):
            value = self.value(function.body)
        else:
            values = [one for statement in function.body if (one := self.statement(statement)) is not None]
            value = values[-1] if values else OTHER
        self.env = outer
        return value

    # --- statements --------------------------------------------------------------------------------------------------

    def statement(self, node: ast.stmt) -> Shaped | None:
        """Walk one statement; what it returns, if it does."""
        match node:
            case ast.Return(value=value):
                return self.value(value)
            case ast.Assign(targets=targets, value=value):
                self._assign(targets, value)
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                self._assign([target], value)
            case ast.AugAssign(target=ast.Name() as target):
                self.env[target.id] = self._arithmetic(node, self.value(target), self.value(node.value))
            case ast.For():
                return self._for(node)
            case ast.If(test=test, body=body, orelse=orelse) | ast.While(test=test, body=body, orelse=orelse):
                self.condition(test)
                return self._all([*body, *orelse])
            case ast.With(body=body):
                return self._all(body)
            case ast.Try(body=body, orelse=orelse, finalbody=final):
                return self._all([*body, *orelse, *final])
            case ast.Expr(value=value):
                self.value(value)
            case ast.FunctionDef(name=name):
                self.env[name] = Shaped("function", function=node)
        return None

    def _all(self, body: list[ast.stmt]) -> Shaped | None:
        values = [one for statement in body if (one := self.statement(statement)) is not None]
        return values[-1] if values else None

    def _for(self, node: ast.For) -> Shaped | None:
        iterable = self.value(node.iter)
        self._bind(node.target, element(iterable), None)
        return self._all([*node.body, *node.orelse])

    def _assign(self, targets: list[ast.expr], value: ast.expr) -> None:
        held = self.value(value)
        for target in targets:
            self._bind(target, held, value)

    def _bind(self, target: ast.expr, held: Shaped, value: ast.expr | None) -> None:
        match target:
            case ast.Name(id=name):
                self.env[name] = held
            case ast.Attribute():
                self.env[ast.unparse(target)] = held
            case ast.Tuple(elts=parts) | ast.List(elts=parts):
                for index, part in enumerate(parts):
                    if isinstance(part, ast.Starred):
                        self._bind(part.value, OTHER, None)
                    else:
                        self._bind(part, self._part(held, index, value), None)

    def _part(self, held: Shaped, index: int, value: ast.expr | None) -> Shaped:
        """One target of `b, h, w = x.shape`."""
        if held.kind == "static":
            return Shaped("size", size=held.entry(index), axis=index, origin=value)
        return held.items[index] if held.kind == "list" and index < len(held.items) else element(held)

    # --- expressions -------------------------------------------------------------------------------------------------

    def condition(self, node: ast.expr) -> Shaped:
        """The value of something that only chooses: what it reduces is not mixed into a result."""
        self.quiet += 1
        value = self.value(node)
        self.quiet -= 1
        return value

    def value(self, node: ast.AST | None) -> Shaped:
        """The value of an expression."""
        match node:
            case ast.Name(id=name):
                return self._name(node, name)
            case ast.Constant(value=int(number)) if not isinstance(number, bool):
                return Shaped("number", size=number)
            case ast.Constant(value=float()):
                return Shaped("number")
            case ast.UnaryOp(operand=operand):
                return self._negated(node, self.value(operand))
            case ast.BinOp(left=left, right=right):
                return self._arithmetic(node, self.value(left), self.value(right))
            case ast.Tuple(elts=parts) | ast.List(elts=parts):
                return Shaped("list", items=tuple(self._items(parts)))
            case ast.Attribute(value=inner, attr=attr):
                return self._attribute(node, self.value(inner), attr)
            case ast.Subscript(value=inner, slice=index):
                return self._subscript(node, self.value(inner), index)
            case ast.Call():
                return operations.call(self, node)
        return self._choosing(node)

    def _choosing(self, node: ast.AST | None) -> Shaped:
        """Expressions with parts that only choose, and functions."""
        match node:
            case ast.Compare(left=left, comparators=others):
                return broadcast(self.condition(left), self.condition(others[0]))
            case ast.IfExp(test=test, body=body, orelse=orelse):
                self.condition(test)
                one, other = self.value(body), self.value(orelse)
                return one if one.kind != "other" else other
            case ast.ListComp() | ast.GeneratorExp():
                return self._comprehension(node)
            case ast.Lambda():
                return Shaped("function", function=node)
            case ast.NamedExpr(target=target, value=inner):
                self.env[target.id] = self.value(inner)
                return self.env[target.id]
        return OTHER

    def _items(self, parts: list[ast.expr]) -> list[Shaped]:
        """The elements of a list, those of `*x.shape[1:]` among them."""
        items: list[Shaped] = []
        for part in parts:
            value = self.value(part.value if isinstance(part, ast.Starred) else part)
            if not isinstance(part, ast.Starred):
                items.append(replace(value, origin=part) if value.kind == "size" and value.origin is None else value)
            elif value.kind == "list":
                items.extend(value.items)
            elif value.kind == "static" and value.dims is not None:
                items.extend(Shaped("size", size=size, origin=part) for size in value.dims)
            else:
                items.append(OTHER)
        return items

    def _name(self, node: ast.Name, name: str) -> Shaped:
        if name in self.env:
            return self.env[name]
        number = integer(self.program, node)
        if number is not None:
            return Shaped("number", size=number)
        return operations.outside(self, node)

    def _negated(self, node: ast.UnaryOp, value: Shaped) -> Shaped:
        if value.kind == "number" and isinstance(value.size, int) and isinstance(node.op, ast.USub):
            return replace(value, size=-value.size)
        return value

    def _arithmetic(self, node: ast.BinOp | ast.AugAssign, left: Shaped, right: Shaped) -> Shaped:
        scaled = "tensor" in {left.kind, right.kind}
        parts = (node.left, node.right) if isinstance(node, ast.BinOp) else (node.target, node.value)
        for side, part in zip((left, right), parts, strict=True):
            if side.kind == "size" and side.size == NONE:
                other = parts[0] if part is parts[1] else parts[1]
                self.needs(side, part, "scale" if scaled else "arithmetic", other)
        if "tensor" in {left.kind, right.kind}:
            if isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult):
                return product(left, right)
            meet(self, (left, right), parts)
            return broadcast(left, right)
        if left.kind == right.kind == "list":
            return Shaped("list", items=(*left.items, *right.items))
        if "static" in {left.kind, right.kind}:
            return self._joined(left, right)
        number = integer(self.program, node) if isinstance(node, ast.BinOp) else None
        if number is not None:
            return Shaped("number", size=number)
        return Shaped("size") if "size" in {left.kind, right.kind} else OTHER

    def _joined(self, left: Shaped, right: Shaped) -> Shaped:
        """x.shape[:1] + (4,)."""
        parts = [_entries(side) for side in (left, right)]
        if parts[0] is None or parts[1] is None:
            return OTHER
        return Shaped("list", items=(*parts[0], *parts[1]))

    def needs(self, size: Shaped, node: ast.expr, form: str, use: ast.expr | None = None) -> None:
        """A number is needed where there is None while a model is built."""
        self.note(Event("static-size", form, node, use=use, origin=size.origin or node, axis=size.axis))

    def _attribute(self, node: ast.Attribute, base: Shaped, attr: str) -> Shaped:
        stored = self.env.get(ast.unparse(node)) if isinstance(node.value, ast.Name) else None
        if stored is not None:
            return stored
        if base.kind == "tensor" and attr in _STATIC:
            return Shaped("static", dims=base.dims, rows=base.rows, origin=node)
        if base.kind == "tensor" and attr == "T":
            return unknown(base)
        if base.kind == "static" and attr == "dims":
            return base
        if attr in {"rank", "ndims"} | _KEEPS or base.kind != "tensor":
            return OTHER
        return unknown(base)

    def _subscript(self, node: ast.Subscript, base: Shaped, index: ast.expr) -> Shaped:
        if base.kind == "dynamic":
            entry = base.entry(number) if (number := self._index(index)) is not None else OPEN
            return Shaped("number", size=entry if isinstance(entry, int) else OPEN)
        if base.kind == "static":
            return _of_shape(node, base, self._index(index), index)
        if base.kind == "list":
            number = self._index(index)
            if number is not None and -len(base.items) <= number < len(base.items):
                return base.items[number]
            return element(base) if base.items else (tensor(None, rows=True, derived=True) if base.derived else OTHER)
        if base.kind == "tensor":
            return self._sliced(base, index.elts if isinstance(index, ast.Tuple) else [index])
        return OTHER

    def _index(self, index: ast.expr) -> int | None:
        value = self.value(index) if not isinstance(index, ast.Slice) else OTHER
        return value.size if value.kind == "number" and isinstance(value.size, int) else None

    def _sliced(self, base: Shaped, parts: list[ast.expr]) -> Shaped:
        """x[:, 0], x[..., None], x[:, 1:3]."""
        first = parts[0]
        kept = base.rows and (isinstance(first, ast.Slice) or _is_ellipsis(first))
        if base.dims is None or any(_is_ellipsis(part) for part in parts):
            return tensor(None, rows=kept, derived=base.derived)
        dims: list[Dim] = []
        rest = list(base.dims)
        for part in parts:
            if isinstance(part, ast.Constant) and part.value is None:
                dims.append(1)
            elif isinstance(part, ast.Slice):
                taken = rest.pop(0) if rest else OPEN
                dims.append(taken if part.lower is part.upper is part.step is None else OPEN)
            elif rest:
                rest.pop(0)
        return tensor((*dims, *rest), rows=kept, derived=base.derived)

    def _comprehension(self, node: ast.ListComp | ast.GeneratorExp) -> Shaped:
        saved = dict(self.env)
        for generator in node.generators:
            self._bind(generator.target, element(self.value(generator.iter)), None)
        inner = self.value(node.elt)
        self.env = saved
        return Shaped("list", items=(inner,)) if inner.kind == "tensor" else Shaped("list", items=())

    def follow(self, function: ast.AST, values: list[Shaped], keywords: dict[str, Shaped], skip: int = 0) -> Shaped:
        """A call of a function of the source."""
        if self.depth >= _DEEP or not isinstance(function, (ast.FunctionDef, ast.Lambda)):
            return tensor(None, derived=any(value.derived for value in values))
        names = [argument.arg for argument in (*function.args.posonlyargs, *function.args.args)][skip:]
        given = {**dict(zip(names, values, strict=False)), **keywords}
        self.depth += 1
        value = self.run(function, given)
        self.depth -= 1
        return value

    def dotted(self, node: ast.expr) -> str:
        """The library's name of a function; "" where a local name hides it."""
        inner = node
        while isinstance(inner, ast.Attribute):
            inner = inner.value
        hidden = isinstance(inner, ast.Name) and inner.id in self.env
        return "" if hidden else canonical(self.program, node)

    def of_source(self, node: ast.expr) -> tuple[ast.AST, int] | None:
        """The function of the source that a call names, and how many of its parameters are bound."""
        held = self.env.get(node.id) if isinstance(node, ast.Name) else None
        if held is not None and held.function is not None:
            return held.function, 0
        found = resolve(self.program, node)
        return (found.node, found.skip) if found is not None else None


def element(value: Shaped) -> Shaped:
    """One element of what is iterated over."""
    if value.kind == "list" and value.items:
        return value.items[0]
    if value.kind == "tensor":
        return tensor(value.dims[1:] if value.dims else None, derived=value.derived)
    return OTHER


def _is_ellipsis(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is ...


def _entries(value: Shaped) -> tuple[Shaped, ...] | None:
    if value.kind == "static":
        if value.dims is None:
            return None
        return tuple(Shaped("size", size=size, axis=i, origin=value.origin) for i, size in enumerate(value.dims))
    return value.items if value.kind == "list" else None


def _of_shape(node: ast.Subscript, base: Shaped, number: int | None, index: ast.expr) -> Shaped:
    """x.shape[0], x.shape[1:], x.shape[-1]."""
    if isinstance(index, ast.Slice):
        start = index.lower.value if isinstance(index.lower, ast.Constant) else 0 if index.lower is None else None
        stop = index.upper.value if isinstance(index.upper, ast.Constant) else None
        if not isinstance(start, int):
            return Shaped("static", origin=node)
        dims = base.dims[start : stop if isinstance(stop, int) else None] if base.dims is not None else None
        if base.dims is not None and index.upper is not None and not isinstance(stop, int):
            dims = None
        return Shaped("static", dims=dims, rows=base.rows and start == 0, origin=node)
    if number is None:
        return Shaped("size", origin=node)
    return Shaped("size", size=base.entry(number), axis=number, origin=node)
