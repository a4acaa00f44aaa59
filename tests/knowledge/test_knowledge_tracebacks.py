"""Tracebacks: each captured text parses, alone and with its program, and keeps its cause a suspect."""

from __future__ import annotations

from functools import cache

import pytest
from examples import Example, captures, collect

from troubleshooter.catalog import Catalog, load
from troubleshooter.facts.traceback import effective
from troubleshooter.intake import read_paste
from troubleshooter.reasoning import FactBook
from troubleshooter.reasoning.suspects import Failure, suspects

CAPTURES = [pytest.param(example, name, id=f"{example.id}-{name}") for example, name in captures()]
SPOKEN = [pytest.param(example, id=example.id) for example in collect() if example.complaint]


@cache
def catalog() -> Catalog:
    return load()


def suspected(failure: Failure) -> set[str]:
    return {cause.name for cause in suspects(catalog().causes, failure, (), FactBook())}


@pytest.mark.parametrize(("example", "name"), CAPTURES)
def test_traceback_parses_and_keeps_its_cause_a_suspect(example: Example, name: str) -> None:
    traceback = read_paste(traceback=example.tracebacks[name]).traceback
    assert traceback is not None
    line = name.removeprefix("keras-").split(".")[0]
    assert traceback.keras in {line, ""}
    failure = Failure(effective(traceback.chain), traceback.warnings, "", traceback.keras)
    assert example.cause in suspected(failure)


@pytest.mark.parametrize(("example", "name"), CAPTURES)
def test_program_and_traceback_in_one_paste_are_told_apart(example: Example, name: str) -> None:
    paste = read_paste(traceback=example.tracebacks[name], source=example.before)
    assert paste.traceback is not None
    assert paste.snippet is not None
    assert not paste.snippet.partial
    assert paste.snippet.text.strip() == example.before.strip()


@pytest.mark.parametrize("example", SPOKEN)
def test_complaint_makes_its_cause_a_suspect(example: Example) -> None:
    assert example.cause in suspected(Failure(complaint=example.complaint))
