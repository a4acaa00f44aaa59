"""What a recipe is given, and what it gives back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.model import Target, TargetKind
from troubleshooter.repair.code import Code, Edits, Function, every, last_name
from troubleshooter.repair.flow import Flow, flow_of

DEFAULTS: Mapping[str, str] = {
    "condition-scope": "batch", "other-branch": "unchanged", "gradient-wish": "straight-through", "should-train": "yes",
    "training-wish": "skip-update",
    "reduction-axis": "sample",
    "foreign-shape": "same",
    "outputs-wish": "concatenate",
    "list-wish": "each",
    "dropped-wish": "zeros",
    "where-wish": "values",
    "swallowed-error": "raise",
}  # fmt: skip


@dataclass(frozen=True)
class Job:
    """One function to repair. `function` is None for a target of the program around; `construction` may be None."""

    code: Code
    target: Target
    function: Function | None
    construction: cst.Call | None
    answers: Mapping[str, str]
    tf: str
    keras: str = ""

    def answer(self, fact: str) -> str:
        """The person's answer, or the default."""
        return self.answers.get(fact, DEFAULTS[fact])

    @property
    def flow(self) -> Flow:
        """How the argument flows through the function."""
        function = self.needed_function
        return flow_of(function, skip_first=self.is_method, given=self.given, as_list=self.called_on_list)

    @property
    def needed_function(self) -> Function:
        """The function, or a refusal."""
        if self.function is None:
            raise CannotRepair("the function is not in the source", hint="Paste the function that the Lambda wraps.")
        return self.function

    @property
    def is_method(self) -> bool:
        """The function's first parameter is `self` or `cls`."""
        if not isinstance(self.function, cst.FunctionDef):
            return False
        if any(last_name(decorator.decorator) == "staticmethod" for decorator in self.function.decorators):
            return False
        around = list(self.code.ancestors(self.function))[:2]
        return len(around) == 2 and isinstance(around[1], cst.ClassDef)

    @property
    def owner(self) -> cst.ClassDef | None:
        """The class around the function."""
        if self.function is None:
            return None
        return next((node for node in self.code.ancestors(self.function) if isinstance(node, cst.ClassDef)), None)

    @property
    def called_on_list(self) -> bool:
        """`Lambda(...)([a, b])`: the function gets a Python list."""
        if self.construction is None or self.target.kind is not TargetKind.LAMBDA:
            return False
        around = self.code.parents.get(self.construction)
        if not isinstance(around, cst.Call) or around.func is not self.construction or not around.args:
            return False
        return isinstance(around.args[0].value, cst.List | cst.Tuple)

    @property
    def given(self) -> frozenset[str]:
        """Parameters that `arguments={...}` of the construction fixes."""
        if self.construction is None:
            return frozenset()
        tables = [arg.value for arg in self.construction.args if last_name(arg.keyword) == "arguments"]
        keys = [element.key for table in tables for element in every(table, cst.DictElement)]
        return frozenset(str(key.evaluated_value) for key in keys if isinstance(key, cst.SimpleString))


@dataclass(frozen=True)
class Change:
    """What a recipe wants changed. `asked` are the questions whose answers it used.

    `module` is given in place of `edits` where the recipe made the whole new module itself; `exercises` where another
    layer than the target's is to be exercised afterwards.
    """

    edits: Edits = field(default_factory=dict)
    module: cst.Module | None = None
    asked: tuple[str, ...] = ()
    changes: str = ""
    exercises: tuple[str, str] | None = None
