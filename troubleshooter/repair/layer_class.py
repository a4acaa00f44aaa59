"""The text of a Layer subclass that owns what a Lambda's function used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.repair.build import (
    Expression,
    Statement,
    as_expression,
    as_statement,
    block,
    expression,
    parsed,
    returning,
    statements,
)
from troubleshooter.repair.code import Function, every, text
from troubleshooter.repair.lift import Owned, initial_value, is_variable, keyword, literal_shape

_INDENT = " " * 4


@dataclass(frozen=True)
class LayerClass:
    """`given`: names passed to the constructor (captured layers and closure constants)."""

    name: str
    keras: str
    tf: str
    function: Function
    owned: Sequence[Owned]
    constants: Sequence[str]
    trains: bool
    is_method: bool

    @property
    def variables(self) -> list[Owned]:
        """What becomes a weight."""
        return [one for one in self.owned if is_variable(one.made)]

    @property
    def layers(self) -> list[Owned]:
        """What becomes an attribute."""
        return [one for one in self.owned if not is_variable(one.made)]

    @property
    def given(self) -> list[str]:
        """The constructor's own parameters."""
        return [one.name for one in self.layers if not one.inside] + list(self.constants)

    def statement(self) -> cst.ClassDef:
        """The class."""
        parts = [self._init(), self._build(), None, self._config()]
        head = f"@{self.keras}.utils.register_keras_serializable()\nclass {self.name}({self.keras}.layers.Layer):\n"
        made = parsed(head + f"{_INDENT}pass\n")
        methods = [self._call() if part is None else parsed(part) for part in parts if part != ""]
        back = self._from_config()
        methods += [back] if back is not None else []
        spaced = [methods[0], *(_spaced(method) for method in methods[1:])]
        return cst.ensure_type(made, cst.ClassDef).with_changes(body=cst.IndentedBlock(spaced))

    def _init(self) -> str:
        parameters = "".join(f"{name}, " for name in self.given)
        lines = [f"self.{name} = {name}" for name in self.given]
        lines += [f"self.{one.name} = {text(one.made)}" for one in self.layers if one.inside]
        if not self.trains:
            lines += [f"self.{one.name}.trainable = False" for one in self.layers]
        body = "".join(f"{_INDENT}{line}\n" for line in ["super().__init__(**kwargs)", *lines])
        return f"def __init__(self, {parameters}**kwargs):\n{body}"

    def _build(self) -> str:
        if not self.variables:
            return ""
        lines = [line for one in self.variables for line in self._weight(one)]
        body = "".join(f"{_INDENT}{line}\n" for line in [*lines, "super().build(input_shape)"])
        return f"def build(self, input_shape):\n{body}"

    def _weight(self, one: Owned) -> list[str]:
        value = initial_value(one.made)
        if value is None:
            raise CannotRepair("the variable's initial value cannot be read", hint="Make it with self.add_weight.")
        trainable = self.trains and text(keyword(one.made, "trainable") or expression("True")) != "False"
        dtype = keyword(one.made, "dtype")
        extra = f", dtype={text(dtype)}" if dtype is not None else ""
        shape = literal_shape(value)
        lines = [] if shape else [f"initial = {self.tf}.convert_to_tensor({text(value)})"]
        constant = f"{self.keras}.initializers.Constant({text(value) if shape else 'initial'})"
        shape = shape or "tuple(initial.shape)"
        made = f'self.{one.name} = self.add_weight(\n{_INDENT * 2}name="{one.name}", shape={shape}, '
        return [*lines, f"{made}initializer={constant}, trainable={trainable}{extra}\n{_INDENT})"]

    def _config(self) -> str:
        layers = {one.name for one in self.layers if not one.inside}
        if not self.given:
            return "def get_config(self):\n    return super().get_config()\n"
        serialize = f"{self.keras}.layers.serialize"
        values = {name: f"{serialize}(self.{name})" if name in layers else f"self.{name}" for name in self.given}
        items = [f'"{name}": {value}' for name, value in values.items()]
        return f"def get_config(self):\n{_INDENT}return {{**super().get_config(), {', '.join(items)}}}\n"

    def _from_config(self) -> cst.FunctionDef | None:
        """The way back for layers in the config."""
        layers = [one.name for one in self.layers if not one.inside]
        if not layers:
            return None
        lines = [f'config["{name}"] = {self.keras}.layers.deserialize(config["{name}"])' for name in layers]
        body = "".join(f"{_INDENT}{line}\n" for line in [*lines, "return cls(**config)"])
        return cst.ensure_type(parsed(f"@classmethod\ndef from_config(cls, config):\n{body}"), cst.FunctionDef)

    # --- the function's body ----------------------------------------------------------------------------------------

    def _call(self) -> cst.FunctionDef:
        function = self.function
        if isinstance(function, cst.Lambda):
            body: Sequence[Statement] = [returning(self._renamed(function.body))]
            suite: cst.BaseSuite = cst.IndentedBlock(list(body))
        else:
            kept = [self._statement(one) for one in statements(function.body) if not self._makes(one)]
            suite = block(function.body, kept)
        params = function.params
        if not self.is_method:
            params = params.with_changes(params=[cst.Param(cst.Name("self")), *params.params])
        return cst.FunctionDef(cst.Name("call"), params, suite)

    def _makes(self, statement: Statement) -> bool:
        """`d = layers.Dense(1)`: done by the constructor now."""
        made = {one.made for one in self.owned if one.inside}
        return isinstance(statement, cst.SimpleStatementLine) and any(
            isinstance(part, cst.Assign) and part.value in made for part in statement.body
        )

    def _statement(self, statement: Statement) -> Statement:
        return as_statement(self._own(statement))

    def _renamed(self, node: Expression) -> Expression:
        return as_expression(self._own(node))

    def _own(self, node: cst.CSTNode) -> cst.CSTNode:
        """Names of what the layer owns with `self.` before them; what was made on the spot by its attribute."""
        table = {name: f"self.{name}" for name in [*(one.name for one in self.owned), *self.constants]}
        skip = {attribute.attr for attribute in every(node, cst.Attribute)}
        skip |= {argument.keyword for argument in every(node, cst.Arg) if argument.keyword is not None}
        made = {one.made: expression(f"self.{one.name}") for one in self.owned if one.inside}
        edits: dict[cst.CSTNode, cst.CSTNode] = dict(made.items())
        for name in every(node, cst.Name):
            if name.value in table and name not in skip:
                edits[name] = expression(table[name.value])
        if node in edits:
            return edits[node]
        return _swap(node, edits)


class _Swap(cst.CSTTransformer):
    def __init__(self, edits: dict[cst.CSTNode, cst.CSTNode]) -> None:
        super().__init__()
        self.edits = edits

    def on_leave(self, original_node: cst.CSTNode, updated_node: cst.CSTNode) -> cst.CSTNode:  # type: ignore[override]
        return self.edits.get(original_node, updated_node)


def _swap(node: cst.CSTNode, edits: dict[cst.CSTNode, cst.CSTNode]) -> cst.CSTNode:
    new = node.visit(_Swap(edits))
    return new if isinstance(new, cst.CSTNode) else node


def _spaced(method: Statement) -> Statement:
    return method.with_changes(leading_lines=[cst.EmptyLine(indent=False)])
