"""What the frames and the block of arguments of an error tell about calls: one tensor or a list, and which route."""

from __future__ import annotations

import pytest

from troubleshooter.facts.traceback import observe_traceback
from troubleshooter.model import ErrorLink, Frame, TensorSpec, Traceback, Wrapper

MISSING = "f() missing 1 required positional argument: 'k'"
REFUSED = "A KerasTensor cannot be used as input to a TensorFlow function. A KerasTensor is a symbolic placeholder"
SYMBOLIC = "A KerasTensor is symbolic: it's a placeholder for a shape an a dtype."


def facts_of(link: ErrorLink) -> dict[str, str]:
    return {fact.name: fact.value for fact in observe_traceback(Traceback((link,)), (), None)}


@pytest.mark.parametrize(
    ("value", "name", "text", "count"),
    [
        ("many-for-tensor", "inputs", "tf.Tensor(shape=(None, 4), dtype=float32)", 1),
        ("many-for-tensor", "args", "('<KerasTensor shape=(None, 4), dtype=float32>',)", 1),
        ("many-for-list", "inputs", "['tf.Tensor(shape=(None, 4), dtype=float32)', 'tf.Tensor(shape=(None, 4))']", 2),
        ("many-for-list", "args", "(['<KerasTensor shape=(None, 4)>', '<KerasTensor shape=(None, 4)>'],)", 2),
        ("many-for-list", "inputs", "['tf.Tensor(shape=(None, 4), dtype=float32)']", 1),
    ],
)
def test_arity_by_the_block_of_arguments(value: str, name: str, text: str, count: int) -> None:
    wrapper = Wrapper("lambda", "Lambda", {name: text}, {name: (TensorSpec((None, 4)),) * count})
    assert facts_of(ErrorLink("TypeError", MISSING, (), wrapper))["arity"] == value


def test_arity_without_a_block() -> None:
    assert facts_of(ErrorLink("TypeError", MISSING))["arity"] == "many-for-list"


@pytest.mark.parametrize(
    ("route", "message", "code", "function"),
    [
        ("around", REFUSED, "h = tf.reduce_mean(x, axis=1)", "<module>"),
        ("around", REFUSED, "x = tf.concat([a, b], -1)", "build"),
        ("numpy", SYMBOLIC, "h = np.square(x)", "<module>"),
        ("lambda-argument", REFUSED, "s = Lambda(tf.square(x))", "<module>"),
        ("around", REFUSED, "y = Lambda(lambda t: t)(tf.square(x))", "<module>"),
        ("loss", REFUSED, "model.fit(x, y)", "<module>"),
        ("loss", "You are passing KerasTensor(type_spec=...)", "vae.train_on_batch(x, x)", "main"),
    ],
)
def test_route_of_a_keras_tensor(route: str, message: str, code: str, function: str) -> None:
    link = ErrorLink("ValueError", message, (Frame("model.py", 3, function, code),))
    assert facts_of(link)["keras-tensor-route"] == route


def test_route_inside_a_lambda_and_without_frames() -> None:
    frame = Frame("model.py", 3, "f", "return tf.square(b)")
    assert facts_of(ErrorLink("ValueError", REFUSED, (frame,), Wrapper("", "Lambda")))["keras-tensor-route"] == "layer"
    assert "keras-tensor-route" not in facts_of(ErrorLink("ValueError", REFUSED))
