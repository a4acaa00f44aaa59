"""The snippet as a concrete syntax tree: read it, find a place in it, put changes back, print it.

Everything that a person wrote and no recipe touches is printed back byte for byte.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar, cast, overload

import libcst as cst
from libcst.metadata import CodeRange, MetadataWrapper, ParentNodeProvider, PositionProvider

from troubleshooter.errors import CannotRepair
from troubleshooter.model import Place, Snippet

Function = cst.FunctionDef | cst.Lambda
N = TypeVar("N", bound=cst.CSTNode)
Replacement = cst.CSTNode | cst.FlattenSentinel[cst.CSTNode] | cst.RemovalSentinel
EXPRESSIONS: tuple[type[cst.CSTNode], ...] = (
    cst.Name, cst.Attribute, cst.Call, cst.Subscript, cst.BinaryOperation, cst.UnaryOperation, cst.Comparison,
    cst.IfExp, cst.List, cst.Tuple, cst.Dict, cst.NamedExpr, cst.Lambda, cst.SimpleString,
)  # fmt: skip
Edits = Mapping[Any, Replacement]  # old node -> what takes its place


@dataclass(frozen=True)
class Code:
    """A parsed snippet. `tail` is the text after a syntax error, kept as it is."""

    module: cst.Module
    spans: Mapping[cst.CSTNode, CodeRange]
    parents: Mapping[cst.CSTNode, cst.CSTNode]
    tail: str = ""

    def ancestors(self, node: cst.CSTNode) -> Iterable[cst.CSTNode]:
        """The nodes around `node`, innermost first."""
        while (parent := self.parents.get(node)) is not None:
            yield parent
            node = parent


def read(snippet: Snippet) -> Code:
    """Parse the snippet, or as much of it as can be read."""
    text, tail = snippet.text, ""
    try:
        return _parsed(text, tail)
    except cst.ParserSyntaxError:
        text, tail = _readable(snippet)
    try:
        return _parsed(text, tail)
    except cst.ParserSyntaxError as error:
        message = f"the source cannot be read as Python: {error.message}"
        raise CannotRepair(message, where=f"line {error.raw_line}") from None


def _readable(snippet: Snippet) -> tuple[str, str]:
    lines = snippet.text.splitlines(keepends=True)
    stop = snippet.stopped_at - 1 if snippet.stopped_at > 1 else len(lines)
    return "".join(lines[:stop]), "".join(lines[stop:])


def _parsed(text: str, tail: str) -> Code:
    wrapper = MetadataWrapper(cst.parse_module(text))
    found = wrapper.resolve_many([PositionProvider, ParentNodeProvider])
    spans = cast(Mapping[cst.CSTNode, CodeRange], found[PositionProvider])
    parents = cast(Mapping[cst.CSTNode, cst.CSTNode], found[ParentNodeProvider])
    return Code(wrapper.module, spans, parents, tail)


class _Collector(cst.CSTVisitor):
    def __init__(self, kinds: tuple[type[cst.CSTNode], ...]) -> None:
        super().__init__()
        self.kinds = kinds
        self.found: list[cst.CSTNode] = []

    def on_visit(self, node: cst.CSTNode) -> bool:
        if isinstance(node, self.kinds):
            self.found.append(node)
        return True


@overload
def every(node: cst.CSTNode, kind: type[N], /) -> list[N]: ...


@overload
def every(node: cst.CSTNode, kind: type[N], /, *kinds: type[cst.CSTNode]) -> list[Any]: ...


def every(node: cst.CSTNode, *kinds: type[cst.CSTNode]) -> list[Any]:
    """All nodes of these kinds in `node`, itself included, in the order of the source."""
    collector = _Collector(kinds)
    node.visit(collector)
    return [found for found in collector.found if isinstance(found, kinds)]


def at(code: Code, place: Place | None, *kinds: type[cst.CSTNode]) -> cst.CSTNode | None:
    """The node of one of these kinds that starts at `place` and fits its end best."""
    if place is None:
        return None
    nodes = [node for node in every(code.module, *kinds) if code.spans[node].start.line == place.line]
    exact = [node for node in nodes if code.spans[node].start.column == place.column]
    return min(exact or nodes, key=lambda node: _misfit(code.spans[node], place), default=None)


def _misfit(span: CodeRange, place: Place) -> tuple[int, int, int]:
    return (
        abs(span.end.line - place.end_line),
        abs(span.start.column - place.column) if place.column >= 0 else 0,
        abs(span.end.column - place.end_column) if place.end_column >= 0 else 0,
    )


class _Editor(cst.CSTTransformer):
    def __init__(self, edits: Edits) -> None:
        super().__init__()
        self.edits = edits

    def on_leave(self, original_node: cst.CSTNode, updated_node: cst.CSTNode) -> Replacement:  # type: ignore[override]
        if original_node in self.edits:
            return self.edits[original_node]
        return super().on_leave(original_node, updated_node)


def edited(node: N, edits: Edits) -> N:
    """`node` with the edits made in it; an edit replaces a node wholly."""
    result = node.visit(_Editor(edits))
    if not isinstance(result, type(node)):
        raise CannotRepair("the change does not fit at its place")
    return result


def text(node: cst.CSTNode) -> str:
    """The code of a node, as written."""
    return cst.Module([]).code_for_node(node)


def dotted(node: cst.CSTNode | None) -> str:
    """`tf.math.exp` for a chain of names, "" for anything else."""
    if isinstance(node, cst.Name):
        return node.value
    if isinstance(node, cst.Attribute):
        head = dotted(node.value)
        return f"{head}.{node.attr.value}" if head else ""
    return ""


def last_name(node: cst.CSTNode | None) -> str:
    """`exp` for `tf.math.exp` and for `anything().exp`; "" where there is no name."""
    if isinstance(node, cst.Attribute):
        return node.attr.value
    return node.value if isinstance(node, cst.Name) else ""


def names_in(node: cst.CSTNode) -> set[str]:
    """Every name read or written in `node` (attribute and keyword names not counted)."""
    skip: set[cst.CSTNode] = set()
    for attribute in every(node, cst.Attribute):
        skip.add(attribute.attr)
    for argument in every(node, cst.Arg):
        if argument.keyword is not None:
            skip.add(argument.keyword)
    return {name.value for name in every(node, cst.Name) if name not in skip}
