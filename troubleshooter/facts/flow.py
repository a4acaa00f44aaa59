"""Reading a function as an expert does: follow the argument through it, statement by statement.

`Flow(program, converted, ...).read(function)` gives a `Trace`. Nothing is run. Helpers of the source are followed with
the values they are given; what is not in the source is opaque, and then nothing is said to be absent.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import replace

from troubleshooter.facts import expressions, outside, statements
from troubleshooter.facts.trace import Event, Exit, Frame, Given, Trace, Ways
from troubleshooter.facts.values import STATIC, Kind, Value, join_all, list_of, listed
from troubleshooter.intake.syntax import Function, Program

_DEEPEST = 8
_MOST_CALLS = 300


class Flow:
    """One reading. Keeps the trace and the helpers followed so far."""

    def __init__(self, program: Program, target: ast.AST) -> None:
        self.program = program
        self.target = target
        self.trace = Trace()
        self.silent = 0
        self.closures: dict[ast.AST, Frame] = {}
        self.active: list[ast.AST] = []
        self.memo: dict[object, Value] = {}
        self.globals: dict[object, Value] = {}
        self.count = 0
        self.float_type = "float32"

    def read(self, function: Function, given: Mapping[str, Value], *, converted: bool) -> Trace:
        """Read the target's function with these values for its parameters."""
        frame = Frame(function, dict(given), converted=converted)
        self.active.append(function)
        ways = self._body(function, frame)
        self.active.pop()
        self.trace.ways = ways
        self.trace.result = _result(ways, frame)
        return self.trace

    def _body(self, function: Function, frame: Frame) -> Ways:
        """Walk a function's body and collect its ways out."""
        if isinstance(function, ast.Lambda):
            value = self.evaluate(frame, function.body)
            return Ways([Exit(value, frozenset(), self.program.place(function.body))])
        falls = statements.block(self, frame, function.body)
        return Ways(list(frame.exits.values()), falls, frame.controls, bool(frame.yields))

    def evaluate(self, frame: Frame, node: ast.AST | None) -> Value:
        """The value of an expression."""
        return expressions.evaluate(self, frame, node)

    def binary(self, frame: Frame, node: ast.AugAssign, left: Value, right: Value) -> Value:
        """The value of `left op right`."""
        return expressions.binary(self, frame, node, left, right)

    def note(self, frame: Frame, what: str, form: str, node: ast.AST) -> None:
        """Put an event into the trace, unless this part is read only to know a value."""
        if not self.silent:
            place = self.program.place(node)
            inside = frame.node is self.target or any(a is self.target for a in self.program.ancestors(node))
            self.trace.add(Event(what, form, place, inside))

    def truth(self, frame: Frame, value: Value, form: str, node: ast.AST) -> None:
        """A truth test on `value`."""
        if value.is_tensor and not frame.converted:
            self.note(frame, "truth", form, node)
        elif value.kind in {Kind.EITHER, Kind.OPAQUE} and value.derived and not self.silent:
            self.trace.unsure.add("truth")

    def iterate(self, frame: Frame, value: Value, node: ast.AST, form: str = "iteration") -> Value:
        """One element of `value`, which Python iterates over."""
        self.truth(frame, value, form, node)
        return value.one()

    def lookup(self, frame: Frame, name: ast.Name) -> Value:
        """The value of a name: local, of a function around, or of the program."""
        found = frame.find(name.id)
        value = found if found is not None else outside.value_of(self, name)
        return replace(value, truth=None) if value.truth is not None else value

    def call(self, callee: Value, given: Given, *, converted: bool = False, used: bool = True) -> Value:
        """Follow a call of a function of the source; what it gives."""
        function, values, keywords = callee.function, given.values, given.keywords
        if not isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            return Value(Kind.OPAQUE, derived=any(v.derived for v in values), way="unknown")
        converted = converted or callee.converted
        key = (function, callee.skip, converted, tuple(values), tuple(keywords), tuple(keywords.values()))
        if key in self.memo:
            return self.memo[key]
        self.count += 1
        if function in self.active or len(self.active) > _DEEPEST or self.count > _MOST_CALLS:
            self.trace.unsure.add("all")
            return Value(Kind.OPAQUE, derived=any(v.derived for v in values), way="unknown")
        frame = Frame(function, self.bind(function, given, callee.skip), self.closures.get(function), converted)
        self.active.append(function)
        ways = self._body(function, frame)
        self.active.pop()
        if used and not self.silent:
            self.trace.helpers[function] = ways
            self.trace.arguments.setdefault(function, tuple(values))
        self.memo[key] = _result(ways, frame)
        return self.memo[key]

    def bind(self, function: Function, given: Given, skip: int) -> dict[str, Value]:
        """Parameters and what they hold."""
        arguments, values, keywords = function.args, given.values, given.keywords
        names = [a.arg for a in (*arguments.posonlyargs, *arguments.args)]
        env = self.defaults(function)
        env.update(zip(names[skip:], values, strict=False))
        env.update((k, v) for k, v in keywords.items() if k in names or k in {a.arg for a in arguments.kwonlyargs})
        rest = values[len(names[skip:]) :]
        if arguments.vararg is not None:
            env[arguments.vararg.arg] = listed(rest)
        if arguments.kwarg is not None:
            env[arguments.kwarg.arg] = list_of(join_all(keywords.values())) if keywords else listed(())
        return env

    def defaults(self, function: Function) -> dict[str, Value]:
        """Every parameter with its default: a Python value, or unknown and static."""
        arguments = function.args
        plain = [*arguments.posonlyargs, *arguments.args]
        env = {a.arg: STATIC for a in (*plain, *arguments.kwonlyargs)}
        pairs = [
            *zip(plain[::-1], arguments.defaults[::-1], strict=False),
            *zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True),
        ]
        for argument, default in pairs:
            if default is not None and not (isinstance(default, ast.Constant) and default.value is None):
                env[argument.arg] = outside.quiet(self, default)
        return env


def _result(ways: Ways, frame: Frame) -> Value:
    """What a call gives: all returned values that are not None, joined."""
    values = [e.value for e in ways.exits if e.value.none != "always"]
    if frame.yields:
        return list_of(join_all(frame.yields))
    if not values:
        return Value(Kind.OPAQUE, way="unknown")
    joined = join_all(values)
    return replace(joined, none="no", none_by=frozenset())
