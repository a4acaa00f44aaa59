"""The atlas is whole: every program compiles and has an expectation, every text has a program and names no machine."""

import ast
import re

import pytest
from atlas import HERE, KERAS, Case, cases, folders, keras_line

_PLACES = re.compile(r"/(?:root|work|opt|mnt|var)/\w+|/home/(?!user/)\w+")


def test_every_program_has_an_expectation_and_the_other_way_round() -> None:
    names = {case.name for case in cases()}
    assert names == {path.stem for path in (HERE / "programs").glob("*.py")}
    assert {path.stem for path in (HERE / "tracebacks").glob("*.txt")} <= names
    assert len(names) == 324


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_a_program_is_whole(case: Case) -> None:
    ast.parse(case.source)
    count = case.source.count("\n")
    for expected in case.by_line.values():
        words = [word for word in (expected.innocent, expected.harmless, expected.open) if word]
        assert len(words) + bool(expected.causes) == 1
        assert bool(expected.lines) or expected.innocent
        assert all(1 <= line <= count for line in expected.lines)


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_what_was_printed_names_no_machine(case: Case) -> None:
    for (version, kind), text in case.printed.items():
        assert keras_line(version) in KERAS
        assert kind == "stderr" or "Traceback (most recent call last)" in text
        assert not _PLACES.search(text)


def test_an_innocent_program_raised_nothing() -> None:
    for case in cases():
        for keras, expected in case.by_line.items():
            assert not (expected.innocent and case.tracebacks(keras)), (case.name, keras)


def test_the_existing_causes_are_all_in_the_atlas() -> None:
    named = {cause for case in cases() for expected in case.by_line.values() for cause in expected.causes}
    folk = {"in-place-operator"}
    old = {"item-assignment"}  # E22 and E23 were not kept
    assert folders() & _OWNED - folk - old <= named


_OWNED = frozenset(
    {"branch-returns-none", "captured-weights", "dtype-mismatch", "function-never-returns", "helper-never-returns"}
    | {"in-place-operator", "item-assignment", "lambda-given-a-value", "no-trainable-weights"}
    | {"operation-without-gradient", "python-truth-of-tensor", "python-value-of-tensor", "side-effect-body"}
    | {"two-inputs-as-list", "weights-created-inside"}
)
