"""The text of a registered Layer subclass that does what a Lambda's function did, with its values in the config."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import libcst as cst

from troubleshooter.repair.build import Expression, Statement, expression, is_docstring, parsed, returning, statements
from troubleshooter.repair.code import edited, every, text

_INDENT = " " * 4
# Attributes that a Keras layer has already: a value of that name gets another one.
_TAKEN = frozenset({
    "name", "dtype", "weights", "variables", "trainable", "losses", "metrics", "input", "output", "inputs", "outputs",
    "path", "built", "updates", "call", "build", "mask", "training", "quantize", "input_shape", "output_shape",
})  # fmt: skip

Kind = Literal["plain", "array", "own"]


@dataclass(frozen=True)
class Value:
    """A value that the function took from outside: `plain` and `array` go into the config, `own` is made anew.

    `given` is what it is at the construction; `name` what the function calls it.
    """

    name: str
    given: Expression
    kind: Kind

    @property
    def attribute(self) -> str:
        """The constructor's parameter and the layer's attribute."""
        name = self.name.lower() if self.name.isupper() else self.name
        return f"{name}_value" if name in _TAKEN else name


@dataclass(frozen=True)
class KeptLayer:
    """`copied` are statements (imports, helper functions) that `call` has to bring along."""

    name: str
    keras: str
    numpy: str
    params: cst.Parameters
    body: cst.BaseSuite | Expression
    values: Sequence[Value]
    copied: Sequence[Statement] = ()

    @property
    def given(self) -> list[Value]:
        """The constructor's own parameters."""
        return [value for value in self.values if value.kind != "own"]

    def statement(self) -> cst.ClassDef:
        """The class."""
        head = f"@{self.keras}.utils.register_keras_serializable()\nclass {self.name}({self.keras}.layers.Layer):\n"
        made = cst.ensure_type(parsed(head + f"{_INDENT}pass\n"), cst.ClassDef)
        methods = [parsed(self._init())] if self.values else []
        methods.append(self._call())
        methods += [parsed(self._config())] if self.given else []
        spaced = [one.with_changes(leading_lines=[cst.EmptyLine(indent=False)]) for one in methods[1:]]
        return made.with_changes(body=cst.IndentedBlock([methods[0], *spaced]))

    def _init(self) -> str:
        names = "".join(f"{value.attribute}, " for value in self.given)
        lines = ["super().__init__(**kwargs)", *(f"self.{one.attribute} = {self._initial(one)}" for one in self.values)]
        return f"def __init__(self, {names}**kwargs):\n" + "".join(f"{_INDENT}{line}\n" for line in lines)

    def _initial(self, value: Value) -> str:
        if value.kind == "own":
            return text(value.given)
        return f"{self.numpy}.asarray({value.attribute})" if value.kind == "array" else value.attribute

    def _config(self) -> str:
        arrays = {value.attribute for value in self.given if value.kind == "array"}
        names = [value.attribute for value in self.given]
        items = [f'"{name}": self.{name}{".tolist()" if name in arrays else ""}' for name in names]
        return f"def get_config(self):\n{_INDENT}return {{**super().get_config(), {', '.join(items)}}}\n"

    # --- the function's body ----------------------------------------------------------------------------------------

    def _call(self) -> cst.FunctionDef:
        params = self.params.with_changes(params=[cst.Param(cst.Name("self")), *self.params.params])
        body = self._body()
        start = 1 if body and is_docstring(body[0]) else 0
        whole = [*body[:start], *(_plain(_renamed_statement(one, self.table)) for one in self.copied), *body[start:]]
        return cst.FunctionDef(cst.Name("call"), params, cst.IndentedBlock(whole))

    def _body(self) -> list[Statement]:
        if isinstance(self.body, cst.BaseExpression):
            return [returning(renamed(self.body, self.table))]
        return [_renamed_statement(one, self.table) for one in statements(self.body)]

    @property
    def table(self) -> dict[str, str]:
        """What the function's names become."""
        return {value.name: f"self.{value.attribute}" for value in self.values}


def _plain(statement: Statement) -> Statement:
    """A copied statement without the blank lines that stood before it."""
    lines = [line for line in getattr(statement, "leading_lines", ()) if line.comment is not None]
    return statement.with_changes(leading_lines=lines)


def _renamed_statement(statement: Statement, table: dict[str, str]) -> Statement:
    return edited(statement, _edits(statement, table))


def renamed(node: Expression, table: dict[str, str]) -> Expression:
    """An expression whose names are read from the layer."""
    if isinstance(node, cst.Name):
        return expression(table[node.value]) if node.value in table else node
    new = node.visit(_Rename(_edits(node, table)))
    return new if isinstance(new, cst.BaseExpression) else node


class _Rename(cst.CSTTransformer):
    def __init__(self, edits: dict[cst.CSTNode, cst.CSTNode]) -> None:
        super().__init__()
        self.edits = edits

    def on_leave(self, original_node: cst.CSTNode, updated_node: cst.CSTNode) -> cst.CSTNode:  # type: ignore[override]
        return self.edits.get(original_node, updated_node)


def _edits(node: cst.CSTNode, table: dict[str, str]) -> dict[cst.CSTNode, cst.CSTNode]:
    """Every read of one of these names; names of attributes, keywords and parameters are no reads."""
    skip: set[cst.CSTNode] = {attribute.attr for attribute in every(node, cst.Attribute)}
    skip |= {argument.keyword for argument in every(node, cst.Arg) if argument.keyword is not None}
    skip |= {param.name for param in every(node, cst.Param)}
    found = [name for name in every(node, cst.Name) if name.value in table and name not in skip]
    return {name: expression(table[name.value]) for name in found}
