"""However a program of the atlas is written, the reading says the same of it: every fact, every static diagnosis."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from functools import cache

import pytest
from atlas import Case, cases
from reading import report_of
from rewriting import WAYS

from troubleshooter.facts.source import observe_source
from troubleshooter.intake import read_paste
from troubleshooter.model import Report, State, TargetKind
from troubleshooter.slice import find_targets

Told = tuple[str, str, str]
# A def has a line of its own for what an assigned lambda says in one; what a lambda gives cannot fall through its end.
_OF_FORM = {"lambda to def", "def to lambda"}


# These facts are about the way itself: how the function is given, whether a name is a global or a closure's.
_ABOUT_THE_WAY = {
    "lambda to def": {"given-as"},
    "def to lambda": {"given-as"},
    "in a function": {"takes"},
    "in a method": {"takes"},
}
# Not reached: inside a method the call that runs eagerly is not followed, so the truth test is thought to fail.
_NOT_YET = {("A18", "in a method")}


def told(source: str) -> tuple[Counter[Told], Counter[tuple[Told, int]]]:
    """(kind of target, fact, value) of every fact; the same with its line."""
    snippet = read_paste(source=source).snippet
    assert snippet is not None
    targets = find_targets(snippet)
    kinds = {target.subject: target.kind.value for target in targets}
    facts = [((kinds.get(f.subject, "case"), f.name, f.value), f.where) for f in observe_source(snippet, targets)]
    # A helper is a target for being called; whether a rewritten one still is, depends on the way it is written.
    facts = [(one, where) for one, where in facts if one[0] != TargetKind.HELPER.value]
    return Counter(one for one, _ in facts), Counter((one, where.line if where else 0) for one, where in facts)


def without(facts: Counter[Told], names: set[str]) -> dict[Told, int]:
    """The facts of other names."""
    return {one: count for one, count in facts.items() if one[1] not in names}


@cache
def said(source: str) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """Status, diagnoses and live causes of the source alone."""
    report: Report = report_of(source, "")
    live = sorted(item.cause.name for item in report.standings if item.state is State.LIVE)
    return report.status.value, tuple(item.cause.name for item in report.diagnoses), tuple(live)


def written() -> Iterator[tuple[Case, str]]:
    """Every program in two ways, taking turns; in every way where ATLAS is "all"."""
    turns = list(WAYS)
    for index, case in enumerate(cases()):
        every = turns if os.environ.get("ATLAS") == "all" else (turns[index % 7], turns[(index // 7 + index + 1) % 7])
        yield from ((case, way) for way in dict.fromkeys(every))


@pytest.mark.parametrize(("case", "way"), [pytest.param(c, w, id=f"{c.name}-{w}") for c, w in written()])
def test_nothing_changes(case: Case, way: str) -> None:
    found = WAYS[way](case.source)
    if found is None:
        pytest.skip("cannot be written this way")
    text, lines = found
    before, before_lines = told(case.source)
    after, after_lines = told(text)
    own = _ABOUT_THE_WAY.get(way, set())
    if (case.name, way) in _NOT_YET:
        assert without(after, own) != without(before, own), "it holds now: take it out of _NOT_YET"
        return
    assert without(after, own) == without(before, own), text
    assert said(text)[:2] == said(case.source)[:2], text
    if way not in _OF_FORM:
        wrong = [
            (one, line)
            for one, line in after_lines
            if line and one[1] not in own and not any((one, old) in before_lines for old in lines.get(line, ()))
        ]
        assert not wrong, text
