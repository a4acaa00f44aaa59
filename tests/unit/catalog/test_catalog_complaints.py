"""complaints.toml: what is broken in it is told with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from troubleshooter.catalog import load
from troubleshooter.catalog.complaints import load_complaints
from troubleshooter.errors import KnowledgeError

GOOD = """
[words]
loss = ["loss"]
learn = ["learn*"]

[[complaints]]
name = "a"
means = "m"
says = ["loss learn"]
reads_as = "r"
"""


def written(root: Path, text: str) -> Path:
    (root / "complaints.toml").write_text(text, encoding="utf-8")
    return root


def test_the_form(tmp_path: Path) -> None:
    (one,) = load_complaints(written(tmp_path, GOOD))
    assert (one.name, one.says) == ("a", ((("loss",), ("learn*",)),))


def test_no_file_is_no_complaints(tmp_path: Path) -> None:
    assert load_complaints(tmp_path) == ()


@pytest.mark.parametrize(
    "change",
    [
        ('says = ["loss learn"]', 'says = ["loss lern"]'),
        ('says = ["loss learn"]', "says = []"),
        ('says = ["loss learn"]', 'says = [""]'),
        ('loss = ["loss"]', 'loss = ["Loss"]'),
        ('loss = ["loss"]', 'loss = ["the loss"]'),
        ('loss = ["loss"]', 'loss = ["*"]'),
        ('means = "m"', 'mean = "m"'),
        ('reads_as = "r"', ""),
        ("[[complaints]]", '[[complaints]]\nname = "a"\nmeans = "m"\nsays = ["loss"]\nreads_as = "r"\n[[complaints]]'),
    ],
)
def test_what_is_broken_is_refused(tmp_path: Path, change: tuple[str, str]) -> None:
    with pytest.raises(KnowledgeError, match=r"complaints\.toml|vocabulary|`|twice|two"):
        load_complaints(written(tmp_path, GOOD.replace(*change)))


def test_the_question_offers_every_complaint() -> None:
    catalog = load()
    names = tuple(one.name for one in catalog.complaints)
    assert tuple(value for value, _ in catalog.questions["said"].choices) == names == catalog.facts["said"].values
    assert len({one.reads_as for one in catalog.complaints}) == len(names)
