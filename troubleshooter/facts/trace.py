"""What one reading of a function saw, in order: events at places, the ways out, and what it could not read."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from troubleshooter.facts.values import STATIC, Value
from troubleshooter.model import Place


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happens at a place: `what` names it, `form` says which kind."""

    what: str
    form: str
    where: Place
    inside: bool = True  # in the function's own code, not in a helper's


@dataclass(slots=True)
class Exit:
    """A return statement (or the body of a lambda, or the end of the body): its value and what chose this way."""

    value: Value
    controls: frozenset[str]
    where: Place


@dataclass(slots=True)
class Ways:
    """All ways out of one function: exits by node, and whether the end of the body is reached."""

    exits: list[Exit] = field(default_factory=list)
    falls: bool = False
    fall_controls: frozenset[str] = frozenset()
    generator: bool = False


@dataclass(slots=True)
class Trace:
    """The whole reading of one target."""

    events: list[Event] = field(default_factory=list)
    seen: set[Event] = field(default_factory=set)
    unsure: set[str] = field(default_factory=set)
    ways: Ways = field(default_factory=Ways)
    result: Value = STATIC
    helpers: dict[ast.AST, Ways] = field(default_factory=dict)
    arguments: dict[ast.AST, tuple[Value, ...]] = field(default_factory=dict)

    def add(self, event: Event) -> None:
        """Note an event once."""
        if event not in self.seen:
            self.seen.add(event)
            self.events.append(event)

    def of(self, what: str) -> list[Event]:
        """The events of one kind: those in the function's own code first, then by place."""
        found = [event for event in self.events if event.what == what]
        return sorted(found, key=lambda e: (not e.inside, e.where.line, e.where.column))


@dataclass(eq=False, slots=True)
class Frame:
    """One call of a function: what its names hold now, and what chose the way here."""

    node: ast.AST
    env: dict[str, Value]
    parent: Frame | None = None
    converted: bool = False
    controls: frozenset[str] = frozenset()
    exits: dict[ast.AST, Exit] = field(default_factory=dict)
    leaving: int = 0
    loops: list[tuple[list[dict[str, Value]], list[dict[str, Value]]]] = field(default_factory=list)
    yields: list[Value] = field(default_factory=list)

    def find(self, name: str) -> Value | None:
        """The value of a name here or in the functions around."""
        frame: Frame | None = self
        while frame is not None:
            if name in frame.env:
                return frame.env[name]
            frame = frame.parent
        return None


@dataclass(slots=True)
class Given:
    """What a call passes."""

    values: list[Value] = field(default_factory=list)
    keywords: dict[str, Value] = field(default_factory=dict)

    @property
    def every(self) -> list[Value]:
        """Positional and keyword arguments."""
        return [*self.values, *self.keywords.values()]
