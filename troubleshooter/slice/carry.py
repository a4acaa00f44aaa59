"""Which statements a function needs to exist: imports, helpers, constants, captured objects; never data or training.

A `Carrier` walks from names to what binds them, and collects blocks of text that keep their line numbers.
"""

from __future__ import annotations

import ast
import builtins
from dataclasses import dataclass

from troubleshooter.intake.syntax import (
    FUNCTIONS,
    Binding,
    Program,
    calls_of,
    canonical,
    class_named,
    last,
    passed,
)
from troubleshooter.slice.heavy import heavy

SUPPLIES = {
    "tf": "import tensorflow as tf",
    "np": "import numpy as np",
    "keras": "from tensorflow import keras",
    "layers": "from tensorflow.keras import layers",
    "K": "from tensorflow.keras import backend as K",
    "math": "import math",
    "ops": "from keras import ops",
    "models": "from tensorflow.keras import models",
    "backend": "from tensorflow.keras import backend",
    "random": "import random",
    "functools": "import functools",
    "partial": "from functools import partial",
    "tensorflow": "import tensorflow",
    "numpy": "import numpy",
    "Lambda": "from tensorflow.keras.layers import Lambda",
    "Input": "from tensorflow.keras import Input",
    "Model": "from tensorflow.keras import Model",
    "Sequential": "from tensorflow.keras import Sequential",
    "Layer": "from tensorflow.keras.layers import Layer",
    "L": "from tensorflow.keras import layers as L",
}
_POLICIES = frozenset(
    {
        "set_global_policy",
        "set_policy",
        "set_dtype_policy",
        "set_floatx",
        "set_image_data_format",
        "set_seed",
        "set_random_seed",
        "run_functions_eagerly",
        "enable_numpy_behavior",
        "enable_unsafe_deserialization",
        "disable_v2_behavior",
        "disable_eager_execution",
    }
)
_STAR_FUNCTIONS = frozenset(
    {
        "add",
        "subtract",
        "multiply",
        "average",
        "maximum",
        "minimum",
        "concatenate",
        "dot",
        "serialize",
    }
)
_FILLS = frozenset({"append", "extend", "update", "add", "insert", "setdefault"})


@dataclass(frozen=True, slots=True)
class Block:
    """Text to stand at a line. `simple` blocks may share a line with others."""

    line: int
    column: int
    text: str
    simple: bool = True


class Carrier:
    """Collects what is needed. `missing`: names that could not be carried; `supplied`: imports that were not pasted."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.blocks: dict[ast.AST, Block] = {}
        self.missing: dict[str, None] = {}
        self.supplied: dict[str, str] = {}
        self.carried: set[object] = set()
        self.passed: list[tuple[Block, ast.expr]] = []

    def need(self, node: ast.AST) -> None:
        """Carry what every name in `node` refers to outside of it."""
        queue = [node]
        for current in queue:
            for name in ast.walk(current):
                if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Load):
                    queue.extend(self._name(name, current))

    def _name(self, name: ast.Name, root: ast.AST) -> list[ast.AST]:
        """Carry one name; gives the nodes whose names are needed next."""
        bindings = self.program.lookup(name.id, name)
        if any(b.node is root or root in self.program.ancestors(b.node) for b in bindings):
            return []
        if not bindings:
            return self._unbound(name.id)
        key = (name.id, bindings[0].node)
        if key in self.carried:
            return []
        self.carried.add(key)
        following: list[ast.AST] = []
        usable = [b for b in bindings[-8:] if not self._heavy(b)]
        for binding in usable:
            following.extend(self._bind(binding))
        if not usable:
            self.missing[name.id] = None
        else:
            following.extend(self._fillings(bindings[-1]))
        return following

    def _unbound(self, name: str) -> list[ast.AST]:
        """A name nothing binds: a builtin, from a star import, a habit, or missing."""
        if hasattr(builtins, name):
            return []
        stars = [n for n in self.program.tree.body if isinstance(n, ast.ImportFrom) and n.names[0].name == "*"]
        for statement in stars:
            self._put(statement, statement)
        keras_only = all("keras" in (star.module or "") for star in stars)
        if stars and (name[:1].isupper() or name in _STAR_FUNCTIONS or not keras_only):
            return []
        if name in SUPPLIES:
            self.supplied[name] = SUPPLIES[name]
        else:
            self.missing[name] = None
        return []

    def _heavy(self, binding: Binding) -> bool:
        """Loading data, files, the network, training."""
        if binding.how in {"with", "other"}:
            return True
        if binding.how in {"def", "class", "import", "parameter"}:
            return False
        statement = self.program.statement_of(binding.node) or binding.node
        scope = binding.value if isinstance(statement, (ast.For, ast.With)) else statement
        return scope is None or heavy(self.program, scope)

    def _bind(self, binding: Binding) -> list[ast.AST]:
        """Carry one binding; gives what it needs itself."""
        if binding.how == "import":
            return self._import(binding)
        if binding.how == "parameter":
            return self._parameter(binding)
        if binding.how == "loop":
            return self._loop(binding)
        statement = self.program.statement_of(binding.node)
        if statement is None:
            return []
        whole = self._choice(statement)
        self._put(whole, whole)
        return [whole]

    def _choice(self, statement: ast.stmt) -> ast.stmt:
        """A small try or if that only chooses between imports or constants is carried whole."""
        parent = self.program.parents.get(statement)
        if isinstance(parent, ast.ExceptHandler):
            parent = self.program.parents.get(parent)
        simple = (ast.Import, ast.ImportFrom, ast.Assign, ast.Pass, ast.ExceptHandler, ast.Try, ast.If)
        if isinstance(parent, (ast.Try, ast.If)):
            inside = [n for n in ast.walk(parent) if isinstance(n, (ast.stmt, ast.ExceptHandler))]
            if all(isinstance(n, simple) for n in inside) and len(inside) < 12 and not heavy(self.program, parent):
                return parent
        return statement

    def _import(self, binding: Binding) -> list[ast.AST]:
        statement = binding.node
        if not isinstance(statement, (ast.Import, ast.ImportFrom)):
            return []
        whole = self._choice(statement)
        if whole is not statement:
            self._put(whole, whole)
            return [whole]
        name = binding.name
        for alias in statement.names:
            if (alias.asname or alias.name.partition(".")[0]) == name or (alias.asname or alias.name) == name:
                head = _from(statement)
                tail = f" as {alias.asname}" if alias.asname else ""
                place = self.program.place(statement)
                self.blocks[alias] = Block(place.line, place.column, f"{head}import {alias.name}{tail}")
        return []

    def _parameter(self, binding: Binding) -> list[ast.AST]:
        """A parameter of a builder function: what its caller passes, or its default."""
        function = self.program.enclosing(binding.node, FUNCTIONS)
        value: ast.expr | None = None
        for call in calls_of(self.program, function):
            value = value or next((v for n, v in passed(function, call) if n == binding.name), None)
        value = value or binding.value
        if value is None or heavy(self.program, value):
            self.missing[binding.name] = None
            return []
        line = getattr(function, "lineno", binding.line)
        text = f"{binding.name} = ({self.program.segment(value)})".replace("\n", " ")
        block = Block(line, self.program.place(binding.node).column, text)
        self.blocks[binding.node] = block
        self.passed.append((block, value))
        return [value]

    def _loop(self, binding: Binding) -> list[ast.AST]:
        """A loop's variable: its first value."""
        statement = binding.node
        # A comprehension's variable is bound by its target alone, a loop's by the statement.
        target = statement.target if isinstance(statement, (ast.For, ast.AsyncFor)) else statement
        if not isinstance(target, ast.expr) or binding.value is None:
            self.missing[binding.name] = None
            return []
        values = self.program.segment(binding.value).replace("\n", " ")
        text = f"{self.program.segment(target)} = next(iter({values}))"
        place = self.program.place(statement)
        self.blocks[statement] = Block(place.line, 0, text)
        return [binding.value]

    def _fillings(self, binding: Binding) -> list[ast.AST]:
        """table["a"] = 1, items.append(2) at the level where the container is made."""
        statement = self.program.statement_of(binding.node)
        body = getattr(self.program.parents.get(statement), "body", []) if statement is not None else []
        found: list[ast.AST] = []
        for other in body if binding.how == "assign" and isinstance(body, list) else []:
            if _fills(other, binding.name) and not heavy(self.program, other):
                self._put(other, other)
                found.append(other)
        return found

    def hoist(self) -> None:
        """What a caller passes may be made of names bound further down: those move up to where the parameter stands."""
        for block, value in self.passed:
            queue: list[ast.AST] = [value]
            for node in queue:
                for name in (n for n in ast.walk(node) if isinstance(n, ast.Name)):
                    for binding in self.program.lookup(name.id, name):
                        key = binding.node
                        held = self.blocks.get(key)
                        if held is not None and held.line > block.line and held.simple and "\n" not in held.text:
                            self.blocks[key] = Block(block.line, -1, held.text)
                            queue.extend([binding.value or key] if len(queue) < 50 else [])

    def policies(self) -> None:
        """Statements that change how every layer computes."""
        for statement in self.program.tree.body:
            call = statement.value if isinstance(statement, ast.Expr) else None
            if isinstance(call, ast.Call) and last(canonical(self.program, call.func)) in _POLICIES:
                self._put(statement, statement)
                self.need(statement)

    def _put(self, key: ast.AST, node: ast.stmt) -> None:
        """Keep a statement's text at its line."""
        if key not in self.blocks:
            self.blocks[key] = block_of(self.program, node)

    def instance(self, owner: ast.ClassDef) -> str:
        """An expression that makes an object of a class: as the program does, or without arguments."""
        for call in self.program.calls:
            inside = any(parent is owner for parent in self.program.ancestors(call))
            if not inside and class_named(self.program, call.func) is owner and not heavy(self.program, call):
                self.need(call)
                return self.program.segment(call).replace("\n", " ")
        self._put(owner, owner)
        self.need(owner)
        if _wants_arguments(owner):
            # Nobody shows how it is made: an object that never ran __init__ still has its methods.
            return f"{owner.name}.__new__({owner.name})"
        return f"{owner.name}()"


def _from(statement: ast.Import | ast.ImportFrom) -> str:
    """The `from package` of an import."""
    return f"from {'.' * statement.level}{statement.module or ''} " if isinstance(statement, ast.ImportFrom) else ""


def _wants_arguments(owner: ast.ClassDef) -> bool:
    """Whether __init__ has required parameters."""
    for node in owner.body:
        if isinstance(node, ast.FunctionDef) and node.name == "__init__":
            return len(node.args.args) - len(node.args.defaults) > 1 or None in node.args.kw_defaults
    return False


def _fills(statement: ast.AST, name: str) -> bool:
    """Whether a statement puts something into the container `name`."""
    target: ast.AST | None = None
    if isinstance(statement, (ast.Assign, ast.AugAssign)):
        first = statement.targets[0] if isinstance(statement, ast.Assign) else statement.target
        target = first.value if isinstance(first, (ast.Subscript, ast.Attribute)) else None
    elif isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
        function = statement.value.func
        target = function.value if isinstance(function, ast.Attribute) and function.attr in _FILLS else None
    return isinstance(target, ast.Name) and target.id == name


def block_of(program: Program, node: ast.stmt) -> Block:
    """A statement's text without its indentation, decorators included."""
    place = program.place(node)
    decorators = [d.lineno for d in getattr(node, "decorator_list", [])]
    start = min([place.line, *decorators])
    rows = list(program.lines[start - 1 : place.end_line])
    rows[-1] = rows[-1][: place.end_column]
    # The first row may follow another statement on its line; a decorator stands alone on its own.
    rows[0] = rows[0][place.column :] if start == place.line else rows[0].lstrip()
    indent = place.column
    rows[1:] = [row[indent:] if not row[:indent].strip() else row for row in rows[1:]]
    return Block(start, place.column, "\n".join(rows), simple=not hasattr(node, "body"))
