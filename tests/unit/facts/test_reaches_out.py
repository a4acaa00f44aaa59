"""What a function takes from the world around it."""

from __future__ import annotations

import pytest

from troubleshooter.facts.source import observe_source
from troubleshooter.model import Snippet
from troubleshooter.slice import find_targets

HEAD = """
import random
import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras.layers import Dense, Input, Lambda
a = Input((4,))
b = Input((4,))
h = Dense(4)(a)
scale = 3.0
"""


def fact(name: str, code: str, kind: str = "lambda") -> str | None:
    snippet = Snippet(HEAD + code)
    targets = find_targets(snippet)
    subject = next(t.subject for t in targets if t.kind == kind)
    found = {f.name: f.value for f in observe_source(snippet, targets) if f.subject == subject}
    return found.get(name)


@pytest.mark.parametrize(
    "code",
    [
        "o = Lambda(lambda x: x - b)(a)",
        "o = Lambda(lambda x, w: x * w, arguments={'w': b})(a)",
        "o = Lambda(lambda x, w: x * w, arguments=dict(w=b))(a)",
        "o = Lambda(lambda x, w=b: x * w)(a)",
        "def f(x):\n    y = x * 2\n    return y + h\no = Lambda(f)(a)",
        "def f(x):\n    return g(x) + 1\ndef g(x):\n    return x + h\no = Lambda(f)(a)",
        "def make(t):\n    return lambda x: x * t\no = Lambda(make(b))(a)",
        "def build():\n    k = Dense(4)(a)\n    return Lambda(lambda x: tf.concat([x, k], 1))(a)\nbuild()",
    ],
)
def test_captures_a_keras_tensor(code: str) -> None:
    assert fact("captures-keras-tensor", code) == "layer"


@pytest.mark.parametrize(
    "code",
    [
        "o = Lambda(lambda x: x * scale)(a)",
        "o = Lambda(lambda x: x / b.shape[1])(a)",
        "o = Lambda(lambda x: x / keras.backend.int_shape(b)[1])(a)",
        "o = Lambda(lambda b: b * 2)(a)",
        "o = Lambda(lambda t: t[0] - t[1])([a, b])",
        "def f(x):\n    b = x * 2\n    return b\no = Lambda(f)(a)",
        "o = Lambda(lambda x, k: x * k, arguments={'k': 3})(a)",
        "o = Lambda(lambda x: sum(h for h in [x, x]))(a)",
    ],
)
def test_captures_no_keras_tensor(code: str) -> None:
    assert fact("captures-keras-tensor", code) == "no"


def test_a_loss_that_captures_a_keras_tensor() -> None:
    code = (
        "def loss(t, p):\n    return tf.reduce_mean(tf.abs(h)) + 0 * p\nm = keras.Model(a, h)\nm.compile('sgd', loss)"
    )
    assert fact("captures-keras-tensor", code, "loss") == "loss"
    code = "def loss(t, p):\n    return scale * tf.square(t - p)\nm = keras.Model(a, h)\nm.compile('sgd', loss)"
    assert fact("captures-keras-tensor", code, "loss") == "no"


@pytest.mark.parametrize(
    ("value", "body"),
    [
        ("numpy", "x + np.random.normal(size=(4,))"),
        ("numpy", "x * np.random.rand()"),
        ("python", "x * random.random()"),
        ("python", "x + random.uniform(-1, 1)"),
        ("no", "x + tf.random.normal((4,))"),
        ("no", "x * scale"),
        ("no", "tf.numpy_function(lambda v: v + np.random.rand(), [x], tf.float32)"),
        ("no", "np.random.seed(0) or x"),
    ],
)
def test_python_random(value: str, body: str) -> None:
    assert fact("python-random", f"o = Lambda(lambda x: {body})(a)") == value


def test_python_random_in_a_helper() -> None:
    assert fact("python-random", "def g():\n    return np.random.rand()\no = Lambda(lambda x: x * g())(a)") == "numpy"
