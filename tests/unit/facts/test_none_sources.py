"""Where a None in a function comes from: mask, training, globals, parts of the result, errors, inner functions."""

from __future__ import annotations

import textwrap

import pytest

from troubleshooter.facts.source import observe_source
from troubleshooter.model import Snippet
from troubleshooter.slice import find_targets

PRE = "import numpy as np\nimport tensorflow as tf\nfrom tensorflow import keras\nfrom tensorflow.keras import layers\n"


def fact(name: str, code: str, use: str = "layers.Lambda(f)\n") -> str:
    """The value of a fact of the program, at the first target that has it."""
    snippet = Snippet(PRE + textwrap.dedent(code) + "\n" + use)
    facts = [one for one in observe_source(snippet, find_targets(snippet)) if one.name == name]
    return facts[0].value if facts else "unknown"


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("def f(x, mask=None):\n    return x * tf.cast(mask, x.dtype)", "mask"),
        ("def f(x, mask):\n    return x * mask[:, None]", "mask"),
        ("f = lambda x, mask=None: tf.ones(3, mask.dtype) * x", "mask"),
        ("def f(x, training=None):\n    return x * tf.cast(training, x.dtype)", "training"),
        ("f = lambda x, training: x * (1 - 0.5 * training)", "training"),
        ("def f(x, mask=None):\n    if mask is None:\n        return x\n    return x * tf.cast(mask, x.dtype)", "no"),
        ("def f(x, mask=None):\n    mask = mask or 1.0\n    return x * mask", "no"),
        ("def f(x, training=None):\n    return x * 2 if training else x", "no"),
        ("def f(x, training=None):\n    return tf.nn.dropout(x, 0.1) if training is True else x", "no"),
        ("d = layers.Dropout(0.1)\ndef f(x, training=None):\n    return d(x, training=training)", "no"),
        ("def f(x):\n    mask = tf.cast(x > 0, x.dtype)\n    return x * mask", "no"),
        ("e = layers.Embedding(9, 3, mask_zero=True)\ndef f(x, mask):\n    return x * mask[:, None]", "unknown"),
    ],
)
def test_special_none(code: str, value: str) -> None:
    assert fact("special-none", code) == value


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("mean = None\ndef f(x):\n    return x - mean", "yes"),
        ("cfg = None\nf = lambda x: x * cfg.scale", "yes"),
        ("scale = None\ndef f(x):\n    return tf.multiply(x, scale)", "yes"),
        (
            "class S:\n    def __init__(self):\n        self.m = None\n"
            "    def f(self, x):\n        return x - self.m\nf = S().f",
            "yes",
        ),
        ("axis = None\ndef f(x):\n    return tf.reduce_mean(x, axis)", "unknown"),
        ("axis = None\ndef f(x):\n    return tf.reduce_mean(x, axis=axis)", "unknown"),
        ("mean = None\nmean = 3.0\ndef f(x):\n    return x - mean", "unknown"),
        ("mean = None\ndef f(x):\n    mean = tf.reduce_mean(x)\n    return x - mean", "unknown"),
        ("mean = None\ndef f(x):\n    return x if mean is None else x + 1", "unknown"),
        ("def f(x):\n    y = None\n    y = x\n    return y * 2", "unknown"),
    ],
)
def test_captured_none(code: str, value: str) -> None:
    assert fact("captured-none", code) == value


@pytest.mark.parametrize(
    ("name", "code", "value"),
    [
        ("structure-with-none", "f = lambda x: [x, None]", "yes"),
        ("structure-with-none", "def f(x):\n    return {'a': x, 'b': None}", "yes"),
        ("structure-with-none", "def f(x):\n    aux = None\n    return x, aux", "yes"),
        ("structure-with-none", "f = lambda x: [x, x * 2]", "no"),
        ("structure-with-none", "f = lambda x: x[:, None]", "no"),
        ("swallows-error", "def f(x):\n    try:\n        return x @ w\n    except Exception:\n        pass", "yes"),
        (
            "swallows-error",
            "def f(x):\n    try:\n        return x @ w\n    except ValueError:\n        return None",
            "yes",
        ),
        ("swallows-error", "def f(x):\n    try:\n        return x @ w\n    except ValueError:\n        raise", "no"),
        (
            "swallows-error",
            "def f(x):\n    try:\n        y = w\n    except KeyError:\n        y = 1\n    return x * y",
            "no",
        ),
        ("inner-returns", "def h(r):\n    r * 2\nf = lambda x: tf.map_fn(h, x)", "never"),
        ("inner-returns", "f = lambda x: tf.cond(tf.reduce_mean(x) > 0, lambda: x, lambda: None)", "never"),
        ("inner-returns", "def g(a):\n    b = a\nf = lambda x: tf.numpy_function(g, [x], tf.float32)", "never"),
        ("inner-returns", "f = lambda x: tf.where(x > 0, x, None)", "none-argument"),
        ("inner-returns", "f = lambda x: tf.where(x > 0, x, 0.0)", "value"),
        ("inner-returns", "f = lambda x: tf.map_fn(lambda r: r * 2, x)", "value"),
        ("targets", "m.compile('sgd', 'mse')\nx = np.ones((3, 2))\nm.fit(x, epochs=2)", "missing"),
        ("targets", "m.compile('sgd', 'mse')\nm.fit(np.ones((3, 2)), None)", "missing"),
        ("targets", "m.compile('sgd', 'mse')\ndef g():\n    yield np.ones(3), None\nm.fit(g())", "missing"),
        ("targets", "m.compile('sgd', 'mse')\nd = tf.data.Dataset.from_tensor_slices(np.ones(3))\nm.fit(d)", "missing"),
        ("targets", "m.compile('sgd', 'mse')\nm.fit(x, y)", "given"),
        ("targets", "m.compile('sgd', 'mse')\nm.fit(x=x, y=y)", "given"),
        ("targets", "m.compile('sgd')\nm.fit(np.ones(3))", "unknown"),
        ("targets", "m.compile('sgd', 'mse')\nm.fit(load_dataset())", "unknown"),
        ("targets", "m.compile('sgd', 'mse')\nd = tf.data.Dataset.from_tensor_slices((a, b))\nm.fit(d)", "unknown"),
    ],
)
def test_other_sources_of_none(name: str, code: str, value: str) -> None:
    assert fact(name, "f = abs\n" + code if name == "targets" else code) == value
