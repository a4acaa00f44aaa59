"""Slices: they define the target alone, keep its line numbers, and say what they assume and miss."""

from __future__ import annotations

import ast
import textwrap

import pytest

from troubleshooter.model import ErrorLink, Slice, Snippet, Traceback, Wrapper
from troubleshooter.slice import find_targets, input_specs, make_slice


def slice_of(code: str, number: int = 0) -> Slice:
    snippet = Snippet(textwrap.dedent(code).lstrip("\n"))
    target = [t for t in find_targets(snippet) if t.kind in {"lambda", "call"}][number]
    return make_slice(snippet, target)


def rows(cut: Slice) -> dict[int, str]:
    return {number: text for number, text in enumerate(cut.source.split("\n"), 1) if text}


def test_only_what_is_needed_at_its_own_lines() -> None:
    cut = slice_of("""
    import numpy as np, pandas as pd
    import tensorflow as tf
    from tensorflow import keras
    from tensorflow.keras import layers, models
    X = pd.read_csv("data.csv").values
    SCALE = 2.0

    def twice(x):
        # the comment stays
        return x * SCALE

    inp = keras.Input((4,))
    out = layers.Dense(1)(layers.Lambda(twice, name="t")(inp))
    model = keras.Model(inp, out); model.fit(X, X)
    """)
    assert rows(cut) == {
        4: "from tensorflow.keras import layers",
        6: "SCALE = 2.0",
        8: "def twice(x):",
        9: "    # the comment stays",
        10: "    return x * SCALE",
        13: '__target__ = (layers.Lambda(twice, name="t"))',
    }
    assert (cut.missing, cut.assumed, cut.as_list) == ((), (), False)
    assert cut.inputs[0].shape == (None, 4)


@pytest.mark.parametrize(
    "code",
    [
        "from keras.layers import Lambda\nm = [\n    Lambda(\n        lambda x:\n        x * 2,\n    ),\n]\n",
        "import keras\nclass M(keras.Model):\n    def __init__(self):\n        super().__init__()\n        self.k = 2\n"
        "        self.l = keras.layers.Lambda(self.f)\n    def f(self, x):\n        return x * self.k\n    def call(self, x):\n        return self.l(x)\n",  # noqa: E501
        "import keras\ndef build(k):\n    scale = k * 2\n    return keras.layers.Lambda(lambda x: x * scale)\nlayer = build(3)\n",  # noqa: E501
        "import keras\nouts = []\nfor k in range(3):\n    outs.append(keras.layers.Lambda(lambda x: x * k))\n",
        "try:\n    import keras\nexcept ImportError:\n    from tensorflow import keras\nlayer = keras.layers.Lambda(lambda x: x)\n",  # noqa: E501
        "import keras\ndef make(k):\n    def inner(x):\n        return x * k\n    return inner\nlayer = keras.layers.Lambda(make(2))\n",  # noqa: E501
        "if __name__ == '__main__':\n    import keras\n    k = 2\n    layer = keras.layers.Lambda(lambda x: x * k)\n",
        "import keras; k = 2; layer = keras.layers.Lambda(lambda x: x * k); model = 3\n",
        "import keras\ncfg = {}\ncfg['k'] = 3\nlayer = keras.layers.Lambda(lambda x: x * cfg['k'])\n",
        "import keras\n@keras.saving.register_keras_serializable()\ndef f(x):\n    return x\nlayer = keras.layers.Lambda(f)\n",  # noqa: E501
        "import keras\nwith strategy.scope():\n    d = keras.layers.Dense(4)\n    layer = keras.layers.Lambda(lambda x: d(x))\n",  # noqa: E501
        "import keras\nlayers = [keras.layers.Lambda(lambda x, k=k: x * k) for k in range(3)]\n",
    ],
)
def test_every_kind_of_place_is_cut(code: str) -> None:
    cut = slice_of(code)
    assert cut.missing == ()
    tree = ast.parse(cut.source)
    names = {t.id for n in ast.walk(tree) if isinstance(n, ast.Assign) for t in n.targets if isinstance(t, ast.Name)}
    assert "__target__" in names
    assert "fit(" not in cut.source


def test_missing_imports_are_supplied_without_moving_lines() -> None:
    cut = slice_of("def f(x):\n    return tf.square(x)\nout = layers.Lambda(f)(inputs)\n")
    assert rows(cut)[2] == "    return tf.square(x)"
    assert "import tensorflow as tf" in cut.source
    assert len(cut.assumed) == 3
    later = slice_of("\n\nk = 2\nout = layers.Lambda(lambda x: x * k)(inputs)\n")
    assert rows(later)[1].startswith("from tensorflow.keras import layers")


def test_data_is_missing_and_said() -> None:
    cut = slice_of(
        "import numpy as np\nfrom keras import layers\nmean = np.load('m.npy')\nout = layers.Lambda(lambda x: x - mean)\n"  # noqa: E501
    )
    assert cut.missing == ("mean",)
    assert "np.load" not in cut.source


def test_a_keyword_that_needs_data_is_left_out() -> None:
    cut = slice_of("from keras import layers\nX = load()\nlayers.Lambda(lambda x: x, input_shape=(X.shape[1],))\n")
    assert cut.missing == ()
    assert "input_shape" not in cut.source


def test_a_bare_function_gets_a_lambda() -> None:
    cut = slice_of("def f(x):\n    y = x * 2\n")
    assert "Lambda(f)" in rows(cut)[max(rows(cut))]


def test_a_class_that_wants_unknown_arguments_is_made_without_running_its_init() -> None:
    cut = slice_of("""
    import keras
    class Net(keras.Model):
        def __init__(self, encoder):
            super().__init__()
            self.mix = keras.layers.Lambda(self.double)
        def double(self, x):
            return x * 2
    """)
    assert "self = Net.__new__(Net)" in cut.source


SPECS = [
    ("inp = Input((4,))\nout = Lambda(f)(inp)", [((None, 4), "float32")]),
    ("inp = Input(shape=(28, 28, 1), dtype='uint8')\nout = Lambda(f)(inp)", [((None, 28, 28, 1), "uint8")]),
    ("inp = Input(batch_shape=(8, 3))\nout = Lambda(f)(inp)", [((8, 3), "float32")]),
    ("N = 7\ninp = Input((N, N // 2))\nout = Lambda(f)(inp)", [((None, 7, 3), "float32")]),
    ("x = Input((4,))\nx = Dense(8, activation='relu')(x)\nx = Lambda(f)(x)", [((None, 8), "float32")]),
    ("x = Input((9,), dtype='int32')\nx = Embedding(100, 16)(x)\nx = Lambda(f)(x)", [((None, 9, 16), "float32")]),
    ("m = Sequential([Dense(3, input_shape=(4,)), Dropout(0.2), Lambda(f)])", [((None, 3), "float32")]),
    ("m = Sequential()\nm.add(Dense(5))\nm.add(Lambda(f))", [((None, 5), "float32")]),
    ("m = Sequential([Lambda(f, input_shape=(6,))])", [((None, 6), "float32")]),
    ("m = Sequential([Input((6, 2)), Flatten(), Lambda(f)])", [((None, 12), "float32")]),
    ("a, b = Input((4,)), Input((5,))\nout = Lambda(f)([a, b])", [((None, 4), "float32"), ((None, 5), "float32")]),
    ("both = [Input((4,)), Input((5,))]\nout = Lambda(f)(both)", [((None, 4), "float32"), ((None, 5), "float32")]),
    ("lay = Lambda(f)\nh = LSTM(6, return_sequences=True)(Input((9, 2)))\nout = lay(h)", [((None, 9, 6), "float32")]),
    ("out = Lambda(f)(GlobalAveragePooling2D()(Conv2D(5, 3)(Input((8, 8, 3)))))", [((None, 5), "float32")]),
]


@pytest.mark.parametrize(("code", "wanted"), SPECS)
def test_inputs_are_read_from_the_source(code: str, wanted: list[tuple[tuple[int | None, ...], str]]) -> None:
    snippet = Snippet("from keras.layers import *\nfrom keras import Sequential\nf = lambda x: x\n" + code)
    target = next(t for t in find_targets(snippet) if t.kind == "lambda")
    specs, as_list, assumed = input_specs(snippet, target, None)
    assert [(spec.shape, spec.dtype) for spec in specs] == wanted
    assert as_list is (len(wanted) > 1)
    assert assumed == ()


@pytest.mark.parametrize(
    ("text", "shapes", "as_list"),
    [
        ("tf.Tensor(shape=(None, 7), dtype=int32)", [((None, 7), "int32")], False),
        ("<KerasTensor shape=(None, 3, 2), dtype=float32, sparse=False, name=k>", [((None, 3, 2), "float32")], False),
        (
            "['tf.Tensor(shape=(8, 4), dtype=float32)', 'tf.Tensor(shape=(8, 1), dtype=float32)']",
            [((8, 4), "float32"), ((8, 1), "float32")],
            True,
        ),
        ("('<KerasTensor shape=(None, 16), dtype=float16, name=k>',)", [((None, 16), "float16")], False),
        (
            "(['<KerasTensor shape=(None, 3), dtype=float32, name=a>', '<KerasTensor shape=(None, 5), name=b>'],)",
            [((None, 3), "float32"), ((None, 5), "float32")],
            True,
        ),
    ],
)
def test_inputs_are_read_from_the_traceback(text: str, shapes: list[object], as_list: bool) -> None:
    snippet = Snippet("out = Lambda(lambda x: x)(thing)")
    link = ErrorLink("ValueError", "", (), Wrapper("lambda", "Lambda", {"inputs": text}))
    specs, listed, assumed = input_specs(snippet, find_targets(snippet)[0], Traceback((link,)))
    assert ([(s.shape, s.dtype) for s in specs], listed, assumed) == (shapes, as_list, ())


def test_a_guess_is_said_and_has_the_rank_the_function_asks_for() -> None:
    snippet = Snippet("out = Lambda(lambda x: x[:, :, 0])(thing)")
    specs, _, assumed = input_specs(snippet, find_targets(snippet)[0], None)
    assert len(specs[0].shape) == 3
    assert len(assumed) == 1
