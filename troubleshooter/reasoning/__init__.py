"""Causes and facts -> suspects, live causes, the next fact, the decision graph.

`graph` (networkx) is imported by those who draw or walk the graph, not here: the first paint must not need it.
"""

from troubleshooter.reasoning.book import UNKNOWN, FactBook
from troubleshooter.reasoning.choose import Choice, choose
from troubleshooter.reasoning.narrow import narrow, standing
from troubleshooter.reasoning.suspects import Failure, suspects

__all__ = ["UNKNOWN", "Choice", "FactBook", "Failure", "choose", "narrow", "standing", "suspects"]
