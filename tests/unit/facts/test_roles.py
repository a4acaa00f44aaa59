"""`role`: what each function of a source is there for, in the ways people hand functions to Keras."""

from __future__ import annotations

import textwrap

import pytest

from troubleshooter.facts.source import observe_source
from troubleshooter.model import Snippet
from troubleshooter.slice import find_targets

PRE = "import tensorflow as tf\nfrom tensorflow import keras\nfrom tensorflow.keras import layers\n"


def roles(code: str) -> dict[str, str]:
    """Function name -> role."""
    snippet = Snippet(PRE + textwrap.dedent(code))
    targets = find_targets(snippet)
    names = {target.subject: target.function_name for target in targets}
    facts = observe_source(snippet, targets)
    return {names[fact.subject]: fact.value for fact in facts if fact.name == "role"}


@pytest.mark.parametrize(
    ("code", "name", "role"),
    [
        ("def f(a, b):\n    a\nm.compile('sgd', f)", "f", "loss"),
        ("def f(a, b):\n    a\nm.compile(optimizer='sgd', loss={'out': f})", "f", "loss"),
        (
            "def make(k):\n    def inner(a, b):\n        a\n    return inner\nm.compile('sgd', loss=make(2))",
            "inner",
            "loss",
        ),
        ("class L(keras.losses.Loss):\n    def call(self, t, p):\n        t", "L.call", "loss"),
        ("class B(tf.keras.losses.Loss): pass\nclass L(B):\n    def call(self, t, p):\n        t", "L.call", "loss"),
        (
            "def f(x):\n    x\nwith tf.GradientTape() as t:\n    v = f(x)\ng = t.gradient(v, ws)",
            "f",
            "loss",
        ),
        ("def f():\n    x\nopt.minimize(f, [v])", "f", "loss"),
        ("def f(a, b):\n    a\nm.compile('sgd', 'mse', [f])", "f", "metric"),
        ("def f(a, b):\n    a\nm.compile('sgd', 'mse', metrics={'o': ['mae', f]})", "f", "metric"),
        ("class M(keras.metrics.Metric):\n    def result(self):\n        self.t", "M.result", "metric"),
        ("def f(w):\n    w\nlayers.Dense(1, kernel_regularizer=f)", "f", "regularizer"),
        (
            "class R:\n    def __call__(self, w):\n        w\nlayers.Dense(1, bias_regularizer=R())",
            "R.__call__",
            "regularizer",
        ),
        (
            "class R(keras.regularizers.Regularizer):\n    def __call__(self, w):\n        w",
            "R.__call__",
            "regularizer",
        ),
        ("def f(w):\n    w\nlayers.Dense(1, kernel_constraint=f)", "f", "constraint"),
        ("def f(shape, dtype=None):\n    shape\nlayers.Dense(1, kernel_initializer=f)", "f", "initializer"),
        (
            "class S(keras.optimizers.schedules.LearningRateSchedule):\n    def __call__(self, step):\n        step",
            "S.__call__",
            "schedule",
        ),
        ("def f(epoch):\n    epoch\nkeras.callbacks.LearningRateScheduler(f)", "f", "schedule"),
        ("def f(x):\n    x\nlayers.Dense(1, activation=f)", "f", "activation"),
        ("class L(layers.Layer):\n    def call(self, x):\n        x", "L.call", "layer-call"),
        ("class M(keras.Model):\n    def call(self, x):\n        x", "M.call", "model-call"),
        ("class B(keras.Model): pass\nclass M(B):\n    def call(self, x):\n        x", "M.call", "model-call"),
        ("class M(keras.Model):\n    def compute_loss(self, x, y):\n        x", "M.compute_loss", "loss-override"),
        ("def f(x):\n    x\nlayers.Lambda(f)", "f", "lambda"),
        ("layers.Lambda(lambda x: None)", "<lambda>", "lambda"),
        ("def h(x):\n    x\ndef f(x):\n    return h(x)\nlayers.Lambda(f)", "h", "helper"),
        (
            "def block(t):\n    t = layers.Dense(1)(t)\ni = keras.Input((4,))\no = layers.Dense(2)(block(i))",
            "block",
            "builder",
        ),
        ("def build():\n    m = keras.Sequential()\nm = build()\nm.fit(x)", "build", "builder"),
        (
            "class Net:\n    def block(self, t):\n        t\n"
            "    def make(self):\n        return keras.Model(i, self.block(i))\n"
            "n = Net().make()",
            "Net.block",
            "builder",
        ),
    ],
)
def test_the_role_of_a_function(code: str, name: str, role: str) -> None:
    assert roles(code).get(name) == role


@pytest.mark.parametrize(
    ("code", "name", "role"),
    [
        ("def log(x):\n    print(x)\ndef f(x):\n    log(x)\n    return x\nlayers.Lambda(f)", "log", "builder"),
        ("def h(x):\n    x\nlayers.Lambda(lambda t: h(t))", "h", "builder"),
        (
            "def show(m):\n    m.summary()\nm = keras.Sequential([layers.Lambda(lambda x: x)])\nshow(m)",
            "show",
            "builder",
        ),
        ("class L(layers.Layer):\n    def call(self, x):\n        x", "L.call", "model-call"),
        ("class Loss:\n    def call(self, a, b):\n        a", "Loss.call", "loss"),
        ("def f(y, p):\n    y\nlayers.Lambda(lambda x: x)", "f", "loss"),
    ],
)
def test_what_it_is_not(code: str, name: str, role: str) -> None:
    assert roles(code).get(name) != role


def test_a_function_alone_is_a_lambdas_only_with_one_input() -> None:
    assert roles("def f(x):\n    x") == {"f": "lambda"}
    assert roles("def f(y_true, y_pred):\n    y_true") == {}
