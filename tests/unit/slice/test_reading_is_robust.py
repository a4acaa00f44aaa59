"""Reading never fails: broken, deep, long and mutated programs; and it does not depend on names."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troubleshooter.facts.source import observe_source
from troubleshooter.model import ErrorLink, Fact, Frame, Snippet, Traceback
from troubleshooter.slice import choose_target, find_targets, make_slice

PROGRAM = """\
import tensorflow as tf
import numpy as np
from tensorflow import keras
from tensorflow.keras import layers, backend as K
rate = tf.Variable(2.0)
dense = layers.Dense(4)
def scaler(value, flag=None):
    parts = [value, value * 2]
    total, n = 0, 0
    for part in parts:
        total += part
    while n < 3:
        n += 1
    try:
        if tf.reduce_sum(total) > 0 and value.shape[-1] > 2:
            return dense(total) * rate
        elif flag:
            return np.square(total)
    except ValueError as error:
        print(error)
    finally:
        print("done")
    with tf.name_scope("a") as scope:
        value[:, 0] = 0
class Net(keras.Model):
    def __init__(self, k=2):
        super().__init__()
        self.k = k
        self.mix = layers.Lambda(lambda t: tf.cast(tf.argmax(t * self.k, -1), tf.float32))
    def call(self, inputs, training=None):
        a, *rest = inputs
        return self.mix(a) if training else [r for r in rest if r is not None]
first, second = keras.Input((4,)), keras.Input((4,))
merged = layers.Lambda(lambda pair: pair[0] - pair[1], name="diff")([first, second])
scaled = layers.Lambda(scaler, arguments={"flag": True})(merged)
model = keras.Model([first, second], scaled)
model.compile("sgd", loss=lambda t, p: K.mean(K.square(t - p)))
model.fit([np.ones((8, 4))] * 2, np.ones((8, 4)))
"""
TRACEBACK = Traceback(
    (ErrorLink("TypeError", "boom", (Frame("m.py", 15, "scaler", "if tf"), Frame("m.py", 36, "<module>"))),)
)


def read_all(source: str) -> tuple[Fact, ...]:
    """Everything reading does with a source."""
    snippet = Snippet(source)
    targets = find_targets(snippet)
    facts = observe_source(snippet, targets)
    choose_target(targets, snippet, TRACEBACK)
    for target in targets:
        make_slice(snippet, target, TRACEBACK)
    return facts


TOKENS = re.findall(r"\w+|[^\w\s]|\s+", PROGRAM)


@settings(max_examples=150, deadline=None)
@given(
    st.integers(0, len(TOKENS) - 1), st.integers(0, len(TOKENS) - 1), st.sampled_from(["drop", "copy", "swap", "cut"])
)
def test_mutated_programs(one: int, two: int, how: str) -> None:
    tokens = list(TOKENS)
    if how == "drop":
        del tokens[one]
    elif how == "copy":
        tokens.insert(one, tokens[two])
    elif how == "swap":
        tokens[one], tokens[two] = tokens[two], tokens[one]
    else:
        tokens = tokens[: max(one, 1)]
    read_all("".join(tokens))


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=200))
def test_any_text(text: str) -> None:
    read_all(text)
    read_all("from keras.layers import Lambda\nL = Lambda(lambda x: " + text + ")")


@pytest.mark.parametrize(
    "source",
    [
        "",
        "\x00",
        "\ufeff",
        "def f(x:\n",
        "Lambda(",
        "f = f\ng = g(g)\nLambda(f)(g)",
        "Lambda(*a)",
        "Lambda(**k)",
        "Lambda()",
        "f = lambda x: f(x)\nLambda(f)",
        "def f(x):\n    return g(x)\ndef g(x):\n    return f(x)\nLambda(f)(1)",
        "class A(A):\n    def call(self, x): return self.call(x)\nLambda(A())",
        "class A(B): pass\nclass B(A): pass\nA()(1)",
        "Lambda(lambda *, k: k)(1)",
        "x = x\nLambda(lambda x: x)(x)",
        "def f(f): return f(f)\nLambda(f(f))(f)",
        "x = Lambda(lambda x: x)(x)\nx = Lambda(lambda x: x)(x)",
        "async def f(x):\n    async for a in x: await a\nLambda(f)",
        "def f(x):\n    yield x\n    yield from x\nLambda(f)",
        "def f(x):\n    del x[0], x\nLambda(f)",
        "break\nLambda(lambda x: x)",
        "def f():\n    return f\nLambda(f()()()())",
        "Lambda(lambda x: " + "(" * 60 + "x" + ")" * 60 + ")",
        "def f(x):\n    global x1\n    x1 = x\n    return x1\nLambda(f)",
        "Lambda(lambda x: [y for y in x if y for z in y])(a)",
        "match x:\n    case {'a': Lambda(b)}: pass\nLambda(lambda x: x)",
        "@d\nclass C:\n    f = lambda s, x: x\nLambda(C().f)(1)",
        "Lambda(lambda x: (yield))",
        "Lambda(f'{Lambda(lambda x: x)}')",
        "Lambda(lambda x: x\f)",
        "if 1:\n\tLambda(lambda x:\\\n x)",
    ],
)
def test_odd_programs(source: str) -> None:
    read_all(source)


def test_deep_and_long_expressions() -> None:
    read_all("Lambda(lambda x: " + "+".join(["x"] * 3000) + ")")
    read_all("Lambda(lambda x: " + "-" * 500 + "x)")
    read_all("Lambda(lambda x: x" + ".a" * 900 + ")")
    read_all("Lambda(lambda x: x" + "()" * 90 + ")")
    read_all(
        "def f(x):\n" + "".join("    " * i + "if x:\n" for i in range(1, 60)) + "    " * 60 + "return x\nLambda(f)"
    )


def test_chains_of_helpers_and_names_stay_cheap() -> None:
    chain = "".join(f"def f{i}(x):\n    return f{i + 1}(x) + f{i + 1}(x * 2) + f{i + 1}(x - 1)\n" for i in range(40))
    start = time.perf_counter()
    read_all(chain + "def f40(x):\n    return x\nLambda(f0)")
    read_all("f = g\n" + "f = f if c else g\n" * 400 + "g = f if c else f\nLambda(f)")
    read_all("a0 = Input((4,))\n" + "".join(f"a{i + 1} = Lambda(lambda x: x)(a{i})\n" for i in range(150)))
    assert time.perf_counter() - start < 20


def test_the_time_is_linear() -> None:
    def seconds(count: int) -> float:
        body = "".join(f"    if flag{i}:\n        x = tf.nn.relu(x) * {i}\n    y{i} = x.shape\n" for i in range(count))
        start = time.perf_counter()
        read_all(f"import tensorflow as tf\ndef f(x):\n{body}    return x\nlayer = tf.keras.layers.Lambda(f)\n")
        return time.perf_counter() - start

    seconds(20)
    assert seconds(1600) < 40 * max(seconds(200), 0.01)


RENAMED = {
    "value": "q1",
    "scaler": "zz",
    "parts": "pp",
    "total": "tt",
    "rate": "rr",
    "dense": "dd",
    "flag": "ff",
    "Net": "Box",
    "merged": "mm",
    "scaled": "ss",
    "pair": "pq",
    "first": "f1",
    "second": "s2",
    "part": "pt",
    "tf": "tensor",
    "np": "num",
    "K": "back",
    "layers": "lay",
}


def test_renaming_changes_no_fact() -> None:
    renamed = PROGRAM.replace("import tensorflow as tf", "import tensorflow as tf").replace(
        "import layers,", "import layers as layers,"
    )
    renamed = re.sub(r"(?<![\w.])(" + "|".join(RENAMED) + r")(?![\w])", lambda m: RENAMED[m.group(1)], renamed)
    renamed = renamed.replace("import lay as lay", "import layers as lay")
    before = sorted(
        (f.subject.partition(":")[0], f.name, f.value, f.where.line if f.where else 0) for f in read_all(PROGRAM)
    )
    after = sorted(
        (f.subject.partition(":")[0], f.name, f.value, f.where.line if f.where else 0) for f in read_all(renamed)
    )
    assert before == after
    assert len(before) > 30
