"""Facts of the source: for each fact, programs where it holds and programs where it must not, in many styles."""

from __future__ import annotations

import textwrap

import pytest

from troubleshooter.facts.source import observe_source
from troubleshooter.model import Snippet
from troubleshooter.slice import find_targets

HEAD = """
import math
import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers
from tensorflow.keras import backend as K
from tensorflow.keras.layers import Dense, Input, Lambda
"""
TAIL = """
inp = Input((4,))
out = Lambda(f)(Dense(4)(inp))
model = keras.Model(inp, out)
"""


def facts_of(code: str, *, partial: bool = False, head: str = HEAD) -> dict[str, str]:
    """The facts of the first Lambda of a program."""
    snippet = Snippet(head + textwrap.dedent(code), partial=partial)
    targets = find_targets(snippet)
    subject = next((t.subject for t in targets if t.kind == "lambda"), targets[0].subject)
    return {fact.name: fact.value for fact in observe_source(snippet, targets) if fact.subject == subject}


def of_def(body: str, **kind: bool) -> dict[str, str]:
    """The facts of a Lambda around `def f(x)` with this body, behind a Dense layer."""
    return facts_of("def f(x):\n" + textwrap.indent(textwrap.dedent(body).strip("\n"), "    ") + "\n" + TAIL, **kind)


def of_lambda(body: str) -> dict[str, str]:
    """The facts of Lambda(lambda x: body) behind a Dense layer."""
    return facts_of(f"f = lambda x: {body}\n" + TAIL)


RETURNS = [
    ("never", "no", "y = x * 2"),
    ("never", "no", "return"),
    ("never", "no", "return None"),
    ("never", "no", "x = tf.nn.relu(x)\nprint(x)"),
    ("never", "no", "y = None\nreturn y"),
    ("some-paths", "static", "if x.shape[-1] > 3:\n    return x"),
    ("some-paths", "static", "for k in range(3):\n    if k == 2:\n        return x * k"),
    ("some-paths", "static", "try:\n    return x * 2\nexcept ValueError:\n    print('no')"),
    ("some-paths", "static", "while DEBUG:\n    return x"),
    ("some-paths", "static", "y = None\nif DEBUG:\n    y = x * 2\nreturn y"),
    ("some-paths", "static", "return x if DEBUG else None"),
    ("some-paths", "static", "match DEBUG:\n    case 1:\n        return x\n    case 2:\n        return -x"),
    ("some-paths", "static", "import contextlib\nwith contextlib.suppress(ValueError):\n    return x"),
    ("some-paths", "tensor", "if tf.reduce_sum(x) > 0:\n    return x"),
    ("some-paths", "tensor", "if tf.reduce_sum(x) > 0:\n    return x\nelif tf.reduce_sum(x) < -1:\n    return -x"),
    ("some-paths", "tensor", "return x if K.sum(x) > 0 else None"),
    ("some-paths", "tensor", "if DEBUG:\n    if tf.reduce_max(x) > 1:\n        return x\n    return None\nreturn x"),
    ("value", "no", "return x"),
    ("value", "no", "if DEBUG:\n    return x\nreturn -x"),
    ("value", "no", "if DEBUG:\n    return x\nelse:\n    raise ValueError(x)"),
    ("value", "no", "if DEBUG:\n    y = x\nelse:\n    y = -x\nreturn y"),
    ("value", "no", "while True:\n    return x"),
    ("value", "no", "for k in range(3):\n    x = x * k\nelse:\n    return x"),
    ("value", "no", "try:\n    y = x * 2\nexcept Exception:\n    raise\nfinally:\n    print('done')\nreturn y"),
    ("value", "no", "try:\n    print(x)\nfinally:\n    return x"),
    ("value", "no", "with tf.name_scope('a'):\n    return x"),
    ("value", "no", "match DEBUG:\n    case 1:\n        return x\n    case _:\n        return -x"),
    ("value", "no", "assert False, 'no'"),
    ("value", "no", "if x is None:\n    return None\nreturn x"),
    ("value", "no", "y = None\ny = x\nreturn y"),
    ("value", "no", "def inner(t):\n    print(t)\ninner(x)\nreturn x"),
    ("value", "no", "return [x, None]"),
    ("side-effect-call", "no", "return print(x)"),
    ("side-effect-call", "no", "items = []\nreturn items.append(x)"),
    ("side-effect-call", "no", "return tf.print('x', x)"),
]


@pytest.mark.parametrize(("returns", "path", "body"), RETURNS)
def test_returns(returns: str, path: str, body: str) -> None:
    facts = facts_of("DEBUG = 0\ndef f(x):\n" + textwrap.indent(body, "    ") + "\n" + TAIL)
    assert (facts["returns"], facts["none-path"]) == (returns, path)


@pytest.mark.parametrize(
    ("returns", "body"),
    [
        ("side-effect-call", "print(x)"),
        ("side-effect-call", "seen.append(x)"),
        ("side-effect-call", "table.update(x=x)"),
        ("side-effect-call", "setattr(box, 'h', x)"),
        ("side-effect-call", "np.random.shuffle(x)"),
        ("never", "None"),
        ("value", "x * 2"),
        ("value", "print(x) or x"),
        ("value", "(print(x), x)[1]"),
        ("value", "K.print_tensor(x)"),
        ("value", "[x, None]"),
        ("value", "total.assign_add(x)"),
        ("value", "tf.keras.layers.add([x, x])"),
    ],
)
def test_returns_of_a_lambda(returns: str, body: str) -> None:
    facts = facts_of(f"seen = []\ntable = {{}}\nbox = object()\ntotal = tf.Variable(0.)\nf = lambda x: {body}\n" + TAIL)
    assert facts["returns"] == returns


TESTED = [
    ("if", "if tf.reduce_sum(x) > 0:\n    return x\nreturn -x"),
    ("if", "y = x * 2\nz = tf.reduce_max(y)\nif z:\n    return x\nreturn -x"),
    ("if", "if not K.any(x > 0):\n    return x\nreturn -x"),
    ("if", "if x.shape[-1] == 4 and tf.reduce_mean(x) > 0:\n    return x\nreturn -x"),
    ("if", "if x == 0:\n    return x\nreturn -x"),
    ("if", "m = tf.math.reduce_mean(x)\nif m > 0.5:\n    x = x * 2\nelif m < 0:\n    x = -x\nreturn x"),
    ("if", "if (n := tf.norm(x)) > 1:\n    return x / n\nreturn x"),
    ("if", "if tf.shape(x)[0] > 1:\n    return x\nreturn -x"),
    ("if", "if tf.rank(x) == 2:\n    return x\nreturn -x"),
    ("if", "def big(t):\n    return tf.reduce_max(t) > 1\nif big(x):\n    return x\nreturn -x"),
    ("if", "parts = tf.split(x, 2, axis=-1)\nif tf.reduce_sum(parts[0]) > 0:\n    return x\nreturn -x"),
    ("if", "stats = {'m': tf.reduce_mean(x)}\nif stats['m'] > 0:\n    return x\nreturn -x"),
    ("if", "if tf.random.uniform([]) > 0.5:\n    return x\nreturn -x"),
    ("ternary", "return x if tf.reduce_sum(x) > 0 else -x"),
    ("while", "while tf.reduce_max(x) > 1:\n    x = x / 2\nreturn x"),
    ("assert", "assert tf.reduce_all(x > 0)\nreturn x"),
    ("boolean-operator", "return tf.where((x > 0) and (x < 1), x, 0.)"),
    ("boolean-operator", "return tf.where(not (x > 0), x, 0.)"),
    ("boolean-operator", "return tf.cast(0 < x < 1, tf.float32)"),
    ("builtin", "return max(x, 0)"),
    ("builtin", "return x * bool(tf.reduce_sum(x))"),
    ("builtin", "return max([tf.reduce_sum(x), tf.reduce_mean(x)])"),
    ("iteration", "return tf.stack([r * 2 for r in x])"),
    ("iteration", "out = []\nfor row in x:\n    out.append(row)\nreturn tf.stack(out)"),
    ("iteration", "return sum(x)"),
    ("iteration", "a, b = x * 2\nreturn a - b"),
    ("iteration", "return tf.stack([a * b for a, b in zip(x, x)])"),
]


@pytest.mark.parametrize(("form", "body"), TESTED)
def test_truth_of_a_tensor(form: str, body: str) -> None:
    facts = of_def(body)
    assert (facts["truth-of-tensor"], facts["truth-form"]) == ("yes", form)


INNOCENT_TESTS = [
    "if x.shape[-1] > 3:\n    return x\nreturn -x",
    "if x.shape.rank == 2:\n    return x\nreturn -x",
    "if len(x.shape) > 2:\n    return x\nreturn -x",
    "if K.int_shape(x)[1] > 3:\n    return x\nreturn -x",
    "if K.ndim(x) == 3:\n    return x\nreturn -x",
    "if x is None:\n    raise ValueError\nreturn x",
    "if x != None:\n    return x\nreturn -x",
    "if isinstance(x, (list, tuple)):\n    a, b = x\n    return a\nreturn x",
    "if x.dtype == tf.float32:\n    return x\nreturn tf.cast(x, tf.float32)",
    "n = int(x.shape[-1])\nwhile n > 1:\n    n //= 2\nreturn x",
    "s = x.get_shape().as_list()\nif s[1] > 2:\n    return x\nreturn -x",
    "if K.image_data_format() == 'channels_last':\n    return x\nreturn -x",
    "if tf.is_tensor(x):\n    return x\nreturn tf.constant(x)",
    "if tf.executing_eagerly():\n    return x\nreturn x",
    "assert x.shape[1] == 4\nreturn x",
    "assert len(x.shape) == 2, 'rank'\nreturn x",
    "return tf.where(x > 0, x, 0.)",
    "return tf.cond(tf.reduce_sum(x) > 0, lambda: x, lambda: -x)",
    "return K.switch(K.sum(x) > 0, x, -x)",
    "return tf.where(tf.logical_and(x > 0, x < 1), x, 0.)",
    "return tf.where((x > 0) & (x < 1), x, 0.)",
    "return tf.cast(x > 0, x.dtype) * x",
    "parts = tf.split(x, 2, axis=-1)\na, b = parts\nreturn a * b",
    "return tf.add_n([p * 2 for p in tf.unstack(x, axis=1)])",
    "m, v = tf.nn.moments(x, axes=[-1], keepdims=True)\nreturn (x - m) / tf.sqrt(v + 1e-5)",
    "return sum([x, x * 2])",
    "return x * max(x.shape[-1], 1)",
    "out = []\nfor k in range(3):\n    out.append(x * k)\nif not out:\n    return x\nreturn tf.concat(out, -1)",
    "tf.debugging.assert_positive(x)\nreturn x",
    "def scale(t, k=2):\n    if k > 1:\n        return t * k\n    return t\nreturn scale(x)",
    "if DEBUG and x.shape[0]:\n    print(x)\nreturn x",
    "return [x, x * 2]",
    "vals, idx = tf.math.top_k(x, k=2)\nreturn vals",
    "for _ in range(x.shape[1]):\n    x = x * 2\nreturn x",
    "return tf.map_fn(lambda r: r * 2, x)",
    "y = x * 2 if x.shape[-1] else x\nreturn y",
]


@pytest.mark.parametrize("body", INNOCENT_TESTS)
def test_no_truth_of_a_tensor(body: str) -> None:
    facts = facts_of("DEBUG = 0\ndef f(x):\n" + textwrap.indent(body, "    ") + "\n" + TAIL)
    assert facts["truth-of-tensor"] == "no"
    assert "truth-form" not in facts


def test_autograph_converts_a_tf_function() -> None:
    body = "def f(x):\n    if tf.reduce_sum(x) > 0:\n        return x\n    return -x\n"
    assert facts_of("@tf.function\n" + body + TAIL)["truth-of-tensor"] == "no"
    assert facts_of(body + TAIL.replace("Lambda(f)", "Lambda(tf.function(f))"))["truth-of-tensor"] == "no"
    assert facts_of(body + TAIL)["truth-of-tensor"] == "yes"


def test_a_list_may_be_unpacked() -> None:
    code = """
    a, b = Input((4,)), Input((4,))
    def distance(vects):
        x, y = vects
        return K.sqrt(K.sum(K.square(x - y), axis=1, keepdims=True))
    out = Lambda(distance)([a, b])
    """
    assert facts_of(code)["truth-of-tensor"] == "no"
    one = facts_of(code.replace("([a, b])", "(a)"))
    assert (one["truth-of-tensor"], one["unpacks-one-tensor"]) == ("no", "yes")
    indexed = code.replace("x, y = vects", "x = vects[0]; y = vects[1]")
    assert facts_of(indexed)["truth-of-tensor"] == "no"


def test_a_flag_given_through_arguments_is_static() -> None:
    code = "out = Lambda(lambda x, flag: x if flag else -x, arguments={'flag': True})(Input((4,)))"
    facts = facts_of(code)
    assert facts["truth-of-tensor"] == "no"
    assert facts["arity"] == "fits"


def test_training_and_mask_are_not_inputs() -> None:
    facts = facts_of("def f(x, training=None, mask=None):\n    if training:\n        return x\n    return -x\n" + TAIL)
    assert facts["truth-of-tensor"] == "no"
    assert facts["arity"] == "fits"


@pytest.mark.parametrize(
    "body",
    [
        "x[:, 0] = 0\nreturn x",
        "y = x * 2\ny[0] = 1.\nreturn y",
        "x[:, 0] += 1.\nreturn x",
        "y = x\ny[..., 1] = x[..., 0]\nreturn y",
        "for i in range(4):\n    x[:, i] = x[:, i] * 2\nreturn x",
        "x[x > 0] = 1.\nreturn x",
    ],
)
def test_item_assignment(body: str) -> None:
    assert of_def(body)["item-assignment"] == "yes"


@pytest.mark.parametrize(
    "body",
    [
        "out = [None] * 3\nout[0] = x\nreturn out[0]",
        "d = {}\nd['h'] = x\nreturn d['h']",
        "s = x.shape.as_list()\ns[0] = -1\nreturn tf.reshape(x, s)",
        "n[0] += 1\nreturn x",
        "w = np.zeros((4,), 'float32')\nw[0] = 1\nreturn x * w",
        "return tf.tensor_scatter_nd_update(x, [[0]], [x[0]])",
    ],
)
def test_no_item_assignment(body: str) -> None:
    assert facts_of("n = [0]\ndef f(x):\n" + textwrap.indent(body, "    ") + "\n" + TAIL)["item-assignment"] == "no"


@pytest.mark.parametrize(
    ("form", "body"),
    [
        ("numpy-call", "np.square(x)"),
        ("numpy-call", "np.maximum(x, 0)"),
        ("numpy-call", "tf.constant(np.exp(x))"),
        ("numpy-method", "x.numpy() * 2"),
        ("numpy-method", "tf.constant(tf.reduce_sum(x).numpy())"),
        ("number", "x * float(tf.reduce_mean(x))"),
        ("number", "x * int(tf.shape(x)[0])"),
        ("number", "tf.add_n([x for _ in range(tf.shape(x)[1])])"),
        ("length", "x / len(x)"),
        ("math-call", "math.exp(x)"),
        ("math-call", "x * math.sqrt(tf.reduce_sum(x))"),
        ("numpy-call", "K.constant(K.eval(x))"),
    ],
)
def test_python_value(form: str, body: str) -> None:
    assert of_lambda(body)["python-value"] == form


@pytest.mark.parametrize(
    "body",
    [
        "x * np.pi",
        "x * np.float32(2)",
        "x * math.sqrt(2)",
        "x / len(x.shape)",
        "x * float(x.shape[-1])",
        "x / np.sqrt(x.shape[-1])",
        "tf.reshape(x, (-1, int(np.prod(K.int_shape(x)[1:]))))",
        "tf.py_function(lambda a: np.square(a.numpy()), [x], tf.float32)",
        "tf.numpy_function(np.square, [x], tf.float32)",
        "x * int(x.shape[1])",
        "x + np.ones((4,), 'float32')",
        "x / math.log(x.shape[-1])",
        "tf.random.normal([len([1, 2])]) + x[:, :2]",
    ],
)
def test_no_python_value(body: str) -> None:
    assert of_lambda(body)["python-value"] == "no"


BLOCKED = [
    ("argmax", "tf.argmax(x, axis=-1)"),
    ("argmax", "tf.cast(tf.math.argmax(x, -1), tf.float32)"),
    ("argmax", "K.argmax(x)"),
    ("argmax", "tf.one_hot(tf.argmax(x, -1), 4)"),
    ("argmax", "keras.ops.argmax(x, axis=-1)"),
    ("round", "tf.round(x)"),
    ("round", "K.round(x * 10) / 10"),
    ("floor", "tf.floor(x)"),
    ("ceil", "tf.math.ceil(x)"),
    ("sign", "tf.sign(x)"),
    ("sign", "K.sign(x)"),
    ("compare", "tf.cast(x > 0.5, tf.float32)"),
    ("compare", "K.cast(K.greater(x, 0.5), 'float32')"),
    ("compare", "tf.where(x > 0, 1.0, 0.0)"),
    ("compare", "tf.cast(tf.math.greater(x, 0), 'float32') * 2"),
    ("int-cast", "tf.cast(tf.cast(x, tf.int32), tf.float32)"),
    ("int-cast", "tf.cast(x, 'int64')"),
    ("int-cast", "tf.dtypes.cast(x, dtype=tf.uint8)"),
    ("stop_gradient", "tf.stop_gradient(x)"),
    ("stop_gradient", "K.stop_gradient(x) * 2"),
    ("numpy_function", "tf.numpy_function(np.square, [x], tf.float32)"),
    ("searchsorted", "tf.cast(tf.searchsorted([0., 1.], tf.reshape(x, [-1])), tf.float32)"),
    ("top_k-indices", "tf.math.top_k(x, k=2).indices"),
    ("top_k-indices", "tf.nn.top_k(x, 2)[1]"),
    ("numpy-round-trip", "tf.constant(x.numpy())"),
    ("numpy-round-trip", "np.square(x)"),
    ("shape", "tf.cast(tf.shape(x), tf.float32)"),
    ("constant", "tf.zeros_like(x)"),
    ("constant", "tf.constant([[1.0]])"),
    ("floordiv", "x // 0.5"),
    ("strings.as_string", "tf.strings.to_number(tf.strings.as_string(x))"),
]


@pytest.mark.parametrize(("name", "body"), BLOCKED)
def test_blocked_gradient(name: str, body: str) -> None:
    facts = of_lambda(body)
    assert (facts["blocks-gradient"], facts["gradient-blocker"]) == ("yes", name)


@pytest.mark.parametrize(
    "body",
    [
        "x + tf.stop_gradient(tf.round(x) - x)",
        "tf.cast(x > 0, x.dtype) * x",
        "tf.where(x > 0, x, 0.)",
        "tf.math.top_k(x, k=2).values",
        "x * tf.stop_gradient(tf.sign(x))",
        "tf.gather(x, tf.argmax(x, -1), axis=1, batch_dims=1)",
        "tf.maximum(x, 0.)",
        "tf.reshape(x, [tf.shape(x)[0], -1])",
        "x * tf.cast(tf.shape(x)[0], tf.float32)",
        "x % 1.0",
        "tf.clip_by_value(x, 0., 1.)",
        "K.l2_normalize(x, axis=-1)",
        "tf.image.resize(x, (8, 8))",
        "tf.concat([x, tf.round(x)], -1)",
        "tf.nn.softmax(x) if True else tf.round(x)",
        "x[:, :2]",
        "tf.boolean_mask(x, x > 0)",
        "tf.map_fn(lambda r: r * tf.round(r), x)",
        "tf.cast(x, tf.float16)",
    ],
)
def test_open_gradient(body: str) -> None:
    assert of_lambda(body)["blocks-gradient"] == "no"


def test_a_blocker_beside_the_way_out_is_innocent() -> None:
    assert of_def("p = tf.nn.softmax(x)\ntf.print(tf.argmax(p, -1))\nreturn p")["blocks-gradient"] == "no"


def test_custom_gradient_is_no_blocker() -> None:
    code = "@tf.custom_gradient\ndef ste(t):\n    return tf.round(t), lambda dy: dy\n\nf = lambda x: ste(x)\n" + TAIL
    assert facts_of(code)["blocks-gradient"] == "no"


def test_nothing_to_train_before_the_lambda() -> None:
    assert "blocks-gradient" not in facts_of("out = Lambda(lambda x: tf.one_hot(tf.cast(x, 'int32'), 5))(Input((1,)))")


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("variable", "v = tf.Variable(2.0)\nf = lambda x: x * v"),
        ("variable", "v = K.variable(1.0)\ndef f(x):\n    return K.sum(x) + v"),
        ("variable", "v = keras.Variable(1.0)\ndef scale(t):\n    return t * v\ndef f(x):\n    return scale(x)"),
        (
            "variable",
            "def make():\n    v = tf.Variable(1.0)\n    def inner(x):\n        return x * v\n    return inner\nf = make()",  # noqa: E501
        ),
        ("layer", "dense = Dense(4)\nf = lambda x: dense(x)"),
        ("layer", "block = keras.Sequential([Dense(4), Dense(4)])\nf = lambda x: block(x) + x"),
        (
            "layer",
            "blocks = [Dense(4) for _ in range(3)]\ndef f(x):\n    for b in blocks:\n        x = b(x)\n    return x",
        ),
        (
            "layer",
            "class Scale(layers.Layer):\n    def build(self, s):\n        self.w = self.add_weight(shape=(1,))\n"
            "    def call(self, x):\n        return x * self.w\nscale = Scale()\ndef f(x):\n    return scale(x)",
        ),
        ("no", "k = 3\nf = lambda x: x * k"),
        ("no", "W = np.ones((4,), 'float32')\nf = lambda x: x * W"),
        ("no", "steps = tf.Variable(0)\ndef f(x):\n    steps.assign_add(1)\n    return x"),
        ("no", "W = tf.constant([1., 2., 3., 4.])\nf = lambda x: x * W"),
        ("no", "flat = layers.Flatten()\nf = lambda x: flat(x)"),
        ("no", "emb = Dense(4)\nh = emb(Input((4,)))\nf = lambda x: tf.matmul(x, emb.kernel)"),
    ],
)
def test_captures(value: str, code: str) -> None:
    assert facts_of(code + "\n" + TAIL)["captures"] == value


def test_a_model_tracks_the_layers_it_holds() -> None:
    code = """
    class Net({base}):
        def __init__(self):
            super().__init__()
            self.dense = Dense(4)
            self.mix = Lambda(lambda x: self.dense(x))
        def call(self, x):
            return self.mix(x)
    net = Net()
    """
    assert facts_of(code.format(base="keras.Model"))["captures"] == "no"
    assert facts_of(code.format(base="object"))["captures"] == "layer"


@pytest.mark.parametrize(
    ("value", "body"),
    [
        ("variable", "v = tf.Variable(1.0)\nreturn x * v"),
        ("layer", "return Dense(4)(x)"),
        ("layer", "return layers.Conv1D(4, 1)(x)"),
        ("layer", "d = keras.layers.Dense(4)\nreturn d(x)"),
        ("no", "return layers.Flatten()(x)"),
        ("no", "return layers.ReLU()(x)"),
        ("no", "return layers.concatenate([x, x])"),
        ("no", "return tf.nn.relu(x)"),
        ("no", "return layers.Activation('relu')(x)"),
        ("variable", "return helper(x)"),
    ],
)
def test_creates(value: str, body: str) -> None:
    helper = "def helper(t):\n    w = tf.Variable(tf.ones((4, 4)))\n    return tf.matmul(t, w)\n"
    assert facts_of(helper + "def f(x):\n" + textwrap.indent(body, "    ") + "\n" + TAIL)["creates"] == value


@pytest.mark.parametrize(
    ("value", "argument"),
    [
        ("function", "lambda x: x"),
        ("function", "g"),
        ("function", "tf.nn.relu"),
        ("function", "make(2)"),
        ("call-result", "g(inp)"),
        ("call-result", "g(2.0)"),
        ("call-result", "K.square(inp)"),
        ("string", "'relu'"),
        ("none", "None"),
        ("function", "functools.partial(g, k=2)"),
        ("function", "keras.activations.get('relu')"),
        ("function", "Dense(1)"),
        ("function", "Thing()"),
        ("function", "table['double']"),
        ("call-result", "pick('b')"),
        ("function", "pick('a')"),
    ],
)
def test_lambda_argument(value: str, argument: str) -> None:
    code = f"""
    import functools
    def g(x, k=2):
        return x * k
    def make(k):
        def inner(x):
            return x * k
        return inner
    def pick(name):
        if name == 'a':
            return lambda x: x
    class Thing:
        def __call__(self, x):
            return x
    table = {{'double': lambda x: x * 2}}
    inp = Input((4,))
    out = Lambda({argument})
    """
    assert facts_of(code)["lambda-argument"] == value


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("fits", "Lambda(lambda x: x)(a)"),
        ("fits", "Lambda(lambda x, k=2: x)(a)"),
        ("fits", "Lambda(lambda x, training=None: x)(a)"),
        ("many-for-list", "Lambda(lambda p, q: p - q)([a, b])"),
        ("many-for-arguments", "Lambda(lambda p, q: p - q)(a, b)"),
        ("many-for-tensor", "Lambda(lambda x, k: x * k)(a)"),
        ("fits", "Lambda(lambda x, k: x * k, arguments={'k': 2})(a)"),
        ("none-taken", "Lambda(lambda: 1.0)(a)"),
        ("fits", "Lambda(lambda *xs: xs[0])(a)"),
        ("fits", "Lambda(two.first)(a)"),
        ("fits", "Lambda(functools.partial(lambda k, x: x * k, 2))(a)"),
    ],
)
def test_arity(value: str, code: str) -> None:
    head = "import functools\nclass Two:\n    def first(self, x):\n        return x\ntwo = Two()\na, b = Input((4,)), Input((4,))\n"  # noqa: E501
    assert facts_of(head + "out = " + code)["arity"] == value


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("never", "def h(t):\n    y = t * 2\ndef f(x):\n    return x + h(x)"),
        ("never", "def h(t):\n    print(t)\nf = lambda x: K.mean(h(x))"),
        ("never", "def f(x):\n    def h(t):\n        t * 2\n    return h(x)"),
        ("value", "def h(r):\n    r * 2\nf = lambda x: tf.map_fn(h, x)"),  # told by inner-returns
        ("never", "def deep(t):\n    t = t * 2\ndef h(t):\n    return deep(t)\ndef f(x):\n    return h(x)"),
        ("some-paths", "def h(t, k=1):\n    if k > 1:\n        return t\ndef f(x):\n    return h(x)"),
        ("value", "def h(t):\n    return t * 2\ndef f(x):\n    return h(x)"),
    ],
)
def test_helper_returns(value: str, code: str) -> None:
    assert facts_of(code + "\n" + TAIL)["helper-returns"] == value


def test_a_helper_called_for_its_effect_is_innocent() -> None:
    facts = facts_of("def log(t):\n    print(t)\ndef f(x):\n    log(x)\n    return x\n" + TAIL)
    assert facts["helper-returns"] == "value"


@pytest.mark.parametrize(
    ("value", "body"),
    [
        ("yes", "x *= 2\nreturn x"),
        ("yes", "y = x + 1\ny -= 1\nreturn y"),
        ("no", "k = 1\nk += 1\nreturn x * k"),
        ("no", "parts = [x]\nparts += [x]\nreturn tf.concat(parts, -1)"),
        ("no", "x = x * 2\nreturn x"),
        ("no", "n = x.shape[-1]\nn *= 2\nreturn x * n"),
    ],
)
def test_in_place_operator(value: str, body: str) -> None:
    assert of_def(body)["in-place-operator"] == value


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("yes", "out = Lambda(lambda x: x * 0.5)(Input((4,), dtype='int32'))"),
        ("yes", "out = Lambda(lambda x: x / 255.0)(Input((4,), dtype='uint8'))"),
        ("yes", "W = tf.constant(np.ones((4,)))\nout = Lambda(lambda x: x * W)(Input((4,)))"),
        ("yes", "out = Lambda(lambda x: x + tf.cast(x, tf.float16))(Input((4,)))"),
        ("yes", "out = Lambda(lambda x: tf.gather(tf.eye(5), x))(Input((2,)))"),
        ("yes", "out = Lambda(lambda x: x / tf.shape(x)[0])(Input((4,)))"),
        ("yes", "p = tf.constant(2)\nout = Lambda(lambda x: x ** p)(Input((4,)))"),
        ("yes", "out = Lambda(lambda x: (x > 0) * x)(Input((4,)))"),
        (
            "yes",
            "keras.mixed_precision.set_global_policy('mixed_float16')\nout = Lambda(lambda x: x + tf.ones((4,)))(Dense(4)(Input((4,))))",  # noqa: E501
        ),
        ("yes", "def f(t):\n    mask = tf.cast(t > 0, 'int32')\n    return t * mask\nout = Lambda(f)(Input((4,)))"),
        ("no", "out = Lambda(lambda x: x * 0.5)(Input((4,)))"),
        ("no", "out = Lambda(lambda x: tf.cast(x, tf.float32) / 255.0)(Input((4,), dtype='uint8'))"),
        ("no", "out = Lambda(lambda x: x * tf.cast(x > 0, x.dtype))(Input((4,)))"),
        ("no", "out = Lambda(lambda x: x * 2)(Input((4,), dtype='int32'))"),
        ("no", "W = np.ones((4,))\nout = Lambda(lambda x: x * W)(Input((4,)))"),
        ("no", "out = Lambda(lambda x: tf.where(x > 0, x, -1))(Input((4,)))"),
        ("no", "out = Lambda(lambda x: x + tf.random.normal(tf.shape(x)))(Dense(4)(Input((4,))))"),
        ("no", "out = Lambda(lambda x: tf.one_hot(x, 5))(Input((1,), dtype='int32'))"),
    ],
)
def test_mixed_dtypes(value: str, code: str) -> None:
    assert facts_of(code)["mixes-dtypes"] == value


def test_an_unknown_dtype_settles_nothing() -> None:
    assert "mixes-dtypes" not in facts_of(
        "from data import table\nout = Lambda(lambda x: x * tf.constant(table))(Input((4,)))"
    )


def test_a_partial_snippet_never_says_no() -> None:
    for body in ("return x * 2", "if tf.reduce_sum(x) > 0:\n    return x", "y = x"):
        assert not {"no", "value"} & set(of_def(body, partial=True).values())


def test_code_from_elsewhere_settles_nothing() -> None:
    facts = facts_of("from helpers import magic\nf = lambda x: magic(x)\n" + TAIL)
    assert facts["returns"] == "value"
    assert not {"truth-of-tensor", "blocks-gradient", "captures", "creates", "helper-returns"} & set(facts)


@pytest.mark.parametrize(
    ("value", "line"),
    [
        ("yes", "model.fit(x, y)"),
        ("yes", "opt.apply_gradients(zip(g, v))"),
        ("yes", "g = tape.gradient(loss, w)"),
        ("yes", "model.train_on_batch(x, y)"),
        ("yes", "opt.minimize(loss, v)"),
        ("no", "model.predict(x)"),
    ],
)
def test_trains(value: str, line: str) -> None:
    snippet = Snippet(HEAD + line)
    facts = {f.name: f.value for f in observe_source(snippet, find_targets(snippet))}
    assert facts["trains"] == value


@pytest.mark.parametrize(
    ("fact", "value", "function"),
    [
        ("gradient-blocker", "round", "tf.round"), ("blocks-gradient", "no", "tf.nn.relu"), ("returns", "value", "K.square"),  # noqa: E501
        ("returns", "side-effect-call", "tf.print"), ("python-value", "numpy-call", "np.square"), ("captures", "no", "tf.abs"),  # noqa: E501
    ],
)  # fmt: skip
def test_a_function_of_a_library(fact: str, value: str, function: str) -> None:
    assert facts_of(f"out = Lambda({function})(Dense(4)(Input((4,))))")[fact] == value


@pytest.mark.parametrize(
    ("value", "array"),
    [
        ("yes", "np.random.rand(4)"), ("yes", "np.ones((4,))"), ("yes", "data.mean(axis=0)"), ("yes", "np.array([1.0, 2.0])"),  # noqa: E501
        ("no", "np.ones((4,), 'float32')"), ("no", "np.random.rand(4).astype('float32')"), ("no", "np.float32([1, 2])"),
        ("no", "np.zeros((4,), dtype=np.float32)"), ("no", "[1.0, 2.0]"),
    ],
)  # fmt: skip
def test_the_dtype_of_a_constant_from_an_array(value: str, array: str) -> None:
    code = f"data = np.random.normal(size=(3, 4))\nW = tf.constant({array})\nout = Lambda(lambda x: x * W)(Input((4,)))"
    assert facts_of(code)["mixes-dtypes"] == value


def test_a_whole_program_without_a_lambda_has_no_assumed_one() -> None:
    snippet = Snippet(HEAD + "def build(n):\n    return keras.Sequential([Dense(n)])\nbuild(3).compile('sgd', 'mse')\n")
    assert [t.kind for t in find_targets(snippet) if t.kind == "lambda"] == []
