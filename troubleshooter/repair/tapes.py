"""The GradientTapes of a source, found by reading and handed out as nodes of the concrete tree."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.facts.tape_source import Tape, tapes_of
from troubleshooter.intake.syntax import Program, read
from troubleshooter.repair.code import Code, at

Judge = Callable[[Program, Tape], ast.AST | None]
_KINDS: dict[type[ast.AST], type[cst.CSTNode]] = {
    ast.With: cst.With,
    ast.Call: cst.Call,
    ast.Name: cst.Name,
    ast.Attribute: cst.Attribute,
    ast.List: cst.List,
    ast.Tuple: cst.Tuple,
    ast.ListComp: cst.ListComp,
}


@dataclass(frozen=True)
class Found:
    """A tape at fault: the program, the tape, and the node that the fault was seen at."""

    program: Program
    tape: Tape
    node: ast.AST


def faulty(code: Code, judge: Judge) -> Iterator[Found]:
    """The tapes that `judge` finds a fault with."""
    program = read(code.module.code)
    for tape in tapes_of(program) if program is not None else ():
        node = judge(program, tape) if program is not None else None
        if program is not None and node is not None:
            yield Found(program, tape, node)


def concrete(code: Code, program: Program, node: ast.AST) -> cst.CSTNode:
    """The node of the concrete tree that stands where `node` stands."""
    kind = _KINDS.get(type(node), cst.BaseSmallStatement if isinstance(node, ast.stmt) else cst.BaseExpression)
    found = at(code, program.place(node), kind)
    if found is None:
        raise CannotRepair("the place of the mistake could not be found again")
    return found


def statement_of(code: Code, node: cst.CSTNode) -> cst.SimpleStatementLine:
    """The line that a node stands on."""
    around = [node, *code.ancestors(node)]
    found = next((one for one in around if isinstance(one, cst.SimpleStatementLine)), None)
    if found is None:
        raise CannotRepair("the statement stands in an unusual place")
    return found
