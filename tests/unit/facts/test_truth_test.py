"""`truth-test`: where a Python test on a tensor can be decided, and where it cannot."""

from __future__ import annotations

import pytest

from troubleshooter.facts.source import observe_source
from troubleshooter.intake import read_paste
from troubleshooter.slice import find_targets

HEAD = "import numpy as np, tensorflow as tf\nfrom tensorflow import keras\nfrom tensorflow.keras import layers\n"
ONE = "def f(x):\n    if tf.reduce_mean(x) > 0:\n        return x * 2\n"
MANY = "def f(x):\n    if x > 0:\n        return x * 2\n"


def found(source: str, fact: str = "truth-test") -> set[str]:
    snippet = read_paste(source=HEAD + source).snippet
    assert snippet is not None
    facts = observe_source(snippet, find_targets(snippet))
    return {item.value for item in facts if item.name == fact and item.subject.startswith(("lambda", "call", "loss"))}


@pytest.mark.parametrize(
    "use",
    [
        "print(layers.Lambda(f)(tf.constant([[1.0, 2.0]])))",
        "batch = np.random.rand(8, 4).astype('float32')\nout = layers.Lambda(f)(batch)",
        "layer = layers.Lambda(f)\ny = layer(tf.random.normal((3, 4)) - 10.0)",
        "with tf.GradientTape() as tape:\n    y = layers.Lambda(f)(-tf.ones((2, 2)))",
        "m = keras.Sequential([layers.Dense(2), layers.Lambda(f)])\nm.compile('sgd', 'mse', run_eagerly=True)",
        "m = keras.Sequential()\nm.add(layers.Dense(2))\nm.add(layers.Lambda(f))\nm.run_eagerly = True",
        "tf.config.run_functions_eagerly(True)\nm = keras.Sequential([layers.Lambda(f), layers.Dense(1)])",
    ],
)
def test_a_test_on_one_value_works_eagerly(use: str) -> None:
    assert found(ONE + use) == {"works"}


@pytest.mark.parametrize(
    "use",
    [
        "i = keras.Input((4,))\no = layers.Lambda(f)(i)",
        "i = keras.Input((4,))\nm = keras.Model(i, layers.Lambda(f)(i))\nm.compile('sgd', run_eagerly=True)",
        "m = keras.Sequential([keras.Input((4,)), layers.Lambda(f)])\nm.compile('sgd', 'mse', run_eagerly=True)",
        "m = keras.Sequential([layers.Dense(2, input_dim=4), layers.Lambda(f)])\nm.compile('sgd', run_eagerly=True)",
        "m = keras.Sequential([layers.Dense(2), layers.Lambda(f)])\nm.compile('sgd', 'mse')",
        "layer = layers.Lambda(f)\nlayer(tf.ones((2, 2)))\nlayer(keras.Input((2,)))",
        "m = keras.Sequential([layers.Dense(2), layers.Lambda(f)])\nm.compile('sgd', run_eagerly=False)",
    ],
)
def test_a_test_fails_while_a_graph_is_made(use: str) -> None:
    assert found(ONE + use) == {"fails"}


@pytest.mark.parametrize(
    "function",
    [
        MANY,
        "def f(x):\n    if tf.reduce_mean(x, axis=1) > 0:\n        return x\n    return -x\n",
        "def f(x):\n    for row in x:\n        return row\n",
        "def f(x):\n    return max(x, 0)\n",
        "f = lambda x: x if x > 0 else -x\n",
    ],
)
def test_a_test_on_many_values_fails_eagerly_too(function: str) -> None:
    assert found(function + "layers.Lambda(f)(tf.ones((2, 2)))") == {"fails"}


@pytest.mark.parametrize(
    "test",
    ["x[0, 0] > 0", "not tf.reduce_any(x > 0)", "tf.size(x) > 3 and tf.reduce_max(x) < 5", "tf.abs(x[0, 1]) > 1"],
)
def test_what_is_one_value(test: str) -> None:
    function = f"def f(x):\n    if {test}:\n        return x\n    return -x\n"
    assert found(function + "layers.Lambda(f)(tf.ones((2, 2)))") == {"works"}


BODY = "\n        if tf.reduce_mean(x) > 0:\n            x = x * 2\n        return x\n"


@pytest.mark.parametrize(
    "source",
    [
        f"class M(keras.Model):\n    def call(self, x):{BODY}m = M()",
        f"class Gate(layers.Layer):\n    def call(self, x):{BODY}o = Gate()(keras.Input((4,)))",
        "def loss(a, b):\n    if tf.reduce_mean(b) > 0:\n        return a\n    return b\nModel().compile(0, loss)",
        "def f(x):\n    return x * 2\nlayers.Lambda(f)(tf.ones((2, 2)))",
    ],
)
def test_in_call_and_losses_the_keras_line_decides(source: str) -> None:
    assert found(source) == set()
