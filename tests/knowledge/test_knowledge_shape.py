"""Shape: every folder under knowledge/causes keeps the form that README.md describes."""

from __future__ import annotations

import ast
import re
from functools import cache

import pytest
from examples import CAUSES, ROOT, Example, collect

from troubleshooter.catalog import Catalog, load
from troubleshooter.model import Cause

SECTIONS = ["What happens", "Why", "How to fix it", "When the repair changes behaviour", "References"]
LINKS = ("https://keras.io/", "https://www.tensorflow.org/", "https://github.com/")
EXAMPLES = collect()
NAMES = sorted(path.parent.name for path in CAUSES.glob("*/cause.toml"))
FILES = {"before.py", "after.py", "replies.toml", "complaint.txt", "tracebacks"}
# Facts that the session and the report read by name, without any cause having to.
READ_BY_THE_SESSION = {"said", "reproduced", "masked", "route", "truth-form", "told"}


@cache
def catalog() -> Catalog:
    return load(ROOT)


def cause(name: str) -> Cause:
    return catalog().cause(name)


def test_every_folder_is_a_cause() -> None:
    folders = sorted(path.name for path in CAUSES.iterdir() if path.is_dir())
    assert folders == NAMES == sorted(one.name for one in catalog().causes)


def test_orders_differ() -> None:
    orders = [one.order for one in catalog().causes]
    assert len(set(orders)) == len(orders)


@pytest.mark.parametrize("name", NAMES)
def test_three_examples_or_more_in_independent_styles(name: str) -> None:
    mine = [example for example in EXAMPLES if example.cause == name]
    assert len(mine) >= 3
    imports = {tuple(sorted(line for line in one.before.splitlines() if "import" in line)) for one in mine}
    assert len(imports) > 1, "the examples all import in the same way"


@pytest.mark.parametrize("name", NAMES)
def test_explanation_has_its_sections(name: str) -> None:
    text = cause(name).explanation
    found = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert found == SECTIONS
    assert text.startswith("# ")
    bodies = re.split(r"^## .+$", text, flags=re.MULTILINE)[1:]
    assert all(len(body.strip()) > 30 for body in bodies)


@pytest.mark.parametrize("name", NAMES)
def test_explanation_names_the_source_and_links_official_pages_only(name: str) -> None:
    text = cause(name).explanation
    assert re.search(r"\b(keras/src|tensorflow/python)/[\w/]+\.py", text), "name the file the mechanism is in"
    for link in re.findall(r"https?://[^\s)>]+", text):
        assert link.startswith(LINKS), link


@pytest.mark.parametrize("name", NAMES)
def test_a_cause_has_a_repair_or_says_nothing_of_one(name: str) -> None:
    one = cause(name)
    assert one.repair is not None or not any(example.after for example in collect() if example.cause == name)
    assert one.title[0].isupper()
    assert not one.title.endswith(".")


def test_every_recipe_of_the_vocabulary_is_used() -> None:
    used = {one.repair.recipe for one in catalog().causes if one.repair}
    assert used == set(catalog().recipes)


def test_every_question_is_needed_by_a_cause() -> None:
    needed = {fact for one in catalog().causes if one.repair for fact in one.repair.needs}
    assert needed == set(catalog().questions) - {"said"}  # made of complaints.toml, for words that it does not have


def test_every_fact_is_read_by_a_cause_or_reserved() -> None:
    used = {name for one in catalog().causes for block in one.evidence for name in block}
    used |= {symptom.fact[0] for one in catalog().causes for symptom in one.symptoms if symptom.fact}
    used |= {fact for one in catalog().causes if one.repair for fact in one.repair.needs}
    assert set(catalog().facts) - used == READ_BY_THE_SESSION - used


def test_every_pattern_is_used_by_two_causes() -> None:
    names = re.findall(r"^\[\[patterns\.([\w-]+)\]\]", (ROOT / "vocabulary.toml").read_text(encoding="utf-8"), re.M)
    for name in set(names):
        users = [one for one in NAMES if f'pattern = "{name}"' in (CAUSES / one / "cause.toml").read_text("utf-8")]
        assert len(users) > 1, name


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: one.id)
def test_example_is_small_python_with_known_files(example: Example) -> None:
    assert {path.name for path in example.folder.iterdir()} <= FILES
    ast.parse(example.before)
    assert len(example.before.splitlines()) <= 45
    for name in example.tracebacks:
        assert re.fullmatch(r"keras-\d+\.\d+", name)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: one.id)
def test_replies_answer_questions_of_the_cause(example: Example) -> None:
    plan = cause(example.cause).repair
    for fact, value in example.replies.items():
        assert plan is not None
        assert fact in plan.needs
        assert value in {choice for choice, _ in catalog().questions[fact].choices}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: one.id)
def test_a_silent_example_has_a_complaint(example: Example) -> None:
    """What says nothing on one Keras line is reached by its words there, or by running it."""
    assert example.tracebacks or example.complaint


def test_captured_texts_name_no_machine() -> None:
    for example in EXAMPLES:
        for text in example.tracebacks.values():
            assert not re.search(r"(?<!/home/user)/(opt|work|tmp|root|usr)/(?!__autograph)", text)
            assert not re.search(r"/home/(?!user/)", text)
