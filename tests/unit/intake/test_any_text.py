"""Properties: no text makes the readers raise, no control character survives, and time grows with the text alone."""

from __future__ import annotations

import ast
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troubleshooter.intake import clean, link_from_worker, parse_traceback, read_paste

DATA = Path(__file__).parent / "data"
TEXTS = [path.read_text(encoding="utf-8") for path in sorted(DATA.rglob("*.txt"))]
PIECES = st.sampled_from(
    [
        *("Traceback (most recent call last):\n", '  File "a.py", line 3, in f\n', "    return x\n", "ValueError: "),
        *("in user code:\n", "Exception encountered when calling Lambda.call().\n", "  • a=1\n", "```\n"),
        "```python\n",
        *("Arguments received by Lambda.call():\n", ">>> ", "... ", "In [1]: ", "Out[1]: ", "Cell In[3], line 4\n"),
        *("----> 4 f(x)\n", "> ", "\n\n", "    ", "Graph execution error:\n", "%%bash\n", "WARNING:tensorflow:"),
        "The above exception was the direct cause of the following exception:\n",
        "Detected at node x defined at (most recent call last):\n",
        "The following Variables were used a Lambda layer's call",
        *("import tensorflow as tf\n", "def f(x):\n", "x = (\n", "\x1b[1m", "\x1b]0;", "&lt;module&gt;", "\u2028"),
        *("\ud800", "\x00", "[0m", "'", '"""'),
    ]
)
ANY = st.one_of(st.text(max_size=400), st.lists(st.one_of(PIECES, st.text(max_size=12)), max_size=25).map("".join))


@settings(deadline=None, max_examples=200)
@given(traceback=ANY, source=ANY, complaint=ANY)
def test_no_text_raises(traceback: str, source: str, complaint: str) -> None:
    found = read_paste(traceback=traceback, source=source, complaint=complaint)
    if found.snippet is not None:
        compile(found.snippet.text, "model.py", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
        assert len(found.snippet.lines) in {0, found.snippet.text.count("\n") + 1}
    if found.traceback is not None:
        assert found.traceback.chain


@settings(deadline=None, max_examples=150)
@given(text=st.sampled_from(TEXTS), start=st.floats(0, 1), end=st.floats(0, 1))
def test_no_truncation_raises(text: str, start: float, end: float) -> None:
    piece = text[int(start * len(text)) : int(end * len(text))]
    parse_traceback(piece)
    read_paste(source=piece, complaint=piece)


def test_cut_below_the_heading_of_the_arguments() -> None:
    called = "ValueError: Exception encountered when calling Lambda.call().\n\nx\n\n"
    found = parse_traceback(called + "Arguments received by Lambda.call():\n  •")
    assert found is not None and found.shown.wrapper is not None
    assert (found.shown.message, found.shown.wrapper.arguments) == ("x", {})


@given(text=ANY)
def test_clean(text: str) -> None:
    cleaned = clean(text)
    assert not [one for one in cleaned if (ord(one) < 32 and one not in "\n\t") or 127 <= ord(one) < 160]
    assert clean(cleaned) == cleaned
    cleaned.encode("utf-8")


@given(st.dictionaries(st.sampled_from(["type", "message", "relation", "frames", "module"]), st.one_of(
    st.none(), st.integers(), ANY, st.lists(st.dictionaries(st.sampled_from(["file", "line", "function", "code"]),
    st.one_of(st.none(), st.integers(), ANY)), max_size=3))))  # fmt: skip
def test_no_worker_answer_raises(exception: dict[str, object]) -> None:
    link_from_worker(exception)


UNITS = (
    "Traceback (most recent call last):\n",
    "ValueError: in user code:\n",
    '  File "a.py", line 1, in f\n',
    *("> a\n", "```\na = 1\n", "do something like:\n", ">>> x = 1\n", "word word word word\n", "x = 1\n", "\x1b["),
    *("\n", "WARNING:tensorflow:\n", "a.b", "((", "not ", "• a="),
)


@pytest.mark.parametrize("unit", UNITS)
def test_time_is_linear(unit: str) -> None:
    text = unit * (60_000 // len(unit))
    begun = time.monotonic()
    read_paste(traceback=text)
    read_paste(source=text)
    assert time.monotonic() - begun < 10  # a quadratic reader takes minutes
