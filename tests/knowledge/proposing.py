"""From an example to its repair by reading alone, the way the session does it without a run."""

from __future__ import annotations

from troubleshooter.catalog import Catalog
from troubleshooter.errors import CannotRepair
from troubleshooter.facts.source import observe_source
from troubleshooter.facts.traceback import observe_traceback
from troubleshooter.intake import read_paste
from troubleshooter.model import Snippet, Standing, State, Target, TargetKind
from troubleshooter.reasoning import FactBook, narrow
from troubleshooter.repair import propose
from troubleshooter.slice import choose_target, find_targets

AROUND = Target("program", TargetKind.PROGRAM, "", None)


def read(source: str, traceback: str = "") -> tuple[Snippet, tuple[Target, ...], FactBook]:
    """The snippet, its targets (the likeliest first) and what reading settles."""
    snippet = Snippet(source)
    error = read_paste(traceback=traceback).traceback if traceback else None
    targets = find_targets(snippet)
    likely = choose_target(targets, snippet, error)
    chosen = tuple(dict.fromkeys((*likely, *targets)))  # what holds elsewhere is found too, as the session does
    book = FactBook(observe_source(snippet, targets))
    if error is not None:
        book.add(observe_traceback(error, chosen, snippet))
    return snippet, chosen, book


def stand(catalog: Catalog, cause: str, targets: tuple[Target, ...], book: FactBook) -> Standing:
    """How the cause stands at the target it fits best; never one that it is ruled out for, if there is another."""
    subjects = [target.subject for target in targets] or [AROUND.subject]
    return narrow([catalog.cause(cause)], subjects, book)[0]


def repaired(catalog: Catalog, cause: str, source: str, answers: dict[str, str], keras: str = "3") -> str:
    """What the cause's recipe makes of `source`; CannotRepair when it has nothing to repair there."""
    snippet, targets, book = read(source)
    plan = catalog.cause(cause).repair
    if plan is None:
        raise CannotRepair("this cause has no recipe")
    standing = stand(catalog, cause, targets, book)
    if standing.state is State.RULED_OUT:
        raise CannotRepair("the cause is ruled out in this source")
    target = next((one for one in targets if one.subject == standing.subject), AROUND)
    made = propose(plan, snippet, target, answers, keras=keras)
    return made.source
