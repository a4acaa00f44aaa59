"""Source as it is pasted: prompts, magics, margins, prose, syntax errors; and what makes a snippet partial."""

from __future__ import annotations

import ast

import pytest

from troubleshooter.intake import read_paste
from troubleshooter.model import Snippet

WHOLE = """import tensorflow as tf


def f(x):
    return x * 2


m = tf.keras.Sequential([tf.keras.layers.Lambda(f)])
m.fit(1)"""


def snippet_of(text: str) -> Snippet:
    found = read_paste(source=text).snippet
    assert found is not None
    ast.parse(found.text)
    return found


def filled(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


@pytest.mark.parametrize(
    "text",
    [
        WHOLE,
        WHOLE.replace("\n", "\r\n"),
        "".join(f"    {line}\n" for line in WHOLE.split("\n")),
        "".join(f"\t{line}\n" for line in WHOLE.split("\n")),
        "".join(f"> {line}\n" for line in WHOLE.split("\n")),
        "".join(f">>> {line}\n" if line[:1].strip() else f"... {line}\n" for line in WHOLE.split("\n")),
        "".join(f"{number:3}  {line}\n" for number, line in enumerate(WHOLE.replace("    ", "  ").split("\n"), 1)),
        f"Here is my code:\n\n```python\n{WHOLE}\n```\nWhat is wrong with it?",
        f"Here is my code, it does not train:\n{WHOLE}\nWhat is wrong with it?",
        WHOLE.replace(">", "&gt;").replace("<", "&lt;"),
        "In [1]: " + WHOLE.replace("\n", "\n   ...: "),
        WHOLE.replace(" ", "\u00a0"),
        "\ufeff" + WHOLE,
        "\x1b[32m" + WHOLE + "\x1b[0m",
    ],
)
def test_same_program_however_it_is_pasted(text: str) -> None:
    assert [line.strip() for line in filled(snippet_of(text).text)] == [line.strip() for line in filled(WHOLE)]


def test_lines_lead_back_to_the_paste() -> None:
    text = f"Some words first, as people do.\n\n```python\n{WHOLE}\n```\n"
    found = snippet_of(text)
    pasted = text.split("\n")
    for number, line in enumerate(found.text.split("\n"), 1):
        assert pasted[found.pasted_line(number) - 1] == line
    assert found.lines[0] == 4


def test_whole_program_keeps_its_lines() -> None:
    found = snippet_of(WHOLE)
    assert (found.text, found.lines, found.partial, found.stopped_at) == (WHOLE, (), False, 0)


def test_magics_become_plain_lines() -> None:
    text = "%matplotlib inline\n!pip install keras\n" + WHOLE + "\nif m:\n    %time m.fit(1)\nfiles = !ls\nm?\n"
    found = snippet_of(text)
    assert found.text.split("\n")[2:11] == WHOLE.split("\n")
    assert "    m.fit(1)" in found.text
    assert not found.partial


def test_cells_in_another_language_are_left_out() -> None:
    found = snippet_of("%%bash\npip install keras\nls -l\n\n" + WHOLE)
    assert filled(found.text) == filled(WHOLE)
    assert found.pasted_line(found.text.split("\n").index("import tensorflow as tf") + 1) == 5


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("def f(x):\n        return x\n    y = f(1)\n    z = 3\n", "def f(x):\n    return x\ny = f(1)\nz = 3"),
        ("    a = 1\nb = 2\n", "a = 1\nb = 2"),
        ("def f(x):\n\tif x:\n        return x\n\treturn 2\n", "def f(x):\n    if x:\n        return x\n    return 2"),
        ("print(“hello”)\nx = ‘a’\n", "print(\"hello\")\nx = 'a'"),
    ],
)
def test_margins_and_typography(text: str, expected: str) -> None:
    assert snippet_of(text).text == expected


@pytest.mark.parametrize(
    ("text", "stopped", "kept"),
    [
        (WHOLE + "\ndef broken(:\n    pass\n", 10, 9),
        (WHOLE + "\ny = (2 +\nz = 3\nw = 4\n", 10, 9),
        ("x = 1\nreturn x\n", 2, 1),
        ("import a\nfor i in range(3):\n", 2, 1),
    ],
)
def test_read_as_far_as_it_is_python(text: str, stopped: int, kept: int) -> None:
    found = snippet_of(text)
    assert (found.partial, found.stopped_at, len(found.text.split("\n"))) == (True, stopped, kept)


@pytest.mark.parametrize(
    ("text", "partial"),
    [
        (WHOLE, False),
        (WHOLE.replace("import tensorflow as tf\n", ""), False),  # nothing lacks but an import all write the same way
        ("from mine import *\n" + WHOLE + "\ng(h)", False),
        (WHOLE + "\nm.fit(x_train, y_train)", True),
        ("def f(x):\n    return x * SCALE", True),
        ("Lambda(lambda x: x * 2)", True),
        (WHOLE.replace("x * 2", "x * SCALE"), False),  # a name that lacks in a function may be the failure itself
        ("import tensorflow as tf\ny = tf.keras.layers.Lambda(lambda x: x)(tf.ones(3))", False),
    ],
)
def test_partial(text: str, partial: bool) -> None:
    assert snippet_of(text).partial is partial


@pytest.mark.parametrize("text", ["", "   \n\n", "hello", "what is wrong with it?", "# only a comment", "\x00\x1b[2J"])
def test_no_source(text: str) -> None:
    assert read_paste(source=text).snippet is None


ERROR = (
    "Traceback (most recent call last):\n"
    '  File "model.py", line 9, in <module>\n    m.fit(1)\n'
    '  File "model.py", line 5, in f\n    return x * 2\n'
    "TypeError: unsupported operand type(s) for *: 'NoneType' and 'int'\n"
)


@pytest.mark.parametrize(
    "boxes",
    [
        {"traceback": ERROR, "source": WHOLE},
        {"traceback": WHOLE, "source": ERROR},
        {"traceback": ERROR + "\n" + WHOLE},
        {"traceback": WHOLE + "\n" + ERROR},
        {"source": WHOLE + "\n\n" + ERROR},
        {"source": ERROR + WHOLE},
        {"complaint": f"Hi.\n```python\n{WHOLE}\n```\ngives\n```\n{ERROR}```\nThanks."},
    ],
)
def test_any_box(boxes: dict[str, str]) -> None:
    found = read_paste(**boxes)
    assert found.traceback is not None and found.snippet is not None
    assert found.traceback.shown.message == "unsupported operand type(s) for *: 'NoneType' and 'int'"
    assert [frame.line for frame in found.traceback.shown.frames] == [9, 5]
    assert filled(found.snippet.text) == filled(WHOLE)
    assert not found.snippet.partial


def test_snippet_from_the_traceback_alone() -> None:
    found = read_paste(traceback=ERROR).snippet
    assert found is not None
    assert found.partial
    assert found.text.split("\n")[8] == "m.fit(1)"  # at its own line; `return` outside a function is left out
    assert "return" not in found.text


def test_frames_that_are_not_in_the_source_make_it_partial() -> None:
    found = read_paste(traceback=ERROR.replace("m.fit(1)", "train(m, data)"), source=WHOLE).snippet
    assert found is not None
    assert found.partial


def test_lines_that_a_notebook_or_rich_shows_around_are_quoted_too() -> None:
    text = (
        "---------------------------------------------------------------------------\n"
        "TypeError                                 Traceback (most recent call last)\n"
        "Cell In[3], line 3\n      1 def f(x):\n      2     return x + None\n----> 3 f(1)\n\n"
        "TypeError: unsupported operand\n"
    )
    found = read_paste(traceback=text).snippet
    assert found is not None and found.partial and found.quoted
    assert found.text.startswith("def f(x):")
    given = read_paste(traceback=text, source="def f(x):\n    return x + None\nf(1)\n").snippet
    assert given is not None and not given.quoted
