"""Recipes for Keras's own calls: each prints exactly what is expected, and changes nothing the second time."""

from __future__ import annotations

from contextlib import suppress

import pytest

from troubleshooter.errors import CannotRepair
from troubleshooter.model import RepairPlan, Snippet, Target, TargetKind
from troubleshooter.repair import propose
from troubleshooter.slice import find_targets

PRE = """import numpy as np
import tensorflow as tf
from tensorflow.keras import backend as K
from tensorflow.keras.layers import Dense, Input, Lambda
a = Input((4,))
b = Input((4,))
"""


def repaired(recipe: str, source: str, keras: str = "3") -> str:
    snippet = Snippet(source)
    around = Target("program", TargetKind.PROGRAM, "", None)
    targets = [target for target in find_targets(snippet) if target.kind in {TargetKind.LAMBDA, TargetKind.LOSS}]
    return propose(RepairPlan(recipe, "safe"), snippet, (targets or [around])[0], {}, keras=keras).source


def check(recipe: str, before: str, after: str, keras: str = "3") -> None:
    assert repaired(recipe, PRE + before, keras) == PRE + after
    with suppress(CannotRepair):
        assert repaired(recipe, PRE + after, keras) == PRE + after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("o = tf.square(a)  # why\n", "o = Lambda(lambda t: tf.square(t))(a)  # why\n"),
        ("o = tf.add(a, b)\n", "o = Lambda(lambda t: tf.add(t[0], t[1]))([a, b])\n"),
        ("o = tf.square(a - b)\n", "o = Lambda(lambda t: tf.square(t))(a - b)\n"),
        ("o = tf.exp(tf.abs(a)) * 2\n", "o = Lambda(lambda t: tf.exp(tf.abs(t)))(a) * 2\n"),
        ("o = tf.add(a, tf.abs(a))\n", "o = Lambda(lambda t: tf.add(t, tf.abs(t)))(a)\n"),
        ("o = Dense(1)(tf.square(Dense(2)(a)))\n", "o = Dense(1)(Lambda(lambda t: tf.square(t))(Dense(2)(a)))\n"),
        ("o = K.mean(a, axis=1)\n", "o = Lambda(lambda t: K.mean(t, axis=1))(a)\n"),
        ("o = np.square(a)\n", "o = Lambda(lambda t: tf.square(t))(a)\n"),
        ("t = 2.0\no = tf.multiply(a, t)\n", "t = 2.0\no = Lambda(lambda t_tensor: tf.multiply(t_tensor, t))(a)\n"),
        (
            "for k in range(2):\n    a = tf.pow(a, k)\n",
            "for k in range(2):\n    a = Lambda(lambda t, k=k: tf.pow(t, k))(a)\n",
        ),
    ],
)
def test_wrap_in_lambda(before: str, after: str) -> None:
    check("wrap-in-lambda", before, after)


@pytest.mark.parametrize("code", ["n = len(a)\n", "if a > 0:\n    pass\n", "for r in a:\n    pass\n", "n = 1\n"])
def test_wrap_in_lambda_refuses(code: str) -> None:
    with pytest.raises(CannotRepair):
        repaired("wrap-in-lambda", PRE + code)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("o = Lambda(lambda x: x - b)(a)\n", "o = Lambda(lambda t: t[0] - t[1])([a, b])\n"),
        ("o = Lambda(lambda x: b)(a)\n", "o = Lambda(lambda t: t[1])([a, b])\n"),
        (
            "c = Input((4,))\no = Lambda(lambda p: p[0] * p[1] + c)([a, b])\n",
            "c = Input((4,))\no = Lambda(lambda t: t[0] * t[1] + t[2])([a, b, c])\n",
        ),
        (
            "def f(x):\n    'doc'\n    return x + b  # sum\nlayer = Lambda(f)\no = layer(a)\n",
            "def f(inputs):\n    'doc'\n    x, b = inputs\n"
            "    return x + b  # sum\nlayer = Lambda(f)\no = layer([a, b])\n",
        ),
        (
            "o = Lambda(lambda x, w, k: x * w * k, arguments={'w': b, 'k': 2})(a)\n",
            "o = Lambda(lambda t, k: t[0] * t[1] * k, arguments={'k': 2})([a, b])\n",
        ),
        ("o = Lambda(lambda x, w=b: x * w)(a)\n", "o = Lambda(lambda t: t[0] * t[1])([a, b])\n"),
    ],
)
def test_pass_as_input(before: str, after: str) -> None:
    check("pass-as-input", before, after)


def test_pass_as_input_refuses_what_a_helper_uses() -> None:
    with pytest.raises(CannotRepair):
        repaired("pass-as-input", PRE + "def g(x):\n    return x + b\no = Lambda(lambda x: g(x))(a)\n")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("y = tf.log(a) + tf.to_float(a)\n", "y = tf.math.log(a) + tf.cast(a, tf.float32)\n"),
        ("y = tf.reduce_sum(a, 1, keep_dims=True)\n", "y = tf.reduce_sum(a, 1, keepdims=True)\n"),
        ("y = tf.nn.dropout(a, keep_prob=0.8)\n", "y = tf.nn.dropout(a, rate=1 - 0.8)\n"),
        ("y = tf.map_fn(tf.log, a)\n", "y = tf.map_fn(tf.math.log, a)\n"),
        ("y = tf.extract_image_patches(a)\n", "y = tf.compat.v1.extract_image_patches(a)\n"),
        ("f = lambda x: K.in_train_phase(x, 2 * x)\n", "f = lambda x, training=None: (x if training else 2 * x)\n"),
    ],
)
def test_rename_gone_names(before: str, after: str) -> None:
    check("rename-gone-names", before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("K.sum(x, axis=1)", "tf.reduce_sum(x, axis=1)"),
        ("K.concatenate([x, x])", "tf.concat([x, x], axis=-1)"),
        ("K.concatenate([x, x], axis=1)", "tf.concat([x, x], axis=1)"),
        ("K.clip(x, min_value=0, max_value=1)", "tf.clip_by_value(x, clip_value_min=0, clip_value_max=1)"),
        ("K.expand_dims(K.mean(x, 1))", "tf.expand_dims(tf.reduce_mean(x, 1), axis=-1)"),
        ("K.int_shape(x)[1]", "tuple(x.shape)[1]"),
        ("K.permute_dimensions(x, pattern=(0, 2, 1))", "tf.transpose(x, perm=(0, 2, 1))"),
    ],
)
def test_rename_backend_calls(before: str, after: str) -> None:
    head = "import keras.backend as K\nimport tensorflow as tf\nf = lambda x: "
    assert repaired("rename-gone-names", f"{head}{before}\n") == f"{head}{after}\n"


@pytest.mark.parametrize("code", ["with tf.Session() as s:\n    pass\n", "y = tf.placeholder('float32')\n", "y = 1\n"])
def test_rename_gone_names_refuses(code: str) -> None:
    with pytest.raises(CannotRepair):
        repaired("rename-gone-names", PRE + code)


def lambda_of(body: str) -> str:
    return f"o = Lambda(lambda x: {body})(a)\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("x.reshape((-1, 2))", "tf.reshape(x, (-1, 2))"),
        ("x.view(-1, 2)", "tf.reshape(x, (-1, 2))"),
        ("x.mean(dim=1, keepdim=True)", "tf.reduce_mean(x, axis=1, keepdims=True)"),
        ("(x + 1).float() * 2", "tf.cast((x + 1), tf.float32) * 2"),
        ("x.unsqueeze(1).squeeze(1)", "tf.squeeze(tf.expand_dims(x, 1), 1)"),
        ("x.astype('float32')", "tf.cast(x, 'float32')"),
        ("x.assign(x * 2)", "x * 2"),
        ("x / x.size(1)", "x / tf.shape(x)[1]"),
    ],
)
def test_tensor_methods(before: str, after: str) -> None:
    check("tensor-methods", lambda_of(before), lambda_of(after))


@pytest.mark.parametrize("body", ["x.argmax()", "x * 2", "tf.square(x)"])
def test_tensor_methods_refuses(body: str) -> None:
    with pytest.raises(CannotRepair):
        repaired("tensor-methods", PRE + lambda_of(body))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("o = Lambda(lambda x, k: x * k)(a, k=3)\n", 'o = Lambda(lambda x, k: x * k, arguments={"k": 3})(a)\n'),
        (
            "o = Lambda(lambda x, k, j: x, arguments={'j': 1})(a, k=3)\n",
            "o = Lambda(lambda x, k, j: x, arguments={'j': 1, \"k\": 3})(a)\n",
        ),
        ("o = Lambda(lambda x, k: x * k, k=3)(a)\n", 'o = Lambda(lambda x, k: x * k, arguments={"k": 3})(a)\n'),
        ("o = Lambda(lambda x: x, units=3)(a)\n", "o = Lambda(lambda x: x)(a)\n"),
        (
            "k = 2\no = Lambda(lambda x, k: x * k)(a)\n",
            'k = 2\no = Lambda(lambda x, k: x * k, arguments={"k": k})(a)\n',
        ),
        ("o = Lambda(lambda: a / 2)(a)\n", "o = Lambda(lambda a: a / 2)(a)\n"),
    ],
)
def test_values_as_arguments(before: str, after: str) -> None:
    check("values-as-arguments", before, after)


@pytest.mark.parametrize(
    "code",
    [
        "o = Lambda(lambda x, k: x * k)(a)\n",
        "o = Lambda(lambda: 1.0)(a)\n",
        "l = Lambda(lambda x, k: x * k)\no = l(a, k=1)\np = l(a, k=2)\n",
    ],
)
def test_values_as_arguments_refuses(code: str) -> None:
    with pytest.raises(CannotRepair):
        repaired("values-as-arguments", PRE + code)


@pytest.mark.parametrize(
    ("recipe", "before", "after"),
    [
        (
            "call-the-layer",
            "h = Lambda(lambda x: x)\no = Dense(1)(h)\n",
            "h = Lambda(lambda x: x)(b)\no = Dense(1)(h)\n",
        ),
        (
            "unique-names",
            "x = Dense(1, name='d')(a)\ny = Dense(1, name='d')(b)\n",
            "x = Dense(1, name='d')(a)\ny = Dense(1, name=\"d_2\")(b)\n",
        ),
        (
            "unique-names",
            "for i in range(2):\n    a = Lambda(lambda x: x, name='l')(a)\n",
            'for i in range(2):\n    a = Lambda(lambda x: x, name=f"l_{i}")(a)\n',
        ),
        (
            "unique-names",
            "def f(x):\n    return Dense(1, name='d')(x)\no = f(f(a))\n",
            "def f(x):\n    return Dense(1)(x)\no = f(f(a))\n",
        ),
        ("shape-of-placeholder", "n = a.get_shape().as_list()[1]\n", "n = list(a.shape)[1]\n"),
        ("shape-of-placeholder", "n = a.shape.ndims\n", "n = len(a.shape)\n"),
        (
            "call-on-the-list",
            "def f(p):\n    a, b = p\n    return a - b\no = Lambda(f)(a)\n",
            "def f(p):\n    a, b = p\n    return a - b\no = Lambda(f)([a, b])\n",
        ),
        (
            "random-by-tensorflow",
            "o = Lambda(lambda x: x + np.random.randn(4))(a)\n",
            "o = Lambda(lambda x: x + tf.random.normal((4,), dtype=x.dtype))(a)\n",
        ),
        (
            "random-by-tensorflow",
            "o = Lambda(lambda x: x * np.random.uniform(0, 2, size=4))(a)\n",
            "o = Lambda(lambda x: x * tf.random.uniform((4,), minval=0, maxval=2, dtype=x.dtype))(a)\n",
        ),
        (
            "print-by-tensorflow",
            "def f(x):\n    print('x', x)\n    return x\no = Lambda(f)(a)\n",
            "def f(x):\n    tf.print('x', x)\n    return x\no = Lambda(f)(a)\n",
        ),
        (
            "tensor-reference",
            "d = {}\ndef f(x):\n    d[x] = 1\n    return x\no = Lambda(f)(a)\n",
            "d = {}\ndef f(x):\n    d[x.ref()] = 1\n    return x\no = Lambda(f)(a)\n",
        ),
        (
            "one-keras",
            "from tensorflow.python.keras.optimizer_v2.adam import Adam\n",
            "from tensorflow.keras.optimizers import Adam\n",
        ),
        ("one-keras", "from tensorflow.python import keras\n", "from tensorflow import keras\n"),
    ],
)
def test_one_change(recipe: str, before: str, after: str) -> None:
    check(recipe, before, after)


@pytest.mark.parametrize(
    ("recipe", "code"),
    [
        ("call-the-layer", "o = Dense(1)(a)\n"),
        ("unique-names", "o = Dense(1, name='d')(a)\n"),
        ("shape-of-placeholder", "a.set_shape((None, 4))\n"),
        ("call-on-the-list", "def f(p):\n    u, v = p\n    return u - v\no = Lambda(f)(a)\n"),
        ("random-by-tensorflow", "o = Lambda(lambda x: x + np.random.choice([1, 2]))(a)\n"),
        ("print-by-tensorflow", "n = [0]\ndef f(x):\n    n[0] += 1\n    return x\no = Lambda(f)(a)\n"),
        ("tensor-reference", "o = Lambda(lambda x: x * 2)(a)\n"),
        ("one-keras", "x = 1\n"),
    ],
)
def test_recipe_refuses(recipe: str, code: str) -> None:
    with pytest.raises(CannotRepair):
        repaired(recipe, PRE + code)


def test_a_factory_bound_to_a_name_gets_its_return() -> None:
    code = PRE + "def make():\n    def f(x):\n        return x * 2\nf = make()\no = Lambda(f)(a)\n"
    assert repaired("call-the-lambda", code) == code.replace("x * 2\nf", "x * 2\n    return f\nf")
