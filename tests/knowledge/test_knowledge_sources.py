"""Sources: reading before.py makes the cause hold or leaves it possible, and the recipe writes after.py."""

from __future__ import annotations

import io
import tokenize
from collections import Counter
from functools import cache

import pytest
from examples import Example, captures, collect
from proposing import read, repaired, stand

from troubleshooter.catalog import Catalog, load
from troubleshooter.errors import CannotRepair
from troubleshooter.model import State

EXAMPLES = [pytest.param(example, id=example.id) for example in collect()]
REPAIRED = [pytest.param(example, id=example.id) for example in collect() if example.after]
CAPTURES = [pytest.param(example, name, id=f"{example.id}-{name}") for example, name in captures()]


@cache
def catalog() -> Catalog:
    return load()


@pytest.mark.parametrize("example", EXAMPLES)
def test_source_leaves_its_cause_possible(example: Example) -> None:
    _, targets, book = read(example.before)
    assert stand(catalog(), example.cause, targets, book).state is State.LIVE


@pytest.mark.parametrize(("example", "name"), CAPTURES)
def test_source_and_traceback_leave_their_cause_possible(example: Example, name: str) -> None:
    _, targets, book = read(example.before, example.tracebacks[name])
    assert stand(catalog(), example.cause, targets, book).state is State.LIVE


@pytest.mark.parametrize("example", REPAIRED)
def test_recipe_writes_after(example: Example) -> None:
    assert repaired(catalog(), example.cause, example.before, example.replies) == example.after


@pytest.mark.parametrize("example", REPAIRED)
def test_repairing_twice_changes_nothing(example: Example) -> None:
    try:
        again = repaired(catalog(), example.cause, example.after, example.replies)
    except CannotRepair:
        return
    assert again == example.after


@pytest.mark.parametrize("example", REPAIRED)
def test_comments_survive(example: Example) -> None:
    lost = comments(example.before) - comments(example.after)
    assert not lost


@pytest.mark.parametrize("example", REPAIRED)
def test_after_leaves_no_other_cause_by_reading(example: Example) -> None:
    """What can be read off the repaired source holds for no cause any more."""
    _, targets, book = read(example.after)
    holding = [one.name for one in catalog().causes if stand(catalog(), one.name, targets, book).holds]
    assert not holding


@pytest.mark.parametrize("example", EXAMPLES)
def test_no_other_cause_holds_by_reading(example: Example) -> None:
    _, targets, book = read(example.before)
    holding = {one.name for one in catalog().causes if stand(catalog(), one.name, targets, book).holds}
    assert holding <= {example.cause}


def test_every_repairable_cause_has_an_after() -> None:
    done = {example.cause for example in collect() if example.after}
    assert done == {one.name for one in catalog().causes if one.repair}


def comments(source: str) -> Counter[str]:
    """The comments of a program."""
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return Counter(token.string for token in tokens if token.type == tokenize.COMMENT)
