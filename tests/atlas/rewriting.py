"""Other ways to write the same program: other names, another layout, def for lambda, moved into a function or method.

Each of `WAYS` takes a source and gives the rewritten one with a map from its lines to those of the source, or None
where it cannot be written that way. Lines that stand for no line of the source are not in the map.
"""

from __future__ import annotations

import ast
import builtins
import copy
import io
import tokenize
from collections.abc import Callable

Rewritten = tuple[str, dict[int, set[int]]]
# Keras looks these names up, or gives them a meaning.
_MEANT = {"self", "cls", "mask", "training", "inputs", "super", "__class__"}


def renamed(source: str) -> Rewritten | None:
    """Every name that the source itself binds gets another one; names in strings, keywords and attributes are kept."""
    tree = ast.parse(source)
    nodes = list(ast.walk(tree))
    kept = {n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str)} | _MEANT
    kept |= {n.arg for n in nodes if isinstance(n, ast.keyword) and n.arg}
    kept |= {n.attr for n in nodes if isinstance(n, ast.Attribute)}
    kept |= {
        (a.asname or a.name).split(".")[0]
        for n in nodes
        if isinstance(n, (ast.Import, ast.ImportFrom))
        for a in n.names
    }
    kept |= {m.name for n in nodes if isinstance(n, ast.ClassDef) for m in n.body if isinstance(m, ast.FunctionDef)}
    found = sorted(_bound(nodes) - kept - set(dir(builtins)))
    new = {name: f"zq{index}_" for index, name in enumerate(found)}
    if any(isinstance(n, ast.Name) and n.id == "globals" for n in nodes):
        return None
    rewritten = copy.deepcopy(tree)
    for node in ast.walk(rewritten):
        for field in ("id", "arg", "name"):
            value = getattr(node, field, None)
            if isinstance(value, str) and value in new and not isinstance(node, (ast.keyword, ast.alias)):
                setattr(node, field, new[value])
        if isinstance(node, (ast.Global, ast.Nonlocal)):
            node.names = [new.get(name, name) for name in node.names]
    return _mapped(tree, rewritten)


def _bound(nodes: list[ast.AST]) -> set[str]:
    found = {n.id for n in nodes if isinstance(n, ast.Name) and not isinstance(n.ctx, ast.Load)}
    found |= {n.arg for n in nodes if isinstance(n, ast.arg)}
    return found | {n.name for n in nodes if isinstance(n, (ast.FunctionDef, ast.ClassDef))}


def unparsed(source: str) -> Rewritten | None:
    """One statement a line, without comments, other quotes and brackets."""
    tree = ast.parse(source)
    return _mapped(tree, tree)


def spread(source: str) -> Rewritten | None:
    """A new line behind every opening bracket and comma inside brackets."""
    found = unparsed(source)
    if found is None:
        return None
    rows: dict[int, int] = {}
    depth, last, text = 0, (1, 0), []
    line = 1
    for token in tokenize.generate_tokens(io.StringIO(found[0]).readline):
        if token.type in {tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}:
            continue
        gap = token.start[1] - last[1] if token.start[0] == last[0] else token.start[1]
        text.append(" " * gap + token.string)
        if token.string.strip():
            rows.setdefault(line, token.start[0])
        last = token.end
        line += token.string.count("\n")
        if token.type == tokenize.OP:
            depth += (token.string in "([{") - (token.string in ")]}")
            if depth and token.string in "([{,":
                text.append("\n        ")
                line += 1
    lines = {new: found[1].get(old, set()) for new, old in rows.items()}
    return "".join(text), lines


def in_function(source: str) -> Rewritten | None:
    """All but the imports stands in a function that is called at the end."""
    return _moved(source, "def main_():\n    pass\nmain_()")


def in_method(source: str) -> Rewritten | None:
    """The same in a method of a class."""
    return _moved(source, "class Job_:\n    def run_(self):\n        pass\nJob_().run_()")


def _moved(source: str, frame: str) -> Rewritten | None:
    tree = ast.parse(source)
    around = ast.parse(frame).body
    imports = [n for n in tree.body if isinstance(n, (ast.Import, ast.ImportFrom))]
    rest = [n for n in tree.body if n not in imports]
    if not rest or any(isinstance(n, (ast.Delete, ast.Global)) for n in ast.walk(tree)) or "globals(" in source:
        return None
    holder = next(n for n in ast.walk(around[0]) if isinstance(n, ast.FunctionDef))
    moved = ast.Module([*copy.deepcopy(imports), *around], [])
    holder.body = copy.deepcopy(rest)
    text = ast.unparse(ast.fix_missing_locations(moved))
    again = ast.parse(text)
    inner = next(n for n in ast.walk(again) if isinstance(n, ast.FunctionDef) and n.name == holder.name)
    lines: dict[int, set[int]] = {}
    for old, new in zip((*imports, *rest), (*again.body[: len(imports)], *inner.body), strict=True):
        _pair(old, new, lines)
    return text, lines


def with_defs(source: str) -> Rewritten | None:
    """Every lambda that is an argument becomes a def in front of its statement."""
    tree = ast.parse(source)
    lifting = _Lift()
    rewritten = lifting.visit(copy.deepcopy(tree))
    return (ast.unparse(ast.fix_missing_locations(rewritten)), {}) if lifting.count else None


class _Lift(ast.NodeTransformer):
    """Moves lambdas out; those in comprehensions, loops, classes and other lambdas see names that a def would not."""

    def __init__(self) -> None:
        self.count = 0
        self.lifted: list[ast.stmt] = []

    def visit(self, node: ast.AST) -> ast.AST | list[ast.stmt]:  # type: ignore[override]
        if isinstance(node, (ast.ListComp, ast.GeneratorExp, ast.ClassDef, ast.For, ast.Dict)):
            return node
        if isinstance(node, ast.Lambda):
            if not any(isinstance(n, (ast.Lambda, ast.NamedExpr)) for n in ast.walk(node.body)):
                self.count += 1
                name = f"lifted_{self.count}"
                body: list[ast.stmt] = [ast.Return(node.body)]
                self.lifted.append(ast.FunctionDef(name, node.args, body, [], None, lineno=1))
                return ast.Name(name, ast.Load())
            return node
        outer, self.lifted = self.lifted, [] if isinstance(node, ast.stmt) else self.lifted
        result = self.generic_visit(node)
        if isinstance(node, ast.stmt):
            mine, self.lifted = self.lifted, outer
            return [*mine, result] if mine else result  # type: ignore[list-item]
        return result


def with_lambdas(source: str) -> Rewritten | None:
    """Every def that only returns an expression, or does nothing else than one, becomes a lambda with a name."""
    tree = ast.parse(source)
    shortening = _Shorten()
    rewritten = shortening.visit(copy.deepcopy(tree))
    return (ast.unparse(ast.fix_missing_locations(rewritten)), {}) if shortening.count else None


class _Shorten(ast.NodeTransformer):
    def __init__(self) -> None:
        self.count = 0

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        self.generic_visit(node)
        match node.body:
            case [ast.Return(value=ast.expr() as value)] if not node.decorator_list:
                self.count += 1
                return ast.Assign([ast.Name(node.name, ast.Store())], ast.Lambda(node.args, value), lineno=node.lineno)
        return node


def _mapped(tree: ast.Module, rewritten: ast.Module) -> Rewritten:
    """The text of a tree of the same form, with the map of its lines."""
    text = ast.unparse(rewritten)
    lines: dict[int, set[int]] = {}
    _pair(tree, ast.parse(text), lines)
    return text, lines


def _pair(old: ast.AST, new: ast.AST, lines: dict[int, set[int]]) -> None:
    """Walk two trees of the same form side by side."""
    if hasattr(old, "lineno") and hasattr(new, "lineno"):
        lines.setdefault(new.lineno, set()).add(old.lineno)
    for one, other in zip(ast.iter_child_nodes(old), ast.iter_child_nodes(new), strict=True):
        _pair(one, other, lines)


WAYS: dict[str, Callable[[str], Rewritten | None]] = {
    "renamed": renamed,
    "unparsed": unparsed,
    "spread": spread,
    "in a function": in_function,
    "in a method": in_method,
    "lambda to def": with_defs,
    "def to lambda": with_lambdas,
}
