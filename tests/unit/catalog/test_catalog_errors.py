"""Whatever breaks the schema of knowledge/ is one KnowledgeError that names file, line and the mend."""

from __future__ import annotations

from pathlib import Path

import pytest

from troubleshooter.catalog import Catalog, find_root, load
from troubleshooter.errors import KnowledgeError

VOCABULARY = """\
probes = ["function"]
materials = ["source"]
recipes = ["mend-it"]

[facts.broken]
subject = "function"
settled_by = ["source", "probe:function"]
values = ["yes", "no"]
meaning = "whether it is broken"

[facts.wish]
subject = "function"
settled_by = ["answer"]
values = ["a", "b"]
meaning = "what is wanted"

[questions.wish]
text = "Which one?"
why = "Only you know."
choices = [["a", "the first"], ["b", "the second"]]
default = "a"

[[patterns.shared]]
message = '''went wrong'''

[[patterns.shared]]
warning = '''goes wrong'''
"""
CAUSE = """\
title = "It is broken"
summary = "It is broken, and that is why."
order = 5

[[symptom]]
pattern = "shared"

[[symptom]]
error = "ValueError"
message = 'broken'

[[symptom]]
fact = { name = "broken", values = ["yes"] }

[[evidence]]
broken = "yes"
wish = ["a", "b"]

[repair]
recipe = "mend-it"
safety = "unsafe"
needs = ["wish"]
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A knowledge folder with one cause that keeps the schema."""
    folder = tmp_path / "knowledge"
    (folder / "causes" / "it-is-broken").mkdir(parents=True)
    (folder / "vocabulary.toml").write_text(VOCABULARY, encoding="utf-8")
    (folder / "causes" / "it-is-broken" / "cause.toml").write_text(CAUSE, encoding="utf-8")
    (folder / "causes" / "it-is-broken" / "explanation.md").write_text("# It is broken\n", encoding="utf-8")
    return folder


def replaced(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_cause_is_loaded_as_written(root: Path) -> None:
    (cause,) = load(root).causes
    assert cause.name == "it-is-broken"
    assert [symptom.message for symptom in cause.symptoms] == ["went wrong", "", "broken", ""]
    assert cause.symptoms[3].fact == ("broken", ("yes",))
    assert dict(cause.evidence[0]) == {"broken": ("yes",), "wish": ("a", "b")}
    assert cause.repair is not None
    assert cause.repair.needs == ("wish",)
    assert cause.keras == ("2", "3")
    assert cause.order == 5
    assert not cause.folk


def test_lists_of_the_vocabulary(root: Path) -> None:
    catalog = load(root)
    assert catalog.recipes == {"mend-it"}
    assert catalog.probes == {"function"}
    assert catalog.materials == {"source"}
    assert catalog.facts["broken"].values == ("yes", "no")
    assert catalog.questions["wish"].choices == (("a", "the first"), ("b", "the second"))
    assert catalog.cause("it-is-broken") is catalog.causes[0]
    with pytest.raises(KeyError):
        catalog.cause("nothing")


def test_the_real_knowledge_is_found_beside_the_package() -> None:
    assert isinstance(load(), Catalog)
    assert (find_root() / "vocabulary.toml").is_file()


BROKEN_CAUSES = [
    ('title = "It is broken"', "title = 3", 1, "must be a string"),
    ('title = "It is broken"', 'titel = "x"', 1, "`titel` is not a key"),
    ('summary = "It is broken, and that is why."', 'summary = " "', 2, "empty"),
    ("order = 5", "order = true", 3, "whole number"),
    ("order = 5", "folk = 1", 3, "true or false"),
    ("order = 5", 'keras = ["4"]', 3, "no Keras line"),
    ("order = 5", "keras = 3", 3, "list of strings"),
    ("order = 5", "order = ", 3, "not TOML"),
    ('pattern = "shared"', 'pattern = "unknown"', 6, "cannot be 'unknown'"),
    ('pattern = "shared"', "pattern = \"shared\"\nmessage = 'x'", 6, "stands alone"),
    ("message = 'broken'", "message = '(broken'", 10, "regular expression"),
    ("message = 'broken'", "mesage = 'broken'", 10, "`mesage` is not a key"),
    ("message = 'broken'", 'fact = { name = "broken", values = ["yes"] }', 10, "stands alone"),
    ('pattern = "shared"', 'keras = "2"', 5, "matches nothing"),
    ('name = "broken"', 'name = "brocken"', 13, "cannot be 'brocken'"),
    ('values = ["yes"] }', 'values = ["maybe"] }', 13, "'maybe' is not a value"),
    ('values = ["yes"] }', "values = [] }", 13, "at least one value"),
    ('broken = "yes"', 'brokn = "yes"', 16, "no fact `brokn`"),
    ('broken = "yes"', 'broken = "perhaps"', 16, "'perhaps' is not a value"),
    ('broken = "yes"', "broken = 1", 16, "list of strings"),
    ('recipe = "mend-it"', 'recipe = "mend"', 20, "cannot be 'mend'"),
    ('safety = "unsafe"', 'safety = "sure"', 21, "cannot be 'sure'"),
    ('needs = ["wish"]', 'needs = ["broken"]', 22, "no question settles"),
    ("[repair]", "[[repair]]", 19, "must be a table"),
]


@pytest.mark.parametrize(("old", "new", "line", "what"), BROKEN_CAUSES)
def test_broken_cause_names_file_line_and_mend(root: Path, old: str, new: str, line: int, what: str) -> None:
    replaced(root / "causes" / "it-is-broken" / "cause.toml", old, new)
    with pytest.raises(KnowledgeError) as raised:
        load(root)
    assert raised.value.where == f"knowledge/causes/it-is-broken/cause.toml:{line}"
    assert what in raised.value.what
    assert raised.value.hint


BROKEN_VOCABULARIES = [
    ('subject = "function"', 'subject = "lambda"', 6, "cannot be 'lambda'"),
    ('"probe:function"]', '"probe:other"]', 7, "nobody is called"),
    ('values = ["yes", "no"]', "values = [1]", 8, "list of strings"),
    ('meaning = "whether it is broken"', 'meening = "x"', 9, "`meening` is not a key"),
    ("[questions.wish]", "[questions.other]", 18, "no fact `other`"),
    ('choices = [["a", "the first"], ["b", "the second"]]', "choices = []", 20, "pairs"),
    ('["b", "the second"]', '["c", "the third"]', 20, "'c' is not a value"),
    ('default = "a"', 'default = "z"', 21, "not one of the choices"),
    ("message = '''went wrong'''", "message = '''[went wrong'''", 24, "regular expression"),
    ("message = '''went wrong'''", "fact = 1", 24, "`fact` is not a key"),
    ("[[patterns.shared]]\nwarning", "[[pattern.shared]]\nwarning", 26, "`pattern` is not a key"),
    ("probes =", "probe =", 1, "`probe` is not a key"),
]


@pytest.mark.parametrize(("old", "new", "line", "what"), BROKEN_VOCABULARIES)
def test_broken_vocabulary_names_file_line_and_mend(root: Path, old: str, new: str, line: int, what: str) -> None:
    replaced(root / "vocabulary.toml", old, new)
    with pytest.raises(KnowledgeError) as raised:
        load(root)
    assert raised.value.where == f"knowledge/vocabulary.toml:{line}"
    assert what in raised.value.what
    assert raised.value.hint


def test_missing_tables(root: Path) -> None:
    path = root / "causes" / "it-is-broken" / "cause.toml"
    for start, what in (("[[symptom]]", "no symptom"), ("[[evidence]]", "without evidence")):
        kept = [part for part in CAUSE.split("\n\n") if not part.startswith(start)]
        path.write_text("\n\n".join(kept), encoding="utf-8")
        with pytest.raises(KnowledgeError, match=what):
            load(root)


def test_empty_evidence_would_always_hold(root: Path) -> None:
    path = root / "causes" / "it-is-broken" / "cause.toml"
    replaced(path, '[[evidence]]\nbroken = "yes"\nwish = ["a", "b"]', "[[evidence]]")
    with pytest.raises(KnowledgeError, match="always hold"):
        load(root)


def test_missing_explanation(root: Path) -> None:
    (root / "causes" / "it-is-broken" / "explanation.md").unlink()
    with pytest.raises(KnowledgeError) as raised:
        load(root)
    assert raised.value.where == "knowledge/causes/it-is-broken/explanation.md:1"
    assert "What happens" in raised.value.hint


def test_a_name_that_is_not_kebab_case(root: Path) -> None:
    (root / "causes" / "it-is-broken").rename(root / "causes" / "It_Is")
    with pytest.raises(KnowledgeError, match="kebab-case"):
        load(root)


def test_two_causes_with_one_evidence(root: Path) -> None:
    folder = root / "causes" / "it-is-torn"
    folder.mkdir()
    for name in ("cause.toml", "explanation.md"):
        (folder / name).write_bytes((root / "causes" / "it-is-broken" / name).read_bytes())
    with pytest.raises(KnowledgeError, match="same evidence"):
        load(root)


def test_no_vocabulary_and_no_text(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="cannot read"):
        load(tmp_path)
    (tmp_path / "vocabulary.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(KnowledgeError, match="cannot read"):
        load(tmp_path)


def test_a_folder_without_a_cause_file_is_no_cause(root: Path) -> None:
    (root / "causes" / "draft").mkdir()
    assert len(load(root).causes) == 1
