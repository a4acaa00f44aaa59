"""keep-finite: roots, logs, norms and divisions get a floor, so that neither value nor slope leaves the numbers."""

from __future__ import annotations

import ast

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.facts.hazards import Hazard, hazards_around, hazards_of
from troubleshooter.intake.syntax import FUNCTIONS, Program
from troubleshooter.intake.syntax import read as read_program
from troubleshooter.model import Place, Snippet, TargetKind
from troubleshooter.repair.build import Expression, bare, expression, tight
from troubleshooter.repair.code import Code, at, edited, last_name, read, text
from troubleshooter.repair.job import Change, Job

_MOST = 40
_ROOT_FLOOR = "1e-12"  # its root's slope is 5e5: finite, and out of the way of values that matter
_LOG_FLOOR = "1e-7"
_VARIANCE_FLOOR = "1e-7"  # a batch of equal rows is divided by 3e-4, not by a millionth
_HINT = "Add a small constant inside the root or log, or divide with tf.math.divide_no_nan."


def repair(job: Job) -> Change:
    """Guard every hazard of the function and its helpers, or of the training step around; the innermost first."""
    if job.target.kind is TargetKind.HELPER and job.construction is not None:
        raise CannotRepair("the helper is repaired with the function that calls it")
    code, changed = job.code, 0
    for _ in range(_MOST):
        program = read_program(code.module.code)
        found = _next(_hazards(program, _place(job))) if program else None
        if program is None or found is None:
            break
        code = _guarded(code, program, found, job.tf)
        changed += 1
    if not changed:
        raise CannotRepair("no operation was found that minds a zero", hint=_HINT)
    return Change(module=code.module, changes="next to zero the values differ by less than one in a million")


def _place(job: Job) -> Place | None:
    """Where the function stands; its edits stay inside it, so that it keeps its beginning."""
    if job.function is None:
        return None
    start = job.code.spans[job.function].start
    return Place(start.line, start.line, start.column)


def _hazards(program: Program, place: Place | None) -> list[Hazard]:
    if place is None:
        return list(hazards_around(program))
    for node in ast.walk(program.tree):
        if isinstance(node, FUNCTIONS) and _starts(program, node, place):
            return list(hazards_of(program, node))
    return []


def _starts(program: Program, node: ast.AST, place: Place) -> bool:
    found = program.place(node)
    decorators = getattr(node, "decorator_list", [])
    lines = {found.line, *(one.lineno for one in decorators)}
    return place.line in lines and (found.column == place.column or bool(decorators))


def _next(found: list[Hazard]) -> Hazard | None:
    """A slope before the division that it may mend; of nested ones the inner one; the last first, so places stay."""
    roots = [one for one in found if one.form not in {"division", "reciprocal"}]
    pool = roots or found
    inner = [one for one in pool if not any(other is not one and _holds(one.node, other.node) for other in pool)]
    return inner[-1] if inner else None


def _holds(outer: ast.AST, inner: ast.AST) -> bool:
    return any(part is inner for part in ast.walk(outer))


def _guarded(code: Code, program: Program, hazard: Hazard, tf: str) -> Code:
    """The code with one hazard guarded."""
    node = at(code, program.place(hazard.node), _kind(hazard.node))
    risk = at(code, program.place(hazard.risk), _kind(hazard.risk))
    if node is None or not isinstance(risk, cst.BaseExpression):
        raise CannotRepair("the operation could not be found again", hint=_HINT)
    if hazard.guard is not None:
        new = _double_where(program, hazard, risk, tf)
        module = edited(code.module, {risk: new})
    else:
        module = edited(code.module, {node: _written(hazard, node, risk, tf)})
    after = read(Snippet(module.code))
    if after.module.code == code.module.code:
        raise CannotRepair("the guard changes nothing", hint=_HINT)
    return after


def _kind(node: ast.AST) -> type[cst.CSTNode]:
    table: dict[type[ast.AST], type[cst.CSTNode]] = {
        ast.Call: cst.Call,
        ast.BinOp: cst.BinaryOperation,
        ast.AugAssign: cst.AugAssign,
        ast.Name: cst.Name,
        ast.Attribute: cst.Attribute,
        ast.Subscript: cst.Subscript,
        ast.UnaryOp: cst.UnaryOperation,
        ast.Compare: cst.Comparison,
        ast.IfExp: cst.IfExp,
    }
    return table.get(type(node), cst.BaseExpression)


def _double_where(program: Program, hazard: Hazard, risk: Expression, tf: str) -> Expression:
    """The operand as it is where the branch is taken, and one elsewhere: the branch that is left out stays finite."""
    guard = hazard.guard
    condition = program.segment(guard.args[0]) if guard is not None else ""
    if guard is None or "\n" in condition or _bound_later(program, guard.args[0], hazard.node):
        raise CannotRepair("the condition of tf.where cannot be repeated inside its branch", hint=_HINT)
    kept, one = text(bare(risk)), f"{tf}.ones_like({text(bare(risk))})"
    ways = (kept, one) if hazard.branch == 1 else (one, kept)
    return expression(f"{tf}.where({condition}, {ways[0]}, {ways[1]})")


def _bound_later(program: Program, condition: ast.expr, node: ast.AST) -> bool:
    line = getattr(node, "lineno", 0)
    names = [part for part in ast.walk(condition) if isinstance(part, ast.Name)]
    return any(
        max((b.line for b in program.lookup(name.id, name) if b.line <= condition.lineno), default=0) > line
        for name in names
    )


def _written(hazard: Hazard, node: cst.CSTNode, risk: Expression, tf: str) -> cst.CSTNode:
    if isinstance(node, cst.AugAssign):
        new = expression(f"{tf}.math.divide_no_nan({text(node.target)}, {text(bare(node.value))})")
        return cst.Assign([cst.AssignTarget(node.target)], new)
    if isinstance(node, cst.BinaryOperation):
        return _operator(hazard, node, tf)
    if not isinstance(node, cst.Call):
        raise CannotRepair("the operation is written in an unusual way", hint=_HINT)
    if hazard.form in {"norm", "std"}:
        return _root_of(hazard, node, tf)
    if hazard.form == "division":
        return node.with_changes(func=expression(f"{tf}.math.divide_no_nan"))
    if hazard.form == "reciprocal" and last_name(node.func) == "reciprocal":
        return node.with_changes(func=expression(f"{tf}.math.reciprocal_no_nan"))
    return node.with_deep_changes(node.args[0], value=_floored(hazard, risk, tf))


def _operator(hazard: Hazard, node: cst.BinaryOperation, tf: str) -> Expression:
    """a / b, x ** 0.5, x ** -1."""
    if hazard.form == "division":
        above = text(bare(node.left)) + (".0" if isinstance(node.left, cst.Integer) else "")
        return expression(f"{tf}.math.divide_no_nan({above}, {text(bare(node.right))})")
    exponent = text(node.right)
    if hazard.form == "reciprocal" and "." not in exponent and "/" not in exponent:
        power = exponent.strip("()- ")
        base = text(bare(node.left)) if power == "1" else f"{text(tight(node.left))} ** {power}"
        return expression(f"{tf}.math.reciprocal_no_nan({base})")
    return node.with_changes(left=tight(_floored(hazard, node.left, tf)))


def _floored(hazard: Hazard, risk: Expression, tf: str) -> Expression:
    """A sum of squares takes a constant; what can be negative, and the operand of a log, takes a floor."""
    floor = _LOG_FLOOR if hazard.form == "log" else _ROOT_FLOOR
    if hazard.form != "log" and hazard.sign.sign == "nonnegative":
        return expression(f"{text(_summand(risk))} + {floor}")
    return expression(f"{tf}.maximum({text(bare(risk))}, {floor})")


def _summand(node: Expression) -> Expression:
    """What `+` may follow without parentheses: a product, a power, a sum."""
    return node if isinstance(node, cst.BinaryOperation) else tight(node)


def _root_of(hazard: Hazard, node: cst.Call, tf: str) -> Expression:
    """tf.norm(x, axis=-1) as the root of a sum of squares, tf.math.reduce_std(x, 0) as that of a variance."""
    first = 2 if last_name(node.func) == "norm" else 1
    named = {"axis": "", "keepdims": ""}
    for index, argument in enumerate(node.args[1:], start=1):
        name = argument.keyword.value if argument.keyword is not None else ("axis", "keepdims")[min(index - first, 1)]
        if argument.keyword is None and index < first:
            continue
        if name in named:
            named[name] = text(argument.value)
        elif name not in {"ord", "name"}:
            raise CannotRepair(f"{last_name(node.func)} is called with {name}", hint=_HINT)
    inner = text(bare(node.args[0].value))
    rest = "".join(f", {name}={value}" for name, value in named.items() if value)
    if hazard.form == "norm":
        return expression(f"{tf}.sqrt({tf}.reduce_sum({tf}.square({inner}){rest}) + {_ROOT_FLOOR})")
    return expression(f"{tf}.sqrt({tf}.math.reduce_variance({inner}{rest}) + {_VARIANCE_FLOOR})")
