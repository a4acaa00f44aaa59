"""Python 2's prints, and source that stands in a margin of its own."""

from __future__ import annotations

import pytest

from troubleshooter.intake import read_paste
from troubleshooter.intake.dialects import with_print_calls

PROGRAM = (
    "import tensorflow as tf\n\ndef f(x):\n    return x\n\nmodel = tf.keras.Sequential([tf.keras.layers.Lambda(f)])"
)


@pytest.mark.parametrize(
    ("line", "call"),
    [
        ("print x", "print(x)"),
        ("    print 'loss', x", "    print('loss', x)"),
        ("print'done'", "print('done')"),
        ("print x,", 'print(x, end=" ")'),
        ("print >>sys.stderr, x", "print(x)"),
        ("print(x)", "print(x)"),
        ("print (x)", "print (x)"),
        ("print", "print"),
        ("print = log", "print = log"),
        ("printed = 3", "printed = 3"),
    ],
)
def test_print(line: str, call: str) -> None:
    assert with_print_calls([line]) == [call]


def test_a_program_of_python_2() -> None:
    found = read_paste(source="import tensorflow as tf\nx = tf.ones(3)\nfor i in range(2):\n    print i, x\n").snippet
    assert found is not None
    assert (found.text.splitlines()[-1], found.stopped_at, found.lines) == ("    print(i, x)", 0, ())


def test_a_program_of_python_3_is_left_alone() -> None:
    text = 'x = 1\ntext = """\nprint x\n"""\nprint(x)'
    found = read_paste(source=text).snippet
    assert found is not None and found.text == text


@pytest.mark.parametrize("margin", ["    ", "\t", "  ", "        "])
def test_indented_between_sentences(margin: str) -> None:
    code = "\n".join(margin + line if line else "" for line in PROGRAM.split("\n"))
    found = read_paste(source=f"Here is my code:\n\n{code}\n\nWhat is wrong with it?\n").snippet
    assert found is not None
    assert found.text == PROGRAM
    assert found.lines == tuple(range(3, 9))


@pytest.mark.parametrize("first", range(1, 4))
def test_half_dedented(first: int) -> None:
    lines = ["import tensorflow as tf", "a = 1", "b = 2", "model = tf.keras.Sequential([])", "model.predict(a)"]
    text = "\n".join(line if index < first else f"    {line}" for index, line in enumerate(lines))
    found = read_paste(source=text).snippet
    assert found is not None
    assert (found.text.split("\n"), found.stopped_at) == (lines, 0)


def test_a_block_that_is_meant_is_not_moved() -> None:
    found = read_paste(source="x = 1\nif x:\n    y = 2\n      z = 3\n").snippet
    assert found is not None and found.stopped_at == 4
