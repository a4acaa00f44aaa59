"""Which target a traceback is about."""

from __future__ import annotations

import textwrap

from troubleshooter.model import ErrorLink, Frame, Snippet, Target, Traceback, Wrapper
from troubleshooter.slice import choose_target, find_targets

PROGRAM = """\
from tensorflow import keras
from tensorflow.keras import layers

def first(x):
    y = x * 2

def second(x):
    return helper(x)

def helper(x):
    return x.shape[9]

inp = keras.Input((4,))
a = layers.Lambda(first)(inp)
b = layers.Dense(3)(a)
c = layers.Lambda(
    second,
    name="after",
)(b)
last = layers.Lambda(lambda t: t * 2)
d = last(c)
model = keras.Model(inp, d)
model.fit(x, y)
"""


def frame(line: int, function: str = "<module>", code: str = "") -> Frame:
    return Frame("model.py", line, function, code)


def chosen(*frames: Frame, message: str = "boom", wrapper: Wrapper | None = None, source: str = PROGRAM) -> list[str]:
    snippet = Snippet(textwrap.dedent(source))
    link = ErrorLink("ValueError", message, frames, wrapper)
    return [t.subject for t in choose_target(find_targets(snippet), snippet, Traceback((link,)))]


def all_lambdas() -> list[str]:
    return ["lambda:14", "lambda:16", "lambda:20"]


def test_a_frame_inside_the_function() -> None:
    assert chosen(frame(23), frame(5, "first")) == ["lambda:14"]
    assert chosen(frame(23), frame(20, "<lambda>")) == ["lambda:20"]


def test_a_frame_inside_a_helper_keeps_the_lambda_that_calls_it() -> None:
    assert chosen(frame(8, "second"), frame(11, "helper"))[0] == "helper:helper"
    assert "lambda:16" in chosen(frame(11, "helper"))


BUILDER = """\
from tensorflow import keras

def scale(x):
    x * 2

def make_model(n):
    inp = keras.Input((n,))
    h = keras.layers.Lambda(scale)(inp)
    h = keras.layers.Lambda(lambda t: t + 1)(h)
    return keras.Model(inp, keras.layers.Dense(1)(h))

model = make_model(4)
model.summary()
"""


def test_a_builder_only_holds_the_line_of_the_layer_that_failed() -> None:
    assert chosen(frame(12), frame(8, "make_model"), source=BUILDER)[0] == "lambda:8"
    assert chosen(frame(12), frame(9, "make_model"), source=BUILDER)[0] == "lambda:9"
    assert chosen(frame(12), frame(10, "make_model"), source=BUILDER)[0] == "helper:make_model"


def test_the_line_of_the_construction_through_several_lines() -> None:
    assert chosen(frame(14)) == ["lambda:14"]
    assert chosen(frame(16)) == ["lambda:16"]
    assert chosen(frame(19)) == ["lambda:16"]


def test_the_line_where_a_layer_is_applied_by_name() -> None:
    assert chosen(frame(21)) == ["lambda:20"]


def test_the_layer_that_keras_names() -> None:
    assert chosen(frame(23), wrapper=Wrapper("after", "Lambda")) == ["lambda:16"]
    assert chosen(frame(23), wrapper=Wrapper("lambda_1", "Lambda")) == ["lambda:20"]


def test_none_into_a_layer_is_the_fault_of_the_one_before() -> None:
    message = "Inputs to a layer should be tensors. Got 'None' (of type <class 'NoneType'>) as input for layer 'dense'."
    assert chosen(frame(15), message=message) == ["lambda:14"]
    assert chosen(frame(23), wrapper=Wrapper("dense", "Dense", {"inputs": "None"})) == ["lambda:14"]
    assert chosen(frame(5, "second"), wrapper=Wrapper("", "Dense", {"inputs": "None"})) == ["lambda:14"]


def test_none_into_a_layer_of_a_sequential() -> None:
    source = "from keras import layers, Sequential\nm = Sequential([layers.Lambda(lambda x: None), layers.Dense(1)])\nm.fit(x)\n"  # noqa: E501
    message = "as input for layer 'dense'."
    assert chosen(frame(3), message=message, source=source) == ["lambda:2"]


def test_nothing_decides() -> None:
    assert chosen(frame(23)) == all_lambdas()
    snippet = Snippet(PROGRAM)
    assert [t.subject for t in choose_target(find_targets(snippet), snippet, None)] == all_lambdas()


def test_an_excerpt_is_matched_by_its_code() -> None:
    assert chosen(frame(1005, "first", "y = x * 2")) == ["lambda:14"]
    assert chosen(frame(2020, "<module>", "d = last(c)")) == ["lambda:20"]


def test_a_loss_does_not_hide_the_lambdas() -> None:
    source = PROGRAM + "def my_loss(t, p):\n    return p.dtype\nmodel.compile('sgd', my_loss)\n"
    assert chosen(frame(25, "my_loss"), source=source) == ["loss:my_loss", *all_lambdas()]


def test_no_target_at_all() -> None:
    snippet = Snippet("print(1)")
    targets: tuple[Target, ...] = find_targets(snippet)
    assert [t.subject for t in choose_target(targets, snippet, None)] == ["program"]
