"""Statements: which way runs on, what is returned where, and what the names hold after two ways meet."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from troubleshooter.facts import conditions
from troubleshooter.facts.assignments import assign, augmented, delete
from troubleshooter.facts.trace import Exit
from troubleshooter.facts.values import NONE, STATIC, Kind, Value, join
from troubleshooter.intake.syntax import canonical, last

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from troubleshooter.facts.flow import Flow
    from troubleshooter.facts.trace import Frame

Env = dict[str, Value]
Path = tuple[Env, frozenset[str]]
_ENDS = {"sys.exit", "os._exit", "builtins.exit", "builtins.quit", "os.abort"}


def block(flow: Flow, frame: Frame, body: Iterable[ast.stmt]) -> bool:
    """Walk statements; False when the end is never reached."""
    return all(_statement(flow, frame, statement) for statement in body)


def _statement(flow: Flow, frame: Frame, node: ast.stmt) -> bool:
    """Walk one statement; False when what follows it is never reached."""
    handler = _HANDLERS.get(type(node))
    return handler(flow, frame, node) if handler is not None else True


def control(value: Value) -> str:
    """What kind of condition a tested value is."""
    tensor = value.kind in {Kind.TENSOR, Kind.EITHER} or (value.derived and value.kind is Kind.OPAQUE)
    return "tensor" if tensor else "static"


def _snapshot(frame: Frame) -> Path:
    return dict(frame.env), frame.controls


def _restore(frame: Frame, path: Path, chosen: str = "") -> None:
    frame.env = dict(path[0])
    frame.controls = path[1] | {chosen} if chosen else path[1]


def _meet(frame: Frame, before: Path, ways: list[Path], chosen: str, left: int) -> bool:
    """Join the ways that run on. Their conditions matter afterwards only when some other way has left the function."""
    if not ways:
        return False
    env = ways[0][0]
    for other, _ in ways[1:]:
        env = merge(env, other, chosen)
    controls = frozenset[str]().union(*(c for _, c in ways))
    _restore(frame, (env, controls if frame.leaving != left else before[1]))
    return True


def merge(left: Env, right: Env, chosen: str) -> Env:
    """What names hold where two ways meet; a name only one of them sets keeps that value."""
    merged = dict(left)
    for name, value in right.items():
        mine = merged.get(name)
        merged[name] = value if mine is None or mine is value else join(mine, value, chosen)
    return merged


def _if(flow: Flow, frame: Frame, node: ast.If) -> bool:
    test = flow_test(flow, frame, node.test, "if")
    before, left, chosen, ways = _snapshot(frame), frame.leaving, control(test), list[Path]()
    for body, truth in ((node.body, True), (node.orelse, False)):
        if test.truth is None or test.truth is truth:
            _restore(frame, before, chosen if test.truth is None else "")
            if block(flow, frame, body):
                ways.append(_snapshot(frame))
    return _meet(frame, before, ways, chosen, left)


def flow_test(flow: Flow, frame: Frame, test: ast.expr, form: str) -> Value:
    """Evaluate a test; `not`, `and` and `or` in it belong to the construct that tests."""
    return conditions.evaluate_test(flow, frame, test, form, test)


def _loop(flow: Flow, frame: Frame, node: ast.For | ast.AsyncFor | ast.While) -> bool:
    """A loop's body runs no time, once, or again with what it left."""
    before, left, leavers = _snapshot(frame), frame.leaving, list[Path]()
    chosen, endless, again = "static", False, 2 if len(frame.loops) < 3 else 1
    frame.loops.append(([], []))
    ways: list[Path] = []
    for _ in range(again):
        if isinstance(node, ast.While):
            test = flow_test(flow, frame, node.test, "while")
            chosen, endless = control(test), test.truth is True
        else:
            iterable = flow.evaluate(frame, node.iter)
            chosen = "tensor" if iterable.is_tensor else "static"
            assign(flow, frame, node.target, flow.iterate(frame, iterable, node.iter))
        ways = [] if endless else [_snapshot(frame)]
        frame.controls |= {chosen}
        if block(flow, frame, node.body):
            ways.append(_snapshot(frame))
        ways.extend((env, frame.controls) for env in frame.loops[-1][1])
        if not _meet(frame, before, [before, *ways], chosen, left):
            break
    breaks = frame.loops.pop()[0]
    leavers = [(env, frame.controls) for env in breaks]
    _restore(frame, before)
    on = not endless and _meet(frame, before, [before, *ways], chosen, left) and block(flow, frame, node.orelse)
    return _meet(frame, before, ([_snapshot(frame)] if on else []) + leavers, chosen, left)


def _leave_loop(_flow: Flow, frame: Frame, node: ast.Break | ast.Continue) -> bool:
    if frame.loops:
        frame.loops[-1][0 if isinstance(node, ast.Break) else 1].append(dict(frame.env))
    return False


def _try(flow: Flow, frame: Frame, node: ast.Try) -> bool:
    """The body may break off anywhere: a handler starts with what held before or after it."""
    before, left, ways = _snapshot(frame), frame.leaving, list[Path]()
    outer = dict(frame.exits)
    if block(flow, frame, node.body):
        after = _snapshot(frame)
        if block(flow, frame, node.orelse):
            ways.append(_snapshot(frame))
        start: Path = (merge(before[0], after[0], "static"), before[1])
    else:
        start = (merge(before[0], frame.env, "static"), before[1])
    for handler in node.handlers:
        _restore(frame, start, "static")
        if handler.name:
            frame.env[handler.name] = STATIC
        if block(flow, frame, handler.body):
            ways.append(_snapshot(frame))
    reached = _meet(frame, before, ways, "static", left)
    if node.finalbody and not block(flow, frame, node.finalbody):
        # A finally that returns takes the place of every return inside the try.
        mine = [n for n in frame.exits if n not in outer and any(_within(flow, n, s) for s in node.finalbody)]
        frame.exits = {**outer, **{n: frame.exits[n] for n in mine}}
        return False
    return reached


def _within(flow: Flow, node: ast.AST, statement: ast.stmt) -> bool:
    return node is statement or statement in flow.program.ancestors(node)


def _with(flow: Flow, frame: Frame, node: ast.With | ast.AsyncWith) -> bool:
    before, left, swallows = _snapshot(frame), frame.leaving, False
    for item in node.items:
        value = flow.evaluate(frame, item.context_expr)
        if isinstance(item.context_expr, ast.Call):
            swallows |= last(canonical(flow.program, item.context_expr.func)) == "suppress"
        if item.optional_vars is not None:
            assign(flow, frame, item.optional_vars, value)
    on = block(flow, frame, node.body)
    if not swallows:
        return on
    ways = [(before[0], before[1] | {"static"}), *([_snapshot(frame)] if on else [])]
    return _meet(frame, before, ways, "static", left)


def _match(flow: Flow, frame: Frame, node: ast.Match) -> bool:
    subject = flow.evaluate(frame, node.subject)
    before, left, chosen, ways = _snapshot(frame), frame.leaving, control(subject), list[Path]()
    flow.truth(frame, subject, "builtin", node.subject)
    complete = False
    for case in node.cases:
        _restore(frame, before, chosen)
        for part in ast.walk(case.pattern):
            name = getattr(part, "name", None)
            if isinstance(part, (ast.MatchAs, ast.MatchStar)) and name:
                frame.env[name] = subject if part is case.pattern else subject.one()
        if case.guard is not None:
            flow_test(flow, frame, case.guard, "if")
        complete |= case.guard is None and _irrefutable(case.pattern)
        if block(flow, frame, case.body):
            ways.append(_snapshot(frame))
    if not complete:
        ways.append((before[0], before[1] | {chosen}))
    return _meet(frame, before, ways, chosen, left)


def _irrefutable(pattern: ast.pattern) -> bool:
    """`case _`, `case name` and alternatives that end in one."""
    if isinstance(pattern, ast.MatchAs):
        return pattern.pattern is None or _irrefutable(pattern.pattern)
    return isinstance(pattern, ast.MatchOr) and any(_irrefutable(p) for p in pattern.patterns)


def _return(flow: Flow, frame: Frame, node: ast.Return) -> bool:
    value = flow.evaluate(frame, node.value) if node.value is not None else NONE
    place = flow.program.place(node)
    known = frame.exits.get(node)
    frame.leaving += 1
    frame.exits[node] = Exit(
        join(known.value, value) if known else value, frame.controls | (known.controls if known else frozenset()), place
    )
    return False


def _raise(flow: Flow, frame: Frame, node: ast.Raise) -> bool:
    flow.evaluate(frame, node.exc)
    return False


def _assert(flow: Flow, frame: Frame, node: ast.Assert) -> bool:
    return flow_test(flow, frame, node.test, "assert").truth is not False


def _expression(flow: Flow, frame: Frame, node: ast.Expr) -> bool:
    flow.evaluate(frame, node.value)
    return not (isinstance(node.value, ast.Call) and canonical(flow.program, node.value.func) in _ENDS)


def _assign(flow: Flow, frame: Frame, node: ast.Assign) -> bool:
    value = flow.evaluate(frame, node.value)
    for target in node.targets:
        assign(flow, frame, target, value)
    return True


def _annotated(flow: Flow, frame: Frame, node: ast.AnnAssign) -> bool:
    if node.value is not None:
        assign(flow, frame, node.target, flow.evaluate(frame, node.value))
    return True


def _augmented(flow: Flow, frame: Frame, node: ast.AugAssign) -> bool:
    augmented(flow, frame, node)
    return True


def _delete(flow: Flow, frame: Frame, node: ast.Delete) -> bool:
    for target in node.targets:
        delete(flow, frame, target)
    return True


def _def(flow: Flow, frame: Frame, node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    names = [last(canonical(flow.program, d.func if isinstance(d, ast.Call) else d)) for d in node.decorator_list]
    flow.closures[node] = frame
    frame.env[node.name] = Value(Kind.FUNCTION, function=node, converted="function" in names)
    return True


def _class(_flow: Flow, frame: Frame, node: ast.ClassDef) -> bool:
    frame.env[node.name] = STATIC
    return True


_HANDLERS: dict[type[ast.stmt], Callable[..., bool]] = {
    ast.If: _if,
    ast.For: _loop,
    ast.AsyncFor: _loop,
    ast.While: _loop,
    ast.Break: _leave_loop,
    ast.Continue: _leave_loop,
    ast.Try: _try,
    ast.TryStar: _try,
    ast.With: _with,
    ast.AsyncWith: _with,
    ast.Match: _match,
    ast.Return: _return,
    ast.Raise: _raise,
    ast.Assert: _assert,
    ast.Expr: _expression,
    ast.Assign: _assign,
    ast.AnnAssign: _annotated,
    ast.AugAssign: _augmented,
    ast.Delete: _delete,
    ast.FunctionDef: _def,
    ast.AsyncFunctionDef: _def,
    ast.ClassDef: _class,
}
