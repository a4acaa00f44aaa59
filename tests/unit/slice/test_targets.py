"""Targets: every spelling of a Lambda and of its function, and the other functions a failure may be about."""

from __future__ import annotations

import textwrap

import pytest

from troubleshooter.model import Snippet, Target
from troubleshooter.slice import find_targets


def targets_of(code: str) -> list[Target]:
    return list(find_targets(Snippet(textwrap.dedent(code))))


def lambdas(code: str) -> list[Target]:
    return [target for target in targets_of(code) if target.kind == "lambda"]


@pytest.mark.parametrize(
    "code",
    [
        "from keras.layers import Lambda\nLambda(lambda x: x)",
        "from tensorflow.keras.layers import Lambda as L\nL(lambda x: x)",
        "from tensorflow.keras import layers\nlayers.Lambda(lambda x: x)",
        "import tensorflow as tf\n\ntf.keras.layers.Lambda(lambda x: x)",
        "import tensorflow.keras as k\n\nk.layers.Lambda(lambda x: x)",
        "import keras\nmake = keras.layers.Lambda\nmake(lambda x: x)",
        "from keras.layers import *\nLambda(lambda x: x)",
        "layers.Lambda(lambda x: x)",
        "Lambda(lambda x: x)",
        "tfkl.Lambda(lambda x: x)",
        "L.Lambda(function=lambda x: x)",
        "import tf_keras\ntf_keras.layers.Lambda(lambda x: x)",
        "from functools import partial\nfrom keras.layers import Lambda\nmake = partial(Lambda, output_shape=(1,))\nmake(lambda x: x)",  # noqa: E501
        "from keras import layers\nclass Mine(layers.Lambda):\n    pass\nMine(lambda x: x)",
        "from tensorflow.python.keras.layers.core import Lambda\nLambda(lambda x: x)",
        "from keras import layers as KL\nmodel.add(KL.TimeDistributed(KL.Lambda(lambda x: x)))",
    ],
)
def test_a_lambda_however_it_is_spelled(code: str) -> None:
    found = lambdas(code)
    assert len(found) == 1
    assert found[0].function_name == "<lambda>"
    assert found[0].construction is not None
    assert found[0].subject == f"lambda:{found[0].construction.line}"


@pytest.mark.parametrize(
    "code",
    [
        "from torchvision import transforms\ntransforms.Lambda(lambda x: x)",
        "from sympy import Lambda\nLambda(x, x)",
        "class Lambda:\n    pass\nLambda(1)",
    ],
)
def test_other_lambdas_are_not_layers(code: str) -> None:
    assert not [t for t in lambdas(code) if t.construction is not None]


@pytest.mark.parametrize(
    ("name", "line", "argument"),
    [
        ("<lambda>", 13, "lambda x: x"),
        ("plain", 2, "plain"),
        ("<lambda>", 4, "bound"),
        ("method", 6, "thing.method"),
        ("plain", 2, "functools.partial(plain, k=2)"),
        ("inner", 9, "make(3)"),
        ("plain", 2, "tf.function(plain)"),
        ("__call__", 7, "thing"),
        ("__call__", 7, "Thing()"),
        ("<lambda>", 13, "(lambda x: x) if FLAG else plain"),
        ("plain", 2, "table['a']"),
        ("method", 6, "Thing.method"),
    ],
)
def test_the_function_a_lambda_is_given(name: str, line: int, argument: str) -> None:
    code = f"""import functools
def plain(x, k=1):
    return x * k
bound = lambda x: x * 2
class Thing:
    def method(self, x): return x
    def __call__(self, x): return -x
def make(k):
    def inner(x): return x * k
    return inner
table = {{'a': plain}}
thing = Thing()
layer = Lambda({argument})
"""
    found = lambdas(code)[0]
    assert found.function is not None
    assert (found.function_name, found.function.line) == (name, line)


def test_two_on_one_line_have_columns() -> None:
    found = lambdas("from keras.layers import Lambda\na = Lambda(lambda x: x); b = Lambda(lambda x: -x)")
    assert [target.subject for target in found] == ["lambda:2:4", "lambda:2:29"]


def test_a_name_and_the_method_of_a_model() -> None:
    code = """
    from tensorflow import keras
    class Net(keras.Model):
        def __init__(self):
            super().__init__()
            self.scale = keras.layers.Lambda(self.double, name='scale')
        def double(self, x):
            return helper(x)
        def call(self, x):
            return self.scale(x)
    def helper(x):
        return x * 2
    def my_loss(a, b):
        return a - b
    Net().compile('sgd', loss=my_loss, metrics=['mae'])
    """
    found = {target.subject: target for target in targets_of(code)}
    assert set(found) == {"lambda:6", "call:Net.call", "loss:my_loss", "helper:helper", "program"}
    assert found["lambda:6"].layer_name == "scale"
    assert found["lambda:6"].function_name == "double"
    assert found["call:Net.call"].function_name == "Net.call"


def test_a_bare_function_is_assumed_to_be_a_lambdas() -> None:
    found = lambdas("def f(x):\n    y = x * 2\n")
    assert [(t.subject, t.function_name, t.construction) for t in found] == [("lambda:f", "f", None)]


def test_a_character_of_many_bytes_does_not_move_columns() -> None:
    found = lambdas("from keras.layers import Lambda\ns = 'ééé'; a = Lambda(lambda x: x)")
    assert found[0].construction is not None
    assert found[0].construction.column == 15
