"""Facts about shapes by reading: programs where each holds and programs where it must not, in many styles."""

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
from tensorflow.keras.layers import Dense, Input, Lambda
BATCH = 16
SHAPE = (32, 2, 2)
ROWS = tf.ones((8, 1))
BIAS = tf.ones((4,))
"""


def facts_of(code: str) -> dict[str, str]:
    """The facts of the first Lambda of a program."""
    snippet = Snippet(HEAD + textwrap.dedent(code))
    targets = find_targets(snippet)
    subject = next(target.subject for target in targets if target.kind == "lambda")
    return {fact.name: fact.value for fact in observe_source(snippet, targets) if fact.subject == subject}


def of_lambda(body: str, shape: str = "(4,)", batch: str = "") -> dict[str, str]:
    """The facts of `lambda x: body` on an Input of this shape."""
    return facts_of(f"i = Input({shape}{batch})\no = Lambda(lambda x: {body})(i)\n")


def of_def(body: str, shape: str = "(4,)") -> dict[str, str]:
    code = "def f(x):\n" + textwrap.indent(textwrap.dedent(body).strip("\n"), "    ")
    return facts_of(f"{code}\ni = Input({shape})\no = Lambda(f)(i)\nm = keras.Model(i, o)\n")


@pytest.mark.parametrize(
    ("body", "form"),
    [
        ("tf.reshape(x, (x.shape[0], 2, 2))", "in-shape"),
        ("tf.reshape(x, [K.int_shape(x)[0], -1])", "in-shape"),
        ("tf.reshape(x, [x.get_shape().as_list()[0], 2, 2])", "in-shape"),
        ("x + tf.zeros(x.shape)", "shape"),
        ("x + tf.random.normal(shape=x.shape)", "shape"),
        ("x * np.ones(x.shape)", "shape"),
        ("x / x.shape[0]", "scale"),
        ("tf.fill([x.shape[0] * 2, 1], 0.0)", "arithmetic"),
        ("tf.stack([r * 2 for r in tf.unstack(x)])", "unstack"),
        ("tf.stack([x[k] for k in range(x.shape[0])])", "loop"),
        ("x * float(x.shape[0])", "number"),
        ("x / tf.cast(x.shape[0], tf.float32)", "number"),
    ],
)
def test_a_size_that_is_open_is_used(body: str, form: str) -> None:
    assert of_lambda(body)["static-size"] == form


def test_an_open_length_counts_too() -> None:
    assert of_lambda("tf.reshape(x, (-1, x.shape[1] * 8))", "(None, 8)")["static-size"] == "arithmetic"
    assert of_def("b, t, d = x.shape\nreturn tf.zeros((b, t, 1)) + x", "(5, 8)")["static-size"] == "in-shape"


@pytest.mark.parametrize(
    "body",
    [
        "tf.reshape(x, (-1, x.shape[1]))",
        "tf.reshape(x, (tf.shape(x)[0], x.shape[-1]))",
        "x + tf.zeros(tf.shape(x))",
        "x / tf.cast(tf.shape(x)[0], x.dtype)",
        "tf.zeros(x.shape[1:]) + x",
        "x if x.shape[0] is None else x * 2",
        "tf.ensure_shape(x, x.shape)",
        "x * (x.shape[-1] ** -0.5)",
    ],
)
def test_sizes_that_are_known_are_fine(body: str) -> None:
    assert of_lambda(body)["static-size"] == "no"


def test_a_fixed_batch_is_known() -> None:
    assert of_lambda("x / x.shape[0]", batch=", batch_size=8")["static-size"] == "no"


@pytest.mark.parametrize(
    ("body", "form"),
    [
        ("tf.reshape(x, (32, 2, 2))", "reshape"),
        ("tf.reshape(x, SHAPE)", "reshape"),
        ("K.reshape(x, (BATCH, -1))", "reshape"),
        ("tf.concat([x, ROWS], axis=1)", "constant"),
        ("x + tf.random.normal((64, 4))", "constant"),
        ("tf.add(x, tf.zeros([BATCH, 4]))", "constant"),
        ("tf.concat([tf.ones((BATCH, 1)), x], -1)", "constant"),
    ],
)
def test_a_batch_size_is_written_out(body: str, form: str) -> None:
    assert of_lambda(body)["batch-written-out"] == form


@pytest.mark.parametrize(
    "body",
    [
        "tf.reshape(x, (-1, 2, 2))",
        "tf.reshape(x, [tf.shape(x)[0], 4])",
        "x + BIAS",
        "x + tf.ones((1, 4))",
        "x @ tf.ones((4, 8))",
        "tf.concat([x, tf.ones_like(x)], axis=1)",
    ],
)
def test_constants_that_fit_every_batch(body: str) -> None:
    assert of_lambda(body)["batch-written-out"] == "no"


def test_a_constant_of_another_rank_is_no_batch() -> None:
    assert of_lambda("x + tf.ones((10, 8))", "(10, 8)")["batch-written-out"] == "no"


def test_squeezing() -> None:
    assert of_lambda("tf.squeeze(x)", "(1, 4)")["squeezes"] == "every-axis"
    assert of_lambda("tf.squeeze(tf.nn.relu(x))", "(1, 4)")["squeezes"] == "every-axis"
    assert of_lambda("K.squeeze(x, 0)", "(1, 4)")["squeezes"] == "batch"
    assert of_lambda("tf.squeeze(x, axis=1)", "(1, 4)")["squeezes"] == "no"
    assert of_lambda("tf.squeeze(x, -1)", "(4, 1)")["squeezes"] == "no"


@pytest.mark.parametrize(
    ("body", "form"),
    [
        ("tf.reduce_mean(x)", "everything"),
        ("x / K.max(x)", "everything"),
        ("tf.math.l2_normalize(x)", "everything"),
        ("x - tf.reduce_mean(x, axis=0)", "batch"),
        ("x - K.mean(x, 0)", "batch"),
        ("tf.nn.softmax(x, axis=0)", "batch"),
        ("tf.cumsum(x)", "batch"),
        ("x - tf.reduce_mean(x, axis=[0, 1])", "batch"),
        ("x - tf.reduce_mean(x, axis=-2)", "batch"),
    ],
)
def test_rows_are_mixed(body: str, form: str) -> None:
    assert of_lambda(body)["mixes-rows"] == form


@pytest.mark.parametrize(
    "body",
    [
        "tf.reduce_mean(x, axis=-1, keepdims=True)",
        "tf.nn.softmax(x)",
        "tf.cumsum(x, axis=1)",
        "tf.where(tf.reduce_sum(x) > 0, x, -x)",
        "tf.cond(tf.reduce_any(x > 0), lambda: x, lambda: -x)",
        "x * tf.reduce_mean(BIAS)",
        "tf.math.l2_normalize(x, axis=1)",
    ],
)
def test_rows_stay_apart(body: str) -> None:
    assert of_lambda(body)["mixes-rows"] == "no"


def test_shapes_are_lost() -> None:
    call = "tf.numpy_function(np.square, [x], tf.float32)"
    assert of_lambda(call)["loses-shape"] == "foreign"
    assert of_lambda(f"{call} * 2")["loses-shape"] == "foreign"
    assert of_lambda("tf.reshape(x, [tf.shape(x)[0], -1])", "(2, 2)")["loses-shape"] == "reshape"
    assert of_lambda(f"tf.ensure_shape({call}, x.shape)")["loses-shape"] == "no"
    assert of_lambda("tf.reshape(x, [tf.shape(x)[0], 4])", "(2, 2)")["loses-shape"] == "no"
    assert of_lambda("tf.reshape(x, [-1, 4])", "(2, 2)")["loses-shape"] == "no"
    body = "y = tf.py_function(g, [x], tf.float32)\ny.set_shape(x.shape)\nreturn y"
    assert of_def(body)["loses-shape"] == "no"


def test_rows_are_dropped_and_indices_given() -> None:
    assert of_lambda("tf.boolean_mask(x, x > 0)")["drops-rows"] == "boolean_mask"
    assert of_lambda("tf.unique(tf.reshape(x, [-1]))[0]")["drops-rows"] == "unique"
    assert of_lambda("tf.where(x > 0, x, 0.0)")["drops-rows"] == "no"
    assert of_lambda("tf.where(x > 0)")["where-indices"] == "yes"
    assert of_lambda("tf.where(x > 0, x, 0.0)")["where-indices"] == "no"


def test_an_axis_that_is_not_there() -> None:
    assert of_lambda("tf.reduce_sum(x, axis=2)")["axis-missing"] == "axis"
    assert of_lambda("tf.reduce_sum(x, axis=2)", "(4, 3)")["axis-missing"] == "no"


def test_helpers_are_followed() -> None:
    code = """
    def rows(t):
        return tf.reshape(t, (t.shape[0], 2, 2))
    i = Input((4,))
    o = Lambda(lambda x: rows(x) * 2)(i)
    """
    assert facts_of(code)["static-size"] == "in-shape"


def test_hostile_programs_are_read() -> None:
    bodies = [
        "tf.squeeze(tf.reduce_mean(x), axis=5)",
        "tf.transpose(x, [7, 9])",
        "x.shape[99]",
        "x[...][None, 1, 2, 3]",
    ]
    bodies += [
        "tf.reduce_sum(x, axis=())",
        "tf.reshape(x, ())",
        "tf.concat([], 0)",
        "tf.expand_dims(x, 99)",
        "x.shape[::2]",
    ]
    for body in bodies:
        assert of_lambda(body)["squeezes"] in {"no", "every-axis", "batch"}
