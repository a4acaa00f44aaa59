"""The decision graph of one case: the path walked, and every untaken answer one step deep.

Compiling the whole graph explodes (20 causes with unknowns gave over 200,000 nodes), so it grows with the dialogue.
Nodes are sets of live causes with the number of the step; edges carry the fact and its value.
"""

from __future__ import annotations

from collections.abc import Sequence

import networkx as nx

from troubleshooter.model import Cause, Fact, FactSpec
from troubleshooter.reasoning.book import FactBook
from troubleshooter.reasoning.choose import live_under

Node = tuple[int, tuple[str, ...]]


class DecisionGraph:
    """Grows by `walk`; `path` tells it in words."""

    def __init__(self, live: Sequence[str]) -> None:
        self.graph: nx.DiGraph[Node] = nx.DiGraph()
        self.here: Node = (0, tuple(live))
        self.graph.add_node(self.here, taken=True)
        self._words: list[str] = []

    def walk(self, fact: Fact, live: Sequence[str]) -> None:
        """Go along the edge `fact`; `live` are the causes left after it."""
        before = self.here[1]
        there: Node = (self.here[0] + 1, tuple(live))
        self.graph.add_node(there, taken=True)
        self.graph.add_edge(self.here, there, fact=fact.name, value=fact.value, taken=True)
        self._words.append(_step_words(fact, before, there[1]))
        self.here = there

    def expand(self, causes: Sequence[Cause], subjects: Sequence[str], book: FactBook, spec: FactSpec) -> None:
        """Add the untaken answers to one fact, one step deep, with "could not find out" among them."""
        answers = {value: live_under(causes, subjects, book, spec, value) for value in spec.values}
        answers["could not find out"] = self.here[1]
        for value, live in answers.items():
            node: Node = (self.here[0] + 1, tuple(live))
            if not self.graph.has_edge(self.here, node):
                self.graph.add_node(node, taken=False)
                self.graph.add_edge(self.here, node, fact=spec.name, value=value, taken=False)

    @property
    def path(self) -> tuple[str, ...]:
        """One line for each step that was walked."""
        return tuple(self._words)


def _step_words(fact: Fact, before: Sequence[str], after: Sequence[str]) -> str:
    place = f" at line {fact.where.line}" if fact.where else ""
    gone = [name for name in before if name not in after]
    so = f", so {', '.join(gone)} {'is' if len(gone) == 1 else 'are'} out" if gone else ""
    return f"{fact.name} = {fact.value}{place} ({fact.settled_by}){so}"
