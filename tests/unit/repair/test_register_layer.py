"""Lambdas become registered layers: what the function takes from outside comes along, or the recipe says why not."""

from __future__ import annotations

import ast

import pytest

from troubleshooter.errors import CannotRepair
from troubleshooter.model import Repair, RepairPlan, Snippet, Target, TargetKind
from troubleshooter.repair import propose
from troubleshooter.slice import find_targets

HEAD = "import numpy as np\nimport tensorflow as tf\nfrom tensorflow import keras\n"
AROUND = Target("program", TargetKind.PROGRAM, "", None)


def made(source: str, recipe: str = "register-layer") -> Repair:
    snippet = Snippet(HEAD + source)
    targets = [one for one in find_targets(snippet) if one.kind is TargetKind.LAMBDA] or [AROUND]
    repair = propose(RepairPlan(recipe, "unsafe"), snippet, targets[0], {}, keras="3")
    ast.parse(repair.source)
    return repair


@pytest.mark.parametrize(
    ("source", "parts"),
    [
        (
            "l = keras.layers.Lambda(lambda x: x * 2)\n",
            ["def call(self, x):\n        return x * 2", "l = FunctionLayer()"],
        ),
        (
            "S = 2.0\nl = keras.layers.Lambda(lambda x: x * S)\n",
            ["return x * self.s", "FunctionLayer(s=S)", '"s": self.s'],
        ),
        ("l = keras.layers.Lambda(lambda x, k=3: x * k)\n", ["FunctionLayer(k=3)", "def call(self, x):"]),
        (
            "l = keras.layers.Lambda(lambda x, w: x * w, arguments={'w': np.array([1.0])}, name='weigh')\n",
            ["class WeighLayer", "np.asarray(w)", "self.w.tolist()", "WeighLayer(w=np.array([1.0]), name='weigh')"],
        ),
        (
            "def make(k):\n    return lambda x: x * k\nl = keras.layers.Lambda(make(4))\n",
            ["FunctionLayer(k=4)", "return x * self.k"],
        ),
        (
            "import functools\ndef f(x, a, b):\n    # why\n    return x * a + b\n"
            "l = keras.layers.Lambda(functools.partial(f, b=1, a=2))\n",
            ["class FLayer", "# why", "self.a + self.b", "FLayer(b=1, a=2)"],
        ),
        (
            "class A:\n    def __init__(self):\n        self.k = 2\n    def f(self, x):\n        return x * self.k\n"
            "a = A()\nl = keras.layers.Lambda(a.f)\n",
            ["FLayer(k=a.k)", "return x * self.k"],
        ),
        (
            "K = keras.backend\ndef h(x):\n    return K.abs(x)\nl = keras.layers.Lambda(lambda x: h(x))\ndel h\n",
            ["        def h(x):\n            return K.abs(x)\n        return h(x)"],
        ),
        (
            "l = keras.layers.Lambda(lambda x: tf.abs(x))\nfor g in ('tf',):\n    del globals()[g]\n",
            ["        import tensorflow as tf\n        return tf.abs(x)"],
        ),
        ("ls = [keras.layers.Lambda(lambda x: x * k) for k in range(3)]\n", ["FunctionLayer(k=k) for k in range(3)"]),
        ("l = keras.layers.Lambda(tf.square)\n", ["return tf.square(x)", "FunctionLayer()"]),
        ("dtype = 3\nl = keras.layers.Lambda(lambda x: x * dtype)\n", ["self.dtype_value"]),
        (
            "a = keras.layers.Lambda(lambda x: x * 2)\nb = keras.layers.Lambda(lambda x: x * 3)\n",
            ["class FunctionLayer(", "class FunctionLayer2("],
        ),
    ],
)
def test_what_becomes_of_a_lambda(source: str, parts: list[str]) -> None:
    text = made(source).source
    for part in parts:
        assert part in text
    assert "Lambda(" not in text.replace("import Lambda", "")


def test_repairing_again_finds_nothing() -> None:
    again = made("i = keras.Input((2,))\nl = keras.layers.Lambda(lambda x: x * 2)(i)\n").source
    with pytest.raises(CannotRepair):
        propose(RepairPlan("register-layer", "unsafe"), Snippet(again), AROUND, {}, keras="3")


@pytest.mark.parametrize(
    "source",
    [
        "v = tf.Variable(1.0)\nl = keras.layers.Lambda(lambda x: x * v)\n",
        "d = keras.layers.Dense(2)\nl = keras.layers.Lambda(lambda x: d(x))\n",
        "l = keras.layers.Lambda(lambda *xs: xs[0])\n",
        "l = keras.layers.Lambda(unknown)\n",
        "l = keras.layers.Lambda(lambda x, k: x * k, arguments=given)\n",
        "class A:\n    def g(self, x):\n        return x\n    def f(self, x):\n        return self.g(x)\n"
        "l = keras.layers.Lambda(A().f)\n",
        "x = 1\n",
    ],
)
def test_refusals(source: str) -> None:
    with pytest.raises(CannotRepair):
        made(source)


def test_a_source_that_only_loads_trusts_its_file() -> None:
    text = made("m = keras.models.load_model('a.keras')\nprint(m.summary())\n")
    assert "load_model('a.keras', safe_mode=False)" in text.source
    assert "trust" in text.changes


@pytest.mark.parametrize(
    ("source", "parts"),
    [
        (
            "def build():\n    i = keras.Input((2,))\n    return keras.Model(i, keras.layers.Dense(1)(i))\n"
            "build()\nm = keras.models.load_model('a.h5', compile=False)  # old\n",
            ["m = build()", "m.load_weights('a.h5')  # old"],
        ),
        (
            "i = keras.Input((2,))\nm = keras.Model(i, keras.layers.Lambda(lambda x: x * 2)(i))\n"
            "r = keras.models.load_model('a.keras')\n",
            ["r = m\nr.load_weights('a.keras')", "FunctionLayer()(i)"],
        ),
        (
            "m = keras.Sequential([keras.layers.Dense(1)])\n# from disk\nm = keras.models.load_model(p)\n",
            ["# from disk\nm.load_weights(p)"],
        ),
    ],
)
def test_weights_are_loaded_into_the_code(source: str, parts: list[str]) -> None:
    text = made(source, "load-weights-into-code").source
    for part in parts:
        assert part in text


@pytest.mark.parametrize("source", ["m = keras.models.load_model('a.h5')\n", "x = 1\n", "print(load_model('a'))\n"])
def test_weights_need_the_code(source: str) -> None:
    with pytest.raises(CannotRepair):
        made(source, "load-weights-into-code")


@pytest.mark.parametrize(
    ("recipe", "source", "part"),
    [
        (
            "register-function",
            "def f(x):\n    return x\nl = keras.layers.Lambda(f)\n",
            "@keras.utils.register_keras_serializable()\ndef f(x):",
        ),
        (
            "register-function",
            "class Own(keras.layers.Layer):\n    pass\nl = Own()\n",
            "@keras.utils.register_keras_serializable()\nclass Own(",
        ),
        (
            "register-function",
            "def act(x):\n    return x\nl = keras.layers.Dense(1, activation=act)\n",
            "@keras.utils.register_keras_serializable()\ndef act(x):",
        ),
        ("keras-file-name", "m.save('out/model')\nload_model('out/model')\n", "load_model('out/model.keras')"),
        ("keras-file-name", "m.save_weights('w.h5')\n", "m.save_weights('w.weights.h5')"),
        ("keras-file-name", "P = 'm.pb'\nm.save(P)\n", "P = 'm.keras'"),
        ("load-uncompiled", "m = keras.models.load_model('m.h5')\n", "load_model('m.h5', compile=False)"),
        ("load-uncompiled", "m = load_model('m.h5', compile=True)\n", "load_model('m.h5', compile=False)"),
    ],
)
def test_files_and_names(recipe: str, source: str, part: str) -> None:
    assert part in made(source, recipe).source


@pytest.mark.parametrize(
    ("recipe", "source"),
    [
        ("register-function", "l = keras.layers.Lambda(tf.abs)\n"),
        ("register-function", "@keras.utils.register_keras_serializable()\ndef f(x):\n    return x\nLambda(f)\n"),
        ("keras-file-name", "m.save('m.keras')\nm.save('m.h5')\nm.save_weights('m.weights.h5')\n"),
        ("keras-file-name", "plt.savefig('x.png')\n"),
        ("load-uncompiled", "load_model('m.h5', compile=False)\n"),
        ("load-uncompiled", "x = 1\n"),
    ],
)
def test_files_and_names_that_are_right(recipe: str, source: str) -> None:
    with pytest.raises(CannotRepair):
        made(source, recipe)
