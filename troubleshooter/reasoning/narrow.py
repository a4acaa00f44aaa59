"""Facts -> which causes can still be the one.

Kleene's three values: an unknown fact neither fulfils nor refutes a literal. A cause is ruled out when every evidence
block has a refuted literal, and it holds when one block is fulfilled wholly.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from troubleshooter.model import CASE, Cause, Fact, Literals, Standing, State
from troubleshooter.reasoning.book import UNKNOWN, FactBook


def literal(book: FactBook, subject: str, name: str, wanted: Sequence[str]) -> bool | None:
    """Whether the fact has one of the wanted values; None while it is unknown."""
    value = book.value(name, subject)
    return None if value == UNKNOWN else value in wanted


def block(book: FactBook, subject: str, literals: Literals) -> bool | None:
    """Kleene's "and" over the literals of one evidence block."""
    results = [literal(book, subject, name, wanted) for name, wanted in literals.items()]
    if False in results:
        return False
    return None if None in results else True


def standing(cause: Cause, subject: str, book: FactBook) -> Standing:
    """How one cause stands for one subject, with the facts for it (or against it, when it is ruled out)."""
    results = [(literals, block(book, subject, literals)) for literals in cause.evidence]
    holds = any(result is True for _, result in results)
    live = any(result is not False for _, result in results)
    wanted = [literals for literals, result in results if result is True] if holds else [item for item, _ in results]
    return Standing(cause, subject, State.LIVE if live else State.RULED_OUT, holds, _facts(book, subject, wanted, live))


def _facts(book: FactBook, subject: str, blocks: Iterable[Literals], live: bool) -> tuple[Fact, ...]:
    found: dict[str, Fact] = {}
    for literals in blocks:
        for name, wanted in literals.items():
            fact = book.get(name, subject)
            if fact and fact.value != UNKNOWN and (live or fact.value not in wanted):
                found[name] = fact
    return tuple(found.values())


def narrow(causes: Iterable[Cause], subjects: Sequence[str], book: FactBook) -> tuple[Standing, ...]:
    """Each cause at the subject it fits best: where it holds before where it is live, earlier subjects first."""
    return tuple(_best([standing(cause, subject, book) for subject in subjects]) for cause in causes)


def _best(standings: Sequence[Standing]) -> Standing:
    return min(standings, key=lambda item: (not item.holds, item.state is State.RULED_OUT, item.holds and _vague(item)))


def _vague(item: Standing) -> bool:
    """Whether nothing but the case speaks for a cause, so that it would hold at any function."""
    return all(fact.subject == CASE for fact in item.evidence)
