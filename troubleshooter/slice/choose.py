"""Which target a traceback is about: by its frames, the layer Keras names, and the order of the layers."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from troubleshooter.intake.syntax import (
    Program,
    applications,
    canonical,
    is_lambda,
    last,
    made_by,
    producer,
    read,
    resolve,
)
from troubleshooter.model import ErrorLink, Frame, Place, Snippet, Target, TargetKind, Traceback

_NAMED_INPUT = re.compile(r"as input for layer '([^']+)'")
_MAIN_KINDS = (TargetKind.LAMBDA, TargetKind.CALL, TargetKind.LOSS)


def choose_target(targets: tuple[Target, ...], snippet: Snippet, traceback: Traceback | None) -> tuple[Target, ...]:
    """The targets the traceback allows, best first; all Lambdas where nothing decides."""
    program = read(snippet.text)
    rest = _fallback(targets)
    if traceback is None or program is None:
        return rest
    found = _Chooser(program, snippet, targets).choose(traceback)
    return found or rest


def _fallback(targets: tuple[Target, ...]) -> tuple[Target, ...]:
    """All Lambdas; without one, all calls and losses; else everything."""
    for kinds in ((TargetKind.LAMBDA,), _MAIN_KINDS, tuple(TargetKind)):
        found = tuple(target for target in targets if target.kind in kinds)
        if found:
            return found
    return targets


class _Chooser:
    """The program and targets of one choice."""

    def __init__(self, program: Program, snippet: Snippet, targets: tuple[Target, ...]) -> None:
        self.program = program
        self.snippet = snippet
        self.targets = targets
        self.lambdas = [target for target in targets if target.kind is TargetKind.LAMBDA]

    def choose(self, traceback: Traceback) -> tuple[Target, ...]:
        """Frames inside a function first, then the layer that is named, then the lines of the program."""
        for finder in (self._upstream, self._inside, self._named, self._on_line):
            found = _unique(target for link in traceback.chain for target in finder(link))
            if found:
                if finder == self._inside and found[0].kind is TargetKind.HELPER:
                    found = _unique((*self._applied(traceback), *found))
                # A loss, a helper or a `call` may only have been handed the None of a Lambda: those stand behind it.
                own = any(target.kind is TargetKind.LAMBDA for target in found) or finder == self._upstream
                applied = () if own else _unique(t for link in traceback.chain for t in self._on_line(link))
                return _unique((*found, *(applied or (() if own else self.lambdas))))
        return ()

    def _applied(self, traceback: Traceback) -> Iterator[Target]:
        """The Lambdas on the innermost line itself: a builder of models only holds the line, the layer on it failed."""
        for link in traceback.chain:
            yield from self._on_line(replace(link, frames=tuple(_user_frames(link)[:1])))

    def _inside(self, link: ErrorLink) -> Iterator[Target]:
        """Targets whose own code a frame is in, innermost first."""
        for frame in _user_frames(link):
            line = self._line(frame)
            fitting = [t for t in self.targets if t.function is not None and self._in_function(t, frame, line)]
            yield from sorted(fitting, key=lambda t: _length(t.function))
            for target in fitting:
                yield from self._users(target) if target.kind is TargetKind.HELPER else ()

    def _in_function(self, target: Target, frame: Frame, line: int) -> bool:
        """A frame of this function: its name, and its line within the function's lines."""
        name = target.function_name.rpartition(".")[2]
        inside = target.function is not None and target.function.line <= line <= target.function.end_line
        return inside and (frame.function.rpartition(".")[2] in {name, ""} or frame.function == "tf__" + name)

    def _users(self, helper: Target) -> Iterator[Target]:
        """Lambdas that mention a helper by name."""
        name = helper.function_name.rpartition(".")[2]
        pattern = re.compile(rf"\b{re.escape(name)}\b")
        for target in self.lambdas:
            if any(pattern.search(self._text(place)) for place in (target.function, target.construction) if place):
                yield target

    def _text(self, place: Place) -> str:
        return "\n".join(self.program.lines[place.line - 1 : place.end_line])

    def _line(self, frame: Frame) -> int:
        """The line of the text a frame means: by the pasted numbering, or by its code where the paste is an excerpt."""
        code = frame.code.strip()
        for line in range(1, len(self.program.lines) + 1):
            if self.snippet.pasted_line(line) == frame.line and _fits(self.program.lines[line - 1], code):
                return line
        same = [i for i, text in enumerate(self.program.lines, 1) if code and _fits(text, code)]
        return min(same, key=lambda line: abs(line - frame.line)) if same else (0 if code else frame.line)

    def _upstream(self, link: ErrorLink) -> Iterator[Target]:
        """`inputs=None` of a named layer: the Lambda before it gave None."""
        wrapper = link.wrapper
        named = _NAMED_INPUT.search(link.message)
        none_given = wrapper is not None and wrapper.arguments.get("inputs", "").strip() == "None"
        name = named.group(1) if named else (wrapper.layer if wrapper is not None and none_given else "")
        kind = wrapper.kind if wrapper is not None and none_given and not name else ""
        if not name and not kind:
            return
        for layer in self._layers(name, kind):
            yield from self._before(layer)

    def _layers(self, name: str, kind: str) -> list[ast.Call]:
        """The constructions that a layer's name can mean: name=, or the automatic class name with its number."""
        constructions = [call for call in self.program.calls if last(canonical(self.program, call.func))[:1].isupper()]
        written = [c for c in constructions if name and _written_name(c) == name]
        if written:
            return written
        stem, number = _automatic(name) if name else ("", None)
        same = [c for c in constructions if _snake(last(canonical(self.program, c.func))) == (stem or _snake(kind))]
        unnamed = [c for c in same if not _written_name(c)]
        return unnamed if number is None or number >= len(unnamed) else [unnamed[number]]

    def _before(self, layer: ast.Call) -> Iterator[Target]:
        """The Lambdas whose output goes into a layer."""
        for use in applications(self.program, layer):
            parts = (
                [made_by(self.program, use.before)]
                if use.sequential
                else [producer(self.program, argument).node for argument in use.arguments]
            )
            for part in parts:
                yield from self._of(part)
                yield from self._builder(part)

    def _builder(self, call: ast.AST | None) -> Iterator[Target]:
        """block(t): the function of the source that should have returned a tensor."""
        found = resolve(self.program, call.func) if isinstance(call, ast.Call) else None
        if found is not None:
            place = self.program.place(found.node)
            yield from (t for t in self.targets if t.kind is TargetKind.HELPER and t.function == place)

    def _of(self, construction: ast.AST | None) -> Iterator[Target]:
        """The target of a Lambda's construction."""
        if isinstance(construction, ast.Call):
            place = self.program.place(construction)
            yield from (target for target in self.lambdas if target.construction == place)

    def _named(self, link: ErrorLink) -> Iterator[Target]:
        """The Lambda that Keras names in its wrapper."""
        wrapper = link.wrapper
        if wrapper is None or not wrapper.layer:
            return
        for layer in self._layers(wrapper.layer, ""):
            if is_lambda(self.program, layer):
                yield from self._of(layer)

    def _on_line(self, link: ErrorLink) -> Iterator[Target]:
        """The Lambdas constructed or applied in the statement of a frame."""
        for frame in _user_frames(link):
            line = self._line(frame)
            statement = self._statement(line)
            if statement is None:
                continue
            found = list(self._in_statement(statement, line))
            yield from found
            if found:
                return

    def _statement(self, line: int) -> Place | None:
        """The innermost simple statement that spans a line."""
        simple = (n for n in self.program.parents if isinstance(n, ast.stmt) and not hasattr(n, "body"))
        places = [self.program.place(node) for node in simple if node.lineno <= line <= (node.end_lineno or 0)]
        return min(places, key=_length, default=None)

    def _in_statement(self, statement: Place, line: int) -> Iterator[Target]:
        """Constructions on the frame's line first, then those applied there by name, then the statement's others."""
        within = [t for t in self.lambdas if t.construction and _overlaps(t.construction, statement)]
        exact = [t for t in within if t.construction and t.construction.line <= line <= t.construction.end_line]
        yield from exact or within
        for target in self.lambdas:
            node = self.program.at(target.construction, (ast.Call,))
            for use in applications(self.program, node) if isinstance(node, ast.Call) else ():
                if use.call is not None and _overlaps(self.program.place(use.call), statement):
                    yield target


def _user_frames(link: ErrorLink) -> list[Frame]:
    """The person's own frames, innermost first."""
    return [frame for frame in reversed(link.frames) if frame.origin == "user"]


def _unique(targets: Iterable[Target]) -> tuple[Target, ...]:
    return tuple(dict.fromkeys(targets))


def _length(place: Place | None) -> int:
    return place.end_line - place.line if place is not None else 10**9


def _overlaps(inner: Place, outer: Place) -> bool:
    return outer.line <= inner.line and inner.end_line <= outer.end_line


def _fits(text: str, code: str) -> bool:
    """Whether a source line is the one a traceback shows."""
    return not code or " ".join(text.split()) == " ".join(code.split())


def _written_name(call: ast.Call) -> str:
    value = next((k.value for k in call.keywords if k.arg == "name"), None)
    return value.value if isinstance(value, ast.Constant) and isinstance(value.value, str) else ""


def _automatic(name: str) -> tuple[str, int | None]:
    """ "dense_2" -> ("dense", 2); "dense" -> ("dense", 0)."""
    stem, _, number = name.rpartition("_")
    return (stem, int(number)) if stem and number.isascii() and number.isdigit() else (name, 0)


def _snake(name: str) -> str:
    """Keras's automatic layer name of a class."""
    inner = re.sub(r"(.)([A-Z][a-z0-9]+)", r"\1_\2", name)
    return re.sub(r"([a-z])([A-Z])", r"\1_\2", inner).lower()
