"""What reading says a function returns, against what it returns: random bodies, run with every choice of their flags.

"value" is wrong when a run gives None, "never" when a run gives a value. Where one run gives a value and another None,
only "some-paths" is right. Runs that raise give nothing.
"""

from __future__ import annotations

import contextlib
import itertools
import textwrap
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from troubleshooter.facts.source import observe_source
from troubleshooter.model import Snippet
from troubleshooter.slice import find_targets

HEAD = """
import contextlib, os
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras.layers import Input, Lambda
P = bool(os.environ.get("P"))
Q = bool(os.environ.get("Q"))
N = int(os.environ.get("N", "0"))
def check(flag):
    if flag:
        raise ValueError(flag)
    return 1
"""
TAIL = "out = Lambda(f)(Input((4,)))\n"
FLAGS = st.sampled_from(["P", "Q", "not P", "P and Q", "P or Q", "N > 1", "N"])
SIMPLE = st.sampled_from(
    [
        "return x * 2",
        "return None",
        "return",
        "return y",
        "pass",
        "x = x + 1",
        "y = x * 3",
        "y = None",
        "check(P)",
        "check(Q)",
        "raise ValueError('no')",
        "raise KeyError('no')",
        "assert P",
        "return x if P else None",
        "return x if Q else -x",
        "z = check(False)",
    ]
)
INSIDE = st.sampled_from(["break", "continue", "if P:\n    break", "if Q:\n    continue"])


def _in(head: str, body: str) -> str:
    return f"{head}:\n{textwrap.indent(body, '    ')}"


def _blocks(statement: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Statements around statements."""
    body = st.lists(statement, min_size=1, max_size=3).map("\n".join)
    looped = st.lists(st.one_of(statement, INSIDE), min_size=1, max_size=3).map("\n".join)

    def joined(*parts: str) -> str:
        return "\n".join(part for part in parts if part)

    def maybe(head: str, block: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        return st.one_of(st.just(""), block.map(lambda text: _in(head, text)))

    chosen = st.builds(
        lambda flag, one, two, rest: joined(_in(f"if {flag}", one), two, rest),
        FLAGS,
        body,
        maybe("elif Q", body),
        maybe("else", body),
    )
    counted = st.builds(
        lambda head, one, rest: joined(_in(head, one), rest),
        st.sampled_from(["for k in range(N)", "for k in range(2)", "for k in range(0)", "for k in []"]),
        looped,
        maybe("else", body),
    )
    tried = st.builds(
        lambda one, handler, rest, last: (
            joined(_in("try", one), handler, rest if handler else "", last)
            if handler or last
            else joined(_in("try", one), _in("finally", "pass"))
        ),
        body,
        maybe("except ValueError", body),
        maybe("else", body),
        maybe("finally", body),
    )
    held = st.builds(
        _in, st.sampled_from(["with contextlib.suppress(ValueError)", "with contextlib.nullcontext() as c"]), body
    )
    matched = st.builds(
        lambda one, two: _in("match N", joined(_in("case 0", one), two)),
        body,
        st.one_of(body.map(lambda t: _in("case _", t)), body.map(lambda t: _in("case 1 | 2", t)), st.just("")),
    )
    return st.one_of(chosen, counted, tried, held, matched)


BODIES = st.lists(st.recursive(SIMPLE, _blocks, max_leaves=8), min_size=1, max_size=4).map("\n".join)


def run(body: str) -> set[str]:
    """What the runs of f give: "value" and "none"."""
    given_back = set()
    for p, q, n in itertools.product((False, True), (False, True), (0, 1, 2)):
        space: dict[str, Any] = {"P": p, "Q": q, "N": n, "contextlib": contextlib, "check": _check}
        exec(f"def f(x):\n    y = x\n{textwrap.indent(body, '    ')}", space)
        with contextlib.suppress(ValueError, KeyError, AssertionError, TypeError):
            given_back.add("none" if space["f"](1.0) is None else "value")
    return given_back


def _check(flag: bool) -> int:
    if flag:
        raise ValueError(flag)
    return 1


def read(body: str) -> str:
    """The fact."""
    text = f"{HEAD}def f(x):\n    y = x\n{textwrap.indent(body, '    ')}\n{TAIL}"
    snippet = Snippet(text)
    facts = observe_source(snippet, find_targets(snippet))
    return next(f.value for f in facts if f.name == "returns" and f.subject.startswith("lambda"))


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(BODIES)
def test_reading_agrees_with_running(body: str) -> None:
    seen, said = run(body), read(body)
    if seen == {"value", "none"}:
        assert said == "some-paths", body
    elif seen == {"none"}:
        assert said in {"never", "some-paths"}, body
    elif seen == {"value"}:
        assert said in {"value", "some-paths"}, body
