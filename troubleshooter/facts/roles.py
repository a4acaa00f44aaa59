"""`role`: what a function of the source is there for. One None has one cause in a Lambda and another in a loss."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from troubleshooter.facts.reading import parameters
from troubleshooter.intake.syntax import (
    FUNCTIONS,
    Program,
    Resolved,
    canonical,
    class_named,
    given_functions,
    last,
    used_results,
)
from troubleshooter.model import Target, TargetKind

_MODELS = {"Model", "Sequential", "Functional", "Network"}
_DEEP = 5


@dataclass(frozen=True)
class Roles:
    """The roles of one program's functions: those that Keras is given, and those whose result the program uses."""

    program: Program
    given: dict[ast.AST, str] = field(default_factory=dict)
    built: frozenset[ast.AST] = frozenset()

    def of(self, target: Target) -> str:
        """The role of a target; "" where nobody can tell."""
        node = self.program.at(target.function, FUNCTIONS)
        match target.kind:
            case TargetKind.LAMBDA:
                return "lambda" if target.construction is not None or _of_one_input(node) else ""
            case TargetKind.CALL:
                owner = self.program.parents.get(node) if node is not None else None
                model = isinstance(owner, ast.ClassDef) and is_model(self.program, owner)
                return "model-call" if model else "layer-call"
            case TargetKind.LOSS:
                return self.given.get(node, "loss-override") if node is not None else ""
            case TargetKind.HELPER:
                return "builder" if node in self.built else "helper"
        return ""


def roles_of(program: Program, targets: tuple[Target, ...]) -> Roles:
    """Read the roles once for all targets of a program."""
    given: dict[ast.AST, str] = {}
    for role, found in given_functions(program):
        given.setdefault(found.node, role)
    kinds = {TargetKind.LAMBDA, TargetKind.CALL, TargetKind.LOSS}
    tensors = {program.at(target.function, FUNCTIONS) for target in targets if target.kind in kinds}
    built, inner = set[ast.AST](), set[ast.AST]()
    for call, found in used_results(program):
        around = tensors.intersection(program.ancestors(call))
        (inner if around else built).add(found.node)
    return Roles(program, given, frozenset(built - inner))


def _of_one_input(node: ast.AST | None) -> bool:
    """A function pasted by itself is taken for a Lambda's where it takes one tensor, as those do."""
    if not isinstance(node, FUNCTIONS):
        return False
    required, optional = parameters(node, Resolved(node), None)
    return len(required) == 1 or (not required and bool(optional))


def is_model(program: Program, owner: ast.ClassDef, depth: int = 0) -> bool:
    """Whether a class of the source derives from keras.Model."""
    for base in owner.bases if depth < _DEEP else ():
        inner = class_named(program, base)
        if inner is not None and inner is not owner:
            if is_model(program, inner, depth + 1):
                return True
        elif last(canonical(program, base)) in _MODELS or (isinstance(base, ast.Name) and base.id.endswith("Model")):
            return True
    return False
