"""KerasTensors outside of layers: which expressions are some, and which uses of them are mistakes."""

from __future__ import annotations

import textwrap

import pytest

from troubleshooter.facts.source import observe_source
from troubleshooter.model import Snippet
from troubleshooter.slice import find_targets

HEAD = """
import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers
from tensorflow.keras import backend as K
"""
BUILD = "i = keras.Input((4,))\nh = layers.Dense(3)(i)\n"


def facts_of(code: str, *, partial: bool = False) -> dict[str, str]:
    snippet = Snippet(HEAD + textwrap.dedent(code), partial=partial)
    return {f.name: f.value for f in observe_source(snippet, find_targets(snippet)) if f.subject == "case"}


@pytest.mark.parametrize(
    "code",
    [
        BUILD + "o = tf.reduce_mean(h, axis=1)",
        BUILD + "o = tf.concat([i, h], -1)",
        BUILD + "o = layers.Dense(1)(tf.nn.relu(h))",
        BUILD + "o = K.mean(h, axis=1)",
        BUILD + "o = tf.add(x=h, y=None)",
        "a, b = keras.Input((2,)), keras.Input((2,))\no = tf.abs(a - b)",
        "base = keras.applications.MobileNetV2()\no = tf.reshape(base.output, (-1, 4))",
        "def build():\n    x = keras.Input((4,))\n    return x\no = tf.square(build())",
        "def block(x):\n    return tf.nn.relu(x)\n" + BUILD + "o = block(h)",
        "class N:\n    def f(self, x):\n        return tf.square(x)\n"
        "    def g(self):\n        return self.f(keras.Input((2,)))",
        "x, s, c = layers.LSTM(3, return_state=True)(keras.Input((4, 2)))\no = tf.square(s)",
        BUILD + "parts = [h, i]\no = tf.stack(parts)",
        BUILD + "m = keras.Model(i, h)\no = tf.square(m(i))",
        BUILD + "for _ in range(2):\n    h = layers.Dense(3)(h)\n    h = tf.nn.relu(h)",
    ],
)
def test_tensorflow_on_a_keras_tensor(code: str) -> None:
    assert facts_of(code)["tensorflow-on-keras-tensor"] == "yes"


@pytest.mark.parametrize(
    "code",
    [
        BUILD + "o = layers.Lambda(lambda x: tf.square(x))(h)",
        BUILD + "def f(x):\n    return tf.square(x)\no = layers.Lambda(f)(h)",
        "class L(layers.Layer):\n    def call(self, x):\n        return tf.square(x)\n" + BUILD + "o = L()(h)",
        "class L(layers.Layer):\n    def call(self, x):\n        return self.g(x)\n    def g(self, x):\n"
        "        return tf.abs(x)\n" + BUILD + "o = L()(h)",
        BUILD + "o = keras.ops.mean(h, axis=1)",
        BUILD + "o = layers.Lambda(tf.square(h))",
        "x = np.ones((2, 3))\no = tf.square(x)\n" + BUILD,
        BUILD + "n = K.int_shape(h)",
        BUILD + "n = tf.constant(h.shape[1])",
        BUILD + "m = keras.Model(i, h)\ny = m(tf.ones((2, 4)))\nz = tf.square(y)",
        BUILD + "def loss(t, p):\n    return tf.square(t - p)\nm = keras.Model(i, h)\nm.compile('sgd', loss)",
        "def train(x):\n    return tf.square(x)\ntrain(tf.ones(3))\n" + BUILD,
    ],
)
def test_no_tensorflow_on_a_keras_tensor(code: str) -> None:
    assert facts_of(code)["tensorflow-on-keras-tensor"] == "no"


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("numpy-call", "o = np.square(h)"),
        ("length", "n = len(h)"),
        ("number", "n = float(h)"),
        ("truth", "if h > 0:\n    o = h"),
        ("truth", "o = h if h > 0 else i"),
        ("truth", "while not h:\n    break"),
        ("iteration", "rows = [r for r in h]"),
        ("iteration", "for r in h:\n    print(r)"),
        ("iteration", "a, b = h"),
        ("iteration", "n = sum(h)"),
    ],
)
def test_python_on_a_keras_tensor(kind: str, code: str) -> None:
    assert facts_of(BUILD + code)["python-on-keras-tensor"] == kind


@pytest.mark.parametrize(
    "code",
    [
        "if h is None:\n    pass",
        "if h.shape[1] > 2:\n    pass",
        "n = len(h.shape)",
        "for t in [i, h]:\n    print(t)",
        "o = h > 0",
        "o = layers.Lambda(lambda x: x if len(x.shape) else x)(h)",
        "a, b = i, h",
        "n = len([i, h])",
        "n = np.prod(h.shape[1:])",
    ],
)
def test_no_python_on_a_keras_tensor(code: str) -> None:
    assert facts_of(BUILD + code)["python-on-keras-tensor"] == "no"


def test_a_fragment_says_nothing_of_what_is_absent() -> None:
    assert "tensorflow-on-keras-tensor" not in facts_of(BUILD, partial=True)
    assert facts_of(BUILD + "o = tf.square(h)", partial=True)["tensorflow-on-keras-tensor"] == "yes"


def test_names_made_of_themselves_end() -> None:
    assert facts_of("x = x\ny = tf.square(x)\ndef f(a):\n    return f(a)\nz = tf.square(f(y))")
