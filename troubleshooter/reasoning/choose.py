"""The next fact to settle: the cheapest class of cost first, then the smallest worst-case live set, then the name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from troubleshooter.model import CASE, Cause, Fact, FactSpec, Standing, State
from troubleshooter.reasoning.book import UNKNOWN, FactBook
from troubleshooter.reasoning.narrow import narrow

# Classes of cost, cheapest first. Reading is done before anything is chosen, so what can only be read is out of reach.
COSTS = ("probe:program", "probe:function", "material", "answer")


@dataclass(frozen=True, slots=True)
class Choice:
    """A fact worth settling: by what, and how many causes are left in the worst case."""

    fact: str
    by: str
    worst: int


def open_facts(standings: Iterable[Standing], book: FactBook) -> tuple[str, ...]:
    """The facts that live causes name and nobody has settled, closed unknowns left out."""
    names: dict[str, None] = {}
    for item in standings:
        if item.state is State.LIVE and not item.holds:
            for literals in item.cause.evidence:
                names.update(dict.fromkeys(name for name in literals if book.get(name, item.subject) is None))
    return tuple(names)


def choose(
    causes: Sequence[Cause],
    subjects: Sequence[str],
    book: FactBook,
    vocabulary: Mapping[str, FactSpec],
    can: Callable[[str], bool],
) -> Choice | None:
    """The next fact to settle, or None when nothing open can be settled. `can` tells which of COSTS are to be had."""
    standings = narrow(causes, subjects, book)
    choices = []
    for name in open_facts(standings, book):
        spec = vocabulary[name]
        by = next((cost for cost in COSTS if can(cost) and _settles(spec, cost)), None)
        if by is not None:
            choices.append(Choice(name, by, worst_case(causes, subjects, book, spec)))
    return min(choices, key=lambda item: (COSTS.index(item.by), item.worst, item.fact), default=None)


def _settles(spec: FactSpec, cost: str) -> bool:
    return "source" in spec.settled_by if cost == "material" else cost in spec.settled_by


def worst_case(causes: Sequence[Cause], subjects: Sequence[str], book: FactBook, spec: FactSpec) -> int:
    """How many causes stay live under the answer that rules out least."""
    return max((len(live_under(causes, subjects, book, spec, value)) for value in spec.values), default=len(causes))


def live_under(
    causes: Sequence[Cause], subjects: Sequence[str], book: FactBook, spec: FactSpec, value: str
) -> tuple[str, ...]:
    """The names of the causes still live if `spec` had `value` (for every subject it can be about)."""
    about = subjects if spec.subject == "function" else (CASE,)
    guess = book.with_facts(Fact(subject, spec.name, value, "guess") for subject in about)
    return tuple(item.cause.name for item in narrow(causes, subjects, guess) if item.state is State.LIVE)


def is_open(book: FactBook, name: str, subject: str = CASE) -> bool:
    """Whether nobody has settled the fact yet, not even as a closed unknown."""
    return book.get(name, subject) is None or book.value(name, subject) == UNKNOWN
