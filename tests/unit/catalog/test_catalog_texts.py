"""[[facts.NAME.texts]]: what an error says settles a fact, without code."""

from __future__ import annotations

from pathlib import Path

import pytest

from troubleshooter.catalog.vocabulary import load_vocabulary
from troubleshooter.errors import KnowledgeError
from troubleshooter.facts.told import observe_told
from troubleshooter.model import CASE, ErrorLink, Fact, Frame, Place, Traceback

VOCABULARY = '''\
probes = []
materials = []
recipes = []

[facts.told]
subject = "case"
settled_by = ["traceback"]
values = ["safe-mode", "warned", "other"]
otherwise = "other"
meaning = "what the error says"

[[facts.told.texts]]
value = "safe-mode"
error = "ValueError"
message = """deserialization of a Lambda"""

[[facts.told.texts]]
value = "warned"
warning = """Gradients do not exist"""

[facts.inside]
subject = "function"
settled_by = ["traceback"]
values = ["yes"]
meaning = "about the function"

[[facts.inside.texts]]
value = "yes"
message = """deserialization"""
'''
MASK = "We could not automatically infer the shape of the Lambda's output."


def told(tmp_path: Path, *links: ErrorLink, warnings: tuple[str, ...] = ()) -> tuple[Fact, ...]:
    (tmp_path / "vocabulary.toml").write_text(VOCABULARY, encoding="utf-8")
    facts = load_vocabulary(tmp_path).facts.values()
    return observe_told(Traceback(links, warnings=warnings), "lambda:3", facts)


def test_the_first_text_that_fits_settles_the_fact_with_its_place(tmp_path: Path) -> None:
    error = ErrorLink("ValueError", "deserialization of a Lambda layer", (Frame("a.py", 7, "<module>"),))
    assert told(tmp_path, error) == (
        Fact(CASE, "told", "safe-mode", "traceback", Place(7, 7)),
        Fact("lambda:3", "inside", "yes", "traceback", Place(7, 7)),
    )


def test_a_known_error_that_no_text_fits_is_told_as_otherwise(tmp_path: Path) -> None:
    assert [fact.value for fact in told(tmp_path, ErrorLink("TypeError", "deserialization of a Lambda"))] == [
        "other",
        "yes",
    ]


def test_a_hidden_error_alone_settles_nothing(tmp_path: Path) -> None:
    assert told(tmp_path, ErrorLink("NotImplementedError", MASK)) == ()


def test_the_error_behind_the_mask_is_read(tmp_path: Path) -> None:
    links = (ErrorLink("ValueError", "deserialization of a Lambda", relation="hidden"), ErrorLink("X", MASK))
    assert [fact.value for fact in told(tmp_path, *links)] == ["safe-mode", "yes"]


def test_a_warning_settles_a_fact(tmp_path: Path) -> None:
    error = ErrorLink("Warning", "Gradients do not exist for variables")
    assert [fact.value for fact in told(tmp_path, error, warnings=(error.message,))] == ["warned"]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('value = "warned"', 'value = "warmed"', "'warmed' is not a value of `told`"),
        ('otherwise = "other"', 'otherwise = "none"', "'none' is not a value of `told`"),
        ('message = """deserialization"""', 'complaint = """x"""', "`complaint` is not a key of this table"),
        ('settled_by = ["traceback"]', 'settled_by = ["source"]', "texts settle `told`, and it does not say so"),
    ],
)
def test_a_broken_text_names_its_line(tmp_path: Path, old: str, new: str, says: str) -> None:
    (tmp_path / "vocabulary.toml").write_text(VOCABULARY.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(KnowledgeError) as broken:
        load_vocabulary(tmp_path)
    assert says in str(broken.value)
    assert "vocabulary.toml:" in (broken.value.where or "")
