"""What is worked out of a tree once: `@once` keeps an answer in the program it was worked out of.

A source of thousands of lines asks the same of the same node thousands of times, and chains of layers ask each other.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from troubleshooter.intake.syntax.program import Program

Key = TypeVar("Key", bound="ast.AST | None")
Answer = TypeVar("Answer")


def once(function: Callable[[Program, Key], Answer]) -> Callable[[Program, Key], Answer]:
    """The same function of a program and one of its nodes, worked out at most once a node."""
    name = f"{function.__module__}.{function.__qualname__}"

    @wraps(function)
    def kept(program: Program, node: Key) -> Answer:
        memo, key = program.memo, (name, node)
        if key not in memo:
            memo[key] = function(program, node)
        found: Answer = memo[key]
        return found

    return kept


def once_a_program(function: Callable[[Program], Answer]) -> Callable[[Program], Answer]:
    """The same for what is asked of the whole program: an index of its calls, its float type."""
    name = f"{function.__module__}.{function.__qualname__}"

    @wraps(function)
    def kept(program: Program) -> Answer:
        if name not in program.memo:
            program.memo[name] = function(program)
        found: Answer = program.memo[name]
        return found

    return kept
