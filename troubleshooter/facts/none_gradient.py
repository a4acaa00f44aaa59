"""Whether the None that an error is about is a gradient: the failing line uses what tape.gradient(...) returned."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Sequence

from troubleshooter.model import CASE, ErrorLink, Fact, Place, Snippet

_NONE = re.compile(
    r"NoneType|None values not supported|Attempt to convert a value \(None\)|received None|IndexedSlices", re.IGNORECASE
)
_TAKES = {"gradient", "gradients", "compute_gradients", "jacobian"}
_HOPS = 4  # x = tape.gradient(); for g in x; h = f(g): real loops go no further


def observe_none_gradient(links: Sequence[ErrorLink], snippet: Snippet | None, by: str) -> Iterable[Fact]:
    """`gradient-none` and `gradient-used`, as the error and the source together tell them."""
    for link in links:
        if re.search(r"No gradients provided for any variable", link.message):
            yield Fact(CASE, "gradient-none", "yes", by)
        frame = link.user_frame
        if frame is None or not _NONE.search(link.message) or snippet is None:
            continue
        if uses_gradient(snippet.text, frame.line):
            place = Place(frame.line, frame.line)
            sparse = "IndexedSlices" in link.message
            yield Fact(CASE, "gradient-used", "sparse" if sparse else "none", by, place)
            if not sparse:
                yield Fact(CASE, "gradient-none", "yes", by, place)
            return


def uses_gradient(source: str, line: int) -> bool:
    """Whether the statement at a line reads a gradient."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    names = gradient_names(tree)
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.stmt)
            and not hasattr(node, "body")
            and node.lineno <= line <= (node.end_lineno or line)
        ):
            reads = [part for part in ast.walk(node) if isinstance(part, ast.Name) and part.id in names]
            inline = any(isinstance(p, ast.Attribute) and p.attr in _TAKES for p in ast.walk(node))
            return bool(reads) or inline
    return any(isinstance(node, ast.Name) and node.id in names and node.lineno == line for node in ast.walk(tree))


def gradient_names(tree: ast.AST) -> set[str]:
    """Names bound, in a few steps, to what a tape gave."""
    names: set[str] = set()
    for _ in range(_HOPS):
        for node in ast.walk(tree):
            for value, target in _bindings(node):
                if _mentions(value, names):
                    names |= {part.id for part in ast.walk(target) if isinstance(part, ast.Name)}
    return names


def _bindings(node: ast.AST) -> Iterable[tuple[ast.AST, ast.AST]]:
    """(value, target), a loop over zip(grads, weights) taken apart."""
    if isinstance(node, ast.Assign):
        yield from ((node.value, target) for target in node.targets)
    elif isinstance(node, (ast.For, ast.comprehension)):
        together = isinstance(node.iter, ast.Call) and getattr(node.iter.func, "id", "") == "zip"
        if together and isinstance(node.target, ast.Tuple) and isinstance(node.iter, ast.Call):
            yield from zip(node.iter.args, node.target.elts, strict=False)
        else:
            yield node.iter, node.target


def _mentions(value: ast.AST, names: set[str]) -> bool:
    return any(
        (isinstance(part, ast.Attribute) and part.attr in _TAKES) or (isinstance(part, ast.Name) and part.id in names)
        for part in ast.walk(value)
    )
