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


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("print", "def f(x):\n    print(x)\n    return x\no = Lambda(f)(a)"),
        ("counter", "n = 0\ndef f(x):\n    global n\n    n += 1\n    return x\no = Lambda(f)(a)"),
        ("counter", "n = [0]\ndef f(x):\n    n[0] += 1\n    return x\no = Lambda(f)(a)"),
        ("no", "def f(x):\n    n = 0\n    n += 1\n    return x * n\no = Lambda(f)(a)"),
        ("no", "def f(x):\n    tf.print(x)\n    return x\no = Lambda(f)(a)"),
    ],
)
def test_python_effect(value: str, code: str) -> None:
    assert fact("python-effect", code) == value


@pytest.mark.parametrize(
    ("value", "body"),
    [
        ("yes", "x.reshape((-1, 2))"),
        ("yes", "(x * 2).mean(axis=1)"),
        ("yes", "x.detach() + 1"),
        ("yes", "tf.nn.relu(x).unsqueeze(1)"),
        ("yes", "x.assign(x * 2)"),
        ("no", "tf.reshape(x, (-1, 2))"),
        ("no", "x * np.ones((4,)).mean()"),
        ("no", "x / float(x.get_shape()[1])"),
        ("no", "x * [1, 2].count(1)"),
    ],
)
def test_tensor_method(value: str, body: str) -> None:
    assert fact("tensor-method", f"o = Lambda(lambda x: {body})(a)") == value


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("call-keyword", "yes", "o = Lambda(lambda x, k: x * k)(a, k=3)"),
        ("call-keyword", "yes", "l = Lambda(lambda x, k: x * k)\no = l(a, k=3)"),
        ("call-keyword", "no", "o = Lambda(lambda x: x)(a, training=True)"),
        ("call-keyword", "no", "o = Lambda(lambda x: x)(inputs=a, mask=None)"),
        ("lambda-keyword", "yes", "o = Lambda(lambda x, k=1: x * k, k=3)(a)"),
        ("lambda-keyword", "yes", "o = Lambda(lambda x: x, activation='relu')(a)"),
        ("lambda-keyword", "no", "o = Lambda(lambda x: x, name='n', output_shape=(4,), dtype='float32')(a)"),
        ("lambda-keyword", "no", "o = Lambda(lambda x: x, input_shape=(4,), trainable=False)(a)"),
        ("unpacks-one-tensor", "yes", "def f(p):\n    u, v = p\n    return u - v\no = Lambda(f)(a)"),
        ("unpacks-one-tensor", "yes", "def f(p):\n    u, v = p\n    return u - v\no = Lambda(f)(h)"),
        ("unpacks-one-tensor", "no", "def f(p):\n    u, v = p\n    return u - v\no = Lambda(f)([a, b])"),
        ("unpacks-one-tensor", "no", "def f(p):\n    u, v = p[0], p[1]\n    return u - v\no = Lambda(f)(a)"),
        ("unpacks-one-tensor", "no", "o = Lambda(lambda p: p * 2)(a)"),
    ],
)
def test_how_the_layer_is_made_and_called(name: str, value: str, code: str) -> None:
    assert fact(name, code) == value


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("yes", "l = Lambda(lambda x: x)\no = Dense(1)(l)"),
        ("yes", "o = Dense(1)(Lambda(lambda x: x))"),
        ("yes", "m = keras.Model(a, Lambda(lambda x: x))"),
        ("yes", "m = keras.Model(inputs=a, outputs=[h, Dense(1)])"),
        ("yes", "o = keras.layers.Concatenate()([a, Lambda(lambda x: x)])"),
        ("no", "l = Lambda(lambda x: x)\no = Dense(1)(l(a))"),
        ("no", "m = keras.Sequential([Dense(1), Lambda(lambda x: x)])"),
        ("no", "o = keras.layers.TimeDistributed(Lambda(lambda x: x))(a)"),
        ("no", "o = keras.layers.Bidirectional(keras.layers.LSTM(2))(a)"),
        ("no", "m = keras.Model(a, Lambda(lambda x: x)(h))"),
    ],
)
def test_layer_as_tensor(value: str, code: str) -> None:
    snippet = Snippet(HEAD + code)
    found = {f.name: f.value for f in observe_source(snippet, find_targets(snippet)) if f.subject == "case"}
    assert found["layer-as-tensor"] == value


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("yes", "n = h.get_shape()[1]"),
        ("yes", "n = a.shape.as_list()"),
        ("yes", "n = h.shape.ndims"),
        ("no", "n = h.shape[1]"),
        ("no", "o = Lambda(lambda x: tf.reshape(x, (-1, x.get_shape()[1])))(a)"),
        ("no", "n = np.ones(3).shape"),
    ],
)
def test_keras_tensor_method(value: str, code: str) -> None:
    snippet = Snippet(HEAD + code)
    found = {f.name: f.value for f in observe_source(snippet, find_targets(snippet)) if f.subject == "case"}
    assert found["keras-tensor-method"] == value
