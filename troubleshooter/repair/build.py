"""Small pieces of new code, and the comments of the code that they replace."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.repair.code import every, text

Statement = cst.BaseStatement
S = TypeVar("S", bound=cst.BaseStatement)
Expression = cst.BaseExpression
_ATOMS = (
    cst.Name, cst.Attribute, cst.Call, cst.Subscript, cst.Integer, cst.Float, cst.List, cst.Dict, cst.Set,
    cst.ListComp, cst.SimpleString,
)  # fmt: skip


def expression(code: str) -> Expression:
    """Parse an expression."""
    return cst.parse_expression(code)


def call(function: str, *arguments: Expression | str) -> Expression:
    """`function(arguments)`; an argument may be given as text, also with its keyword."""
    return expression(f"{function}({', '.join(_argument(argument) for argument in arguments)})")


def _argument(argument: Expression | str) -> str:
    return argument if isinstance(argument, str) else text(argument)


def tight(node: Expression) -> Expression:
    """`node` so that any operator may stand beside it: in parentheses unless it is an atom."""
    if isinstance(node, _ATOMS) or node.lpar:
        return node
    return node.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])


def bare(node: Expression) -> Expression:
    """`node` without the parentheses around it, where it stands alone on one line."""
    parenthesized = len(node.lpar) > 0
    inner = node.with_changes(lpar=[], rpar=[]) if parenthesized else node
    tuple_like = isinstance(node, cst.Tuple | cst.GeneratorExp | cst.NamedExpr | cst.Yield)
    return node if tuple_like or "\n" in text(inner) else inner


def line(*small: cst.BaseSmallStatement, comments: Sequence[str] = ()) -> cst.SimpleStatementLine:
    """A statement line, with comments above it."""
    return cst.SimpleStatementLine(list(small), leading_lines=comment_lines(comments))


def returning(value: Expression, comments: Sequence[str] = ()) -> cst.SimpleStatementLine:
    """`return value`."""
    return line(cst.Return(bare(value)), comments=comments)


def assigning(name: str, value: Expression, comments: Sequence[str] = ()) -> cst.SimpleStatementLine:
    """`name = value`."""
    return line(cst.Assign([cst.AssignTarget(expression(name))], bare(value)), comments=comments)  # type: ignore[arg-type]


def parsed(code: str) -> Statement:
    """Parse one statement."""
    return as_statement(cst.parse_statement(code))


def as_statement(node: object) -> Statement:
    """`node`, which is a statement, to the type checker too."""
    if not isinstance(node, cst.BaseStatement):
        raise CannotRepair("a statement would become something else")
    return node


def as_expression(node: object) -> Expression:
    """`node`, which is an expression, to the type checker too."""
    if not isinstance(node, cst.BaseExpression):
        raise CannotRepair("an expression would become something else")
    return node


def comment_lines(comments: Sequence[str]) -> list[cst.EmptyLine]:
    """Comments as lines of their own."""
    return [cst.EmptyLine(comment=cst.Comment(comment)) for comment in comments]


def comments_in(node: cst.CSTNode) -> list[str]:
    """The comments inside `node`, those above its first line not counted."""
    above = {comment for empty in getattr(node, "leading_lines", ()) for comment in every(empty, cst.Comment)}
    return [comment.value for comment in every(node, cst.Comment) if comment not in above]


def with_comments(statement: S, above: Sequence[cst.EmptyLine], comments: Sequence[str]) -> S:
    """`statement` with the lines that stood above its forerunner, then with its forerunner's inner comments."""
    own = list(getattr(statement, "leading_lines", ()))
    return statement.with_changes(leading_lines=[*above, *comment_lines(comments), *own])


def statements(suite: cst.BaseSuite | None) -> list[Statement]:
    """The statements of a block, those of a one-line block on lines of their own."""
    if isinstance(suite, cst.SimpleStatementSuite):
        parts = [part.with_changes(semicolon=cst.MaybeSentinel.DEFAULT) for part in suite.body]
        lines = [cst.SimpleStatementLine([part]) for part in parts]
        lines[-1] = lines[-1].with_changes(trailing_whitespace=suite.trailing_whitespace)
        return list(lines)
    if isinstance(suite, cst.IndentedBlock):
        return [piece for statement in suite.body for piece in _split(statement)]
    return []


def _split(statement: Statement) -> list[Statement]:
    """`a = 1; return a` on two lines; any other statement as it is."""
    if not isinstance(statement, cst.SimpleStatementLine) or len(statement.body) < 2:
        return [statement]
    parts = [part.with_changes(semicolon=cst.MaybeSentinel.DEFAULT) for part in statement.body]
    first = cst.SimpleStatementLine([parts[0]], leading_lines=statement.leading_lines)
    rest = [cst.SimpleStatementLine([part]) for part in parts[1:]]
    rest[-1] = rest[-1].with_changes(trailing_whitespace=statement.trailing_whitespace)
    return [first, *rest]


def block(suite: cst.BaseSuite, body: Sequence[Statement]) -> cst.IndentedBlock:
    """`suite` with another body; a one-line block becomes an indented one."""
    body = list(body) or [line(cst.Pass())]
    if isinstance(suite, cst.IndentedBlock):
        return suite.with_changes(body=body)
    return cst.IndentedBlock(body=body)


def small(statement: Statement) -> cst.BaseSmallStatement | None:
    """The one small statement of a line, None for a compound statement."""
    if isinstance(statement, cst.SimpleStatementLine) and len(statement.body) == 1:
        return statement.body[0]
    return None


def replaced(statement: Statement, new: cst.BaseSmallStatement) -> cst.SimpleStatementLine:
    """A line with another small statement; the comments of the line stay where they are."""
    if isinstance(statement, cst.SimpleStatementLine):
        return statement.with_changes(body=[new])
    return line(new)


def is_none(node: cst.CSTNode | None) -> bool:
    """The expression is `None`."""
    return isinstance(node, cst.Name) and node.value == "None"


def is_number(node: cst.CSTNode | None) -> bool:
    """A number as written, a sign included."""
    if isinstance(node, cst.UnaryOperation) and isinstance(node.operator, cst.Minus | cst.Plus):
        return is_number(node.expression)
    return isinstance(node, cst.Integer | cst.Float)


def is_docstring(statement: cst.CSTNode) -> bool:
    """A string standing alone."""
    part = small(statement) if isinstance(statement, cst.BaseStatement) else None
    return isinstance(part, cst.Expr) and isinstance(part.value, cst.SimpleString | cst.ConcatenatedString)
