"""The facts of one case: they only grow, and an observation outweighs a reading."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from troubleshooter.model import CASE, Fact

UNKNOWN = "unknown"

# What was seen on TensorFlow outweighs what the traceback says, and that outweighs what was read in the source.
_WEIGHT = {"probe": 4, "answer": 3, "traceback": 2, "complaint": 1, "environment": 1, "source": 1}


def weight(fact: Fact) -> int:
    """How much a fact's settler counts when two settlers disagree; a closed unknown counts least."""
    return 0 if fact.value == UNKNOWN else _WEIGHT.get(fact.settled_by.split(":", 1)[0], 1)


class FactBook:
    """All facts of a case, by subject and name."""

    def __init__(self, facts: Iterable[Fact] = ()) -> None:
        self._facts: dict[tuple[str, str], Fact] = {}
        self.add(facts)

    def __iter__(self) -> Iterator[Fact]:
        return iter(self._facts.values())

    def add(self, facts: Iterable[Fact]) -> None:
        """Take in facts; of two about the same thing the weightier stays, the earlier where they weigh the same."""
        for fact in facts:
            key = (fact.subject, fact.name)
            known = self._facts.get(key)
            if known is None or weight(fact) > weight(known):
                self._facts[key] = fact

    def get(self, name: str, subject: str = CASE) -> Fact | None:
        """The fact `name` of `subject`, else of the whole case, else None."""
        return self._facts.get((subject, name)) or self._facts.get((CASE, name))

    def value(self, name: str, subject: str = CASE) -> str:
        """The value of a fact, or "unknown"."""
        fact = self.get(name, subject)
        return fact.value if fact else UNKNOWN

    def with_facts(self, facts: Iterable[Fact]) -> FactBook:
        """A copy that also holds `facts`, whatever their weight: for asking "what if"."""
        copy = FactBook(self)
        copy._facts.update({(fact.subject, fact.name): fact for fact in facts})
        return copy
