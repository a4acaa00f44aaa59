"""The recipes for dtypes: each prints what is expected, refuses what cannot be read, and changes nothing twice."""

from __future__ import annotations

from contextlib import suppress

import pytest

from troubleshooter.errors import CannotRepair
from troubleshooter.model import RepairPlan, Snippet, Target, TargetKind
from troubleshooter.repair import propose
from troubleshooter.slice import find_targets

PRE = "import tensorflow as tf\nfrom tensorflow import keras\n"
AROUND = Target("program", TargetKind.PROGRAM, "", None)


def repaired(recipe: str, source: str, *, around: bool = False, **answers: str) -> str:
    snippet = Snippet(source)
    lambdas = [target for target in find_targets(snippet) if target.kind is TargetKind.LAMBDA]
    named = {name.replace("_", "-"): value for name, value in answers.items()}
    target = AROUND if around or not lambdas else lambdas[0]
    return propose(RepairPlan(recipe, "unsafe"), snippet, target, named, keras="3").source


def check(recipe: str, before: str, after: str, *, around: bool = False, **answers: str) -> None:
    assert repaired(recipe, before, around=around, **answers) == after
    with suppress(CannotRepair):
        assert repaired(recipe, after, around=around, **answers) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("i = keras.Input((2,), dtype='int32')\no = keras.layers.Lambda(f)(i)\n",
         "i = keras.Input((2,), dtype='int32')\no = keras.layers.Lambda(f, dtype=\"int32\")(i)\n"),
        ("i = keras.Input((2,), dtype=tf.string)\nl = keras.layers.Lambda(f, name='l')\no = l(i)\n",
         "i = keras.Input((2,), dtype=tf.string)\nl = keras.layers.Lambda(f, name='l', dtype=\"string\")\no = l(i)\n"),
        ("m = keras.Sequential([keras.Input((2,), dtype='bool'), keras.layers.Lambda(f)])\n",
         "m = keras.Sequential([keras.Input((2,), dtype='bool'), keras.layers.Lambda(f, dtype=\"bool\")])\n"),
        ("look = keras.layers.StringLookup(vocabulary=V)\ni = keras.Input((1,), dtype='string')\nids = look(i)\n"
         "o = keras.layers.Lambda(f)(ids)\n",
         "look = keras.layers.StringLookup(vocabulary=V)\ni = keras.Input((1,), dtype='string')\nids = look(i)\n"
         "o = keras.layers.Lambda(f, dtype=\"int64\")(ids)\n"),
    ],
)  # fmt: skip
def test_declare_dtype(before: str, after: str) -> None:
    head = PRE + "def f(x):\n    return x\n"
    check("declare-dtype", head + before, head + after)


@pytest.mark.parametrize(
    "source",
    [
        "o = keras.layers.Lambda(lambda x: x, dtype='int32')(keras.Input((2,), dtype='int32'))\n",
        "o = keras.layers.Lambda(lambda x: x)(unknown)\n",
        "a = keras.Input((2,))\nb = keras.Input((2,), dtype='int8')\no = keras.layers.Lambda(lambda t: t[0])([a, b])\n",
    ],
)
def test_declare_dtype_refuses_what_it_cannot_know(source: str) -> None:
    with pytest.raises(CannotRepair):
        repaired("declare-dtype", PRE + source)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("L = keras.layers.Lambda(lambda x: x / 255.0)\n",
         "L = keras.layers.Lambda(lambda x: tf.cast(x, keras.backend.floatx()) / 255.0)\n"),
        ("def f(n):\n    '''Root.'''\n    return tf.sqrt(n)  # of counts\nL = keras.layers.Lambda(f)\n",
         "def f(n):\n    '''Root.'''\n    n = tf.cast(n, keras.backend.floatx())\n    return tf.sqrt(n)  # of counts\n"
         "L = keras.layers.Lambda(f)\n"),
    ],
)  # fmt: skip
def test_integers_to_floats(before: str, after: str) -> None:
    check("integers-to-floats", PRE + before, PRE + after)


def test_integers_to_floats_refuses_several_inputs() -> None:
    with pytest.raises(CannotRepair):
        repaired("integers-to-floats", PRE + "o = keras.layers.Lambda(lambda t: t[0] * 0.5)([a, b])\n")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("def loss(y_true, y_pred):\n    return tf.reduce_mean(tf.square(y_true - y_pred))\n",
         "def loss(y_true, y_pred):\n    y_true = tf.cast(y_true, y_pred.dtype)\n"
         "    return tf.reduce_mean(tf.square(y_true - y_pred))\n"),
        ("def mse(pred, target):\n    return tf.subtract(pred, target)\n",
         "def mse(pred, target):\n    target = tf.cast(target, pred.dtype)\n    return tf.subtract(pred, target)\n"),
        ("model = keras.Sequential([keras.layers.Dense(1)])\nfor x, y in data:\n    e = model(x) - y\n",
         "model = keras.Sequential([keras.layers.Dense(1)])\nfor x, y in data:\n"
         "    e = model(x) - tf.cast(y, tf.float32)\n"),
        ("p = keras.layers.Dense(1)(x)\nloss = (tf.constant(Y) - p) ** 2\n",
         "p = keras.layers.Dense(1)(x)\nloss = (tf.cast(tf.constant(Y), p.dtype) - p) ** 2\n"),
        ("class M(keras.Model):\n    def train_step(self, data):\n        x, y = data\n"
         "        out = self(x, training=True)\n        return {'loss': out - y}\n",
         "class M(keras.Model):\n    def train_step(self, data):\n        x, y = data\n"
         "        out = self(x, training=True)\n        return {'loss': out - tf.cast(y, out.dtype)}\n"),
    ],
)  # fmt: skip
def test_cast_labels(before: str, after: str) -> None:
    check("cast-labels", PRE + before, PRE + after, around=True)


@pytest.mark.parametrize("source", ["z = a - b\n", "def f(a, b):\n    return a * b\n", "m = tf.square(x) - y\n"])
def test_cast_labels_refuses_where_no_prediction_is_seen(source: str) -> None:
    with pytest.raises(CannotRepair):
        repaired("cast-labels", PRE + source, around=True)


L = "L = keras.layers.Lambda(f)\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("return x * 2,", "return x * 2"),
        ("return (x * 2,)", "return x * 2"),
        ("return [x * 2]  # why", "return x * 2  # why"),
        ("return (\n        x * 2,  # why\n    )", "return (\n        x * 2  # why\n    )"),
    ],
)
def test_drop_the_comma(before: str, after: str) -> None:
    head = PRE + "def f(x):\n    "
    made = repaired("drop-the-comma", head + before + "\n" + L)
    assert made.replace(" ", "") == (head + after + "\n" + L).replace(" ", "")


def test_drop_the_comma_leaves_several_alone() -> None:
    with pytest.raises(CannotRepair):
        repaired("drop-the-comma", PRE + "L = keras.layers.Lambda(lambda x: (x, x))\n")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("L = keras.layers.Lambda(lambda x: tf.nn.relu)\n", "L = keras.layers.Lambda(lambda x: tf.nn.relu(x))\n"),
        ("def f(h):\n    return tf.tanh\n" + L, "def f(h):\n    return tf.tanh(h)\n" + L),
        ("o = keras.layers.Lambda(lambda x: keras.layers.Dense(1))(i)\n", "o = keras.layers.Dense(1)(i)\n"),
    ],
)
def test_call_what_is_returned(before: str, after: str) -> None:
    check("call-what-is-returned", PRE + before, PRE + after)


@pytest.mark.parametrize("body", ["'done'", "0.5", "x * 2", "keras.layers.Dense(x)"])
def test_call_what_is_returned_refuses(body: str) -> None:
    with pytest.raises(CannotRepair):
        repaired("call-what-is-returned", PRE + f"L = keras.layers.Lambda(lambda x: {body})\n")


@pytest.mark.parametrize(
    ("wish", "before", "after"),
    [
        ("concatenate", "(x, x * 2)", "tf.concat([x, x * 2], axis=-1)"),
        ("concatenate", "{'a': x, 'b': -x}", "tf.concat([x, -x], axis=-1)"),
        ("first", "[x + 1, x * 2]", "x + 1"),
    ],
)
def test_join_outputs(wish: str, before: str, after: str) -> None:
    text = PRE + "L = keras.layers.Lambda(lambda x: {})\n"
    check("join-outputs", text.format(before), text.format(after), outputs_wish=wish)


def test_join_outputs_refuses_what_is_not_written_out() -> None:
    with pytest.raises(CannotRepair):
        repaired("join-outputs", PRE + "L = keras.layers.Lambda(lambda x: tf.split(x, 2))\n")


@pytest.mark.parametrize(
    ("wish", "before", "after"),
    [
        ("each", "o = keras.layers.Lambda(lambda x: x * 2)([a])\n", "o = keras.layers.Lambda(lambda x: x * 2)(a)\n"),
        ("each", "l = keras.layers.Lambda(lambda x: x * 2)\no = l([a])\n",
         "l = keras.layers.Lambda(lambda x: x * 2)\no = l(a)\n"),
        ("each", "o = keras.layers.Lambda(lambda x: x * 2)([a, b])\n",
         "o = keras.layers.Lambda(lambda x: [each * 2 for each in x])([a, b])\n"),
        ("concatenate", "o = keras.layers.Lambda(lambda x: x * 2)([a, b])\n",
         "o = keras.layers.Lambda(lambda x: tf.concat(x, axis=-1) * 2)([a, b])\n"),
    ],
)  # fmt: skip
def test_list_to_tensor(wish: str, before: str, after: str) -> None:
    check("list-to-tensor", PRE + before, PRE + after, list_wish=wish)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("L = keras.layers.Lambda(lambda x: tf.square(y))\n", "L = keras.layers.Lambda(lambda x: tf.square(x))\n"),
        ("FACTOR = 2.0\nL = keras.layers.Lambda(lambda x: x * FACTR)\n",
         "FACTOR = 2.0\nL = keras.layers.Lambda(lambda x: x * FACTOR)\n"),
        ("L = keras.layers.Lambda(lambda x: x * math.pi)\n",
         "import math\nL = keras.layers.Lambda(lambda x: x * math.pi)\n"),
    ],
)  # fmt: skip
def test_define_name(before: str, after: str) -> None:
    check("define-name", PRE + before, PRE + after)


@pytest.mark.parametrize("body", ["x * weight_of_all", "x * 2"])
def test_define_name_refuses_what_is_not_clear(body: str) -> None:
    with pytest.raises(CannotRepair):
        repaired("define-name", PRE + f"L = keras.layers.Lambda(lambda x: {body})\n")


def test_match_tout() -> None:
    text = PRE + (
        "import numpy as np\ndef g(a):\n    return {}\n"
        "L = keras.layers.Lambda(lambda x: tf.numpy_function(g, [x], tf.float32))\n"
    )
    check("match-tout", text.format("a / 2"), text.format("np.asarray(a / 2, dtype=np.float32)"))


def test_match_tout_refuses_several_outputs() -> None:
    with pytest.raises(CannotRepair):
        source = "L = keras.layers.Lambda(lambda x: tf.numpy_function(g, [x], [tf.float32, tf.int32]))\n"
        repaired("match-tout", PRE + "def g(a):\n    return a, a\n" + source)
