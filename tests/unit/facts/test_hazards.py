"""Places where numbers or slopes leave the finite: found where a zero can be reached, and not where a guard stands."""

from __future__ import annotations

import pytest

from troubleshooter.facts.source import observe_source
from troubleshooter.model import CASE, Snippet
from troubleshooter.slice import find_targets

HEAD = """
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import backend as K
from tensorflow.keras import layers
from tensorflow.keras.layers import Dense, Lambda
"""


def facts_of(code: str, kind: str = "lambda", *, partial: bool = False) -> dict[str, str]:
    snippet = Snippet(HEAD + code, partial=partial)
    targets = find_targets(snippet)
    subject = next(one.subject for one in targets if one.kind == kind)
    return {fact.name: fact.value for fact in observe_source(snippet, targets) if fact.subject in {subject, CASE}}


def hazard(body: str) -> str:
    lines = body.split("\n")
    function = f"f = lambda x: {body}" if len(lines) == 1 else "def f(x):\n    " + "\n    ".join(lines)
    return facts_of(f"{function}\nlayer = Lambda(f)\n").get("numeric-hazard", "")


SLOPES = [
    "tf.sqrt(x)",
    "K.sqrt(K.sum(K.square(x), axis=1))",
    "tf.math.log(x)",
    "K.log(1.0 - x)",
    "tf.norm(x, axis=-1)",
    "tf.linalg.norm(x, ord='euclidean')",
    "tf.abs(x) ** 0.5",
    "tf.pow(x, 1 / 3)",
    "tf.math.reduce_std(x, axis=1) + 1e-7",
    "tf.sqrt(x) + 1e-9",
    "tf.math.rsqrt(tf.reduce_mean(x * x))",
    "a, b = x\nreturn tf.sqrt(tf.reduce_sum(tf.square(a - b), axis=1))",
    "m, v = tf.nn.moments(x, [1])\nreturn tf.sqrt(v)",
    "def root(t):\n    return tf.sqrt(t)\nreturn root(tf.reduce_sum(x ** 2, 1))",
]
DIVISIONS = [
    "x / tf.reduce_sum(x, axis=-1, keepdims=True)",
    "1.0 / x",
    "tf.divide(x, K.max(x))",
    "x / tf.norm(x)",
    "(x - K.min(x)) / (K.max(x) - K.min(x))",
    "(x - K.mean(x, axis=0)) / K.std(x, axis=0)",
    "tf.math.reciprocal(x)",
    "x ** -1",
    "x /= tf.reduce_max(tf.abs(x))\nreturn x",
    "a, b = x\nreturn a / b",
]
BRANCHES = [
    "tf.where(x > 0, tf.math.log(x), 0.0)",
    "tf.where(tf.equal(x, 0.0), 0.0, 1.0 / x)",
    "tf.where(tf.greater(x, 0.0), x ** 0.5, tf.zeros_like(x))",
    "y = tf.math.log(x)\nreturn tf.where(x > 0, y, tf.zeros_like(x))",
    "mask = x > 1e-3\nreturn tf.where(mask, 1.0 / x, tf.zeros_like(x))",
    "tf.where(tf.abs(x) > 1e-6, tf.sin(x) / x, tf.ones_like(x))",
]
GUARDED = [
    "tf.sqrt(x + 1e-7)",
    "tf.sqrt(tf.maximum(x, 1e-12))",
    "K.sqrt(K.maximum(K.sum(K.square(x), axis=1), K.epsilon()))",
    "tf.math.log(tf.nn.softplus(x))",
    "tf.math.log(tf.clip_by_value(x, 1e-7, 1.0))",
    "K.log(K.clip(x, K.epsilon(), 1.0))",
    "tf.math.log(1.0 + tf.exp(x))",
    "tf.norm(x, ord=1)",
    "tf.math.l2_normalize(x, axis=-1)",
    "tf.math.divide_no_nan(x, tf.reduce_sum(x))",
    "x / (tf.reduce_sum(x) + 1e-8)",
    "x / 255.0",
    "x / x.shape[-1]",
    "x / tf.sqrt(tf.cast(tf.shape(x)[-1], tf.float32))",
    "tf.exp(x) / tf.reduce_sum(tf.exp(x), -1, keepdims=True)",
    "1.0 / (1.0 + tf.exp(-x))",
    "x ** 2",
    "tf.where(x > 0, tf.math.log(tf.where(x > 0, x, 1.0)), 0.0)",
    "tf.where(x > 0, tf.sqrt(x), tf.zeros_like(x))",
    "safe = tf.where(tf.equal(x, 0.0), tf.ones_like(x), x)\nreturn 1.0 / safe",
    "eps = 1e-6\nreturn x / tf.sqrt(tf.reduce_sum(x ** 2) + eps)",
    "def safe_log(t, eps=1e-7):\n    return tf.math.log(t + eps)\nreturn safe_log(x)",
    "x * 2.0",
]


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        *[("slope", one) for one in SLOPES],
        *[("division", one) for one in DIVISIONS],
        *[("untaken-branch", one) for one in BRANCHES],
        *[("no", one) for one in GUARDED],
    ],
)
def test_hazards(kind: str, body: str) -> None:
    assert hazard(body) == kind


def test_what_comes_before_tells_the_sign() -> None:
    program = "model = keras.Sequential([Dense(3, activation={}), Lambda(lambda x: tf.math.log(x))])\n"
    assert facts_of(program.format("'softplus'"))["numeric-hazard"] == "no"
    assert facts_of(program.format("'relu'"))["numeric-hazard"] == "slope"


def test_a_loss_is_looked_at() -> None:
    code = "def loss(y, p):\n    return -tf.reduce_mean(y * tf.math.log({}))\nmodel.compile('sgd', loss)\n"
    assert facts_of(code.format("p"), "loss")["numeric-hazard"] == "slope"
    assert facts_of(code.format("p + 1e-7"), "loss")["numeric-hazard"] == "no"


def test_a_loss_written_under_the_tape() -> None:
    code = (
        "layer = Lambda(lambda t: t)\nmodel = keras.Sequential([layer])\n"
        "with tf.GradientTape() as tape:\n    loss = tf.reduce_mean(tf.sqrt({}))\n"
        "g = tape.gradient(loss, model.trainable_variables)\nprint(tf.norm(g[0]))\n"
    )
    assert facts_of(code.format("model(x)"))["loop-hazard"] == "slope"
    assert facts_of(code.format("model(x) + 1e-9"))["loop-hazard"] == "no"


def test_nothing_is_absent_from_a_fragment() -> None:
    code = "f = lambda x: x * 2\nlayer = Lambda(f)\n"
    assert "numeric-hazard" not in facts_of(code, partial=True)
    assert facts_of("layer = Lambda(lambda x: tf.sqrt(x))\n", partial=True)["numeric-hazard"] == "slope"


@pytest.mark.parametrize(
    ("cuts", "body"),
    [
        ("yes", "tf.minimum(x, 0.0)"),
        ("yes", "K.clip(x, 0, 1)"),
        ("yes", "tf.nn.relu(x) - 1"),
        ("no", "tf.tanh(x)"),
        ("no", "min(3, 4) * x"),
    ],
)
def test_saturation(cuts: str, body: str) -> None:
    assert facts_of(f"layer = Lambda(lambda x: {body})\n")["saturates"] == cuts
