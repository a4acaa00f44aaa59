"""What a saved Lambda would lose, and when: read off sources, frames and complaints as people paste them."""

from __future__ import annotations

import pytest

from troubleshooter.facts.source import observe_source
from troubleshooter.facts.stage import observe_said
from troubleshooter.facts.traceback import observe_traceback
from troubleshooter.intake import read_paste
from troubleshooter.model import Snippet
from troubleshooter.slice import find_targets

HEAD = "import tensorflow as tf\nimport numpy as np\nfrom tensorflow.keras.layers import Lambda\n"


def fact(source: str, name: str, *, partial: bool = False) -> str:
    snippet = Snippet(HEAD + source, partial=partial)
    found = {item.name: item.value for item in observe_source(snippet, find_targets(snippet))}
    return found.get(name, "")


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("l = Lambda(lambda x: tf.square(x))\n", "global"),
        ("S = 2\nl = Lambda(lambda x: x * S)\n", "global"),
        ("def h(x):\n    return x\nl = Lambda(lambda x: h(x) + 1)\n", "global"),
        ("def f():\n    import math\n    return Lambda(lambda x: x * math.pi)\n", "object"),
        ("class A:\n    def b(self):\n        n = A()\n        return Lambda(lambda x: x * n.k)\n", "object"),
        ("def f():\n    w = tf.constant([1.0])\n    return Lambda(lambda x: x * w)\n", "data"),
        ("def f():\n    def g(t):\n        return t\n    return Lambda(lambda x: g(x))\n", "data"),
        ("def f(k):\n    return Lambda(lambda x: x * k)\n", "plain"),
        ("l = Lambda(lambda x, k=3: x * k)\n", "nothing"),
        ("l = Lambda(lambda x: x * 2)\n", "nothing"),
        ("l = Lambda(lambda x: abs(x) + len([y for y in (1, 2)]))\n", "nothing"),
    ],
)
def test_takes(source: str, value: str) -> None:
    assert fact(source, "takes") == value


def test_takes_nothing_is_not_told_of_a_piece() -> None:
    assert fact("l = Lambda(lambda x: x * 2)\n", "takes", partial=True) == ""
    assert fact("l = Lambda(lambda x: K.abs(x))\n", "takes", partial=True) == "global"


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("l = Lambda(lambda x: x)\n", "lambda"),
        ("f = lambda x: x\nl = Lambda(f)\n", "lambda"),
        ("def f(x):\n    return x\nl = Lambda(f)\n", "named"),
        ("from functools import partial\ndef f(x, k):\n    return x\nl = Lambda(partial(f, k=1))\n", "partial"),
        ("class A:\n    def f(self, x):\n        return x\na = A()\nl = Lambda(a.f)\n", "method"),
    ],
)
def test_given_as(source: str, value: str) -> None:
    assert fact(source, "given-as") == value


@pytest.mark.parametrize(
    "source",
    [
        "ls = []\nfor k in range(3):\n    ls.append(Lambda(lambda x: x * k))\n",
        "ls = [Lambda(lambda x: x * k) for k in range(3)]\n",
        "ls = []\nfor k in range(3):\n    w = 2 ** k\n    ls.append(Lambda(lambda x: x * w))\n",
        "def b():\n    for k in (1, 2):\n        def f(x):\n            return x + k\n        yield Lambda(f)\n",
        "i = 0\nwhile i < 3:\n    i += 1\n    l = Lambda(lambda x: x[:, i])\n",
    ],
)
def test_late_binding(source: str) -> None:
    assert fact(source, "late-binding") == "yes"


@pytest.mark.parametrize(
    "source",
    [
        "ls = [Lambda(lambda x, k=k: x * k) for k in range(3)]\n",
        "def make(k):\n    return lambda x: x * k\nls = [Lambda(make(k)) for k in range(3)]\n",
        "S = 2\nfor k in range(3):\n    l = Lambda(lambda x: x * S)\n",
        "for k in range(3):\n    l = Lambda(lambda x: x * 2, name=f'l{k}')\n",
        "l = Lambda(lambda x: tf.stack([x * k for k in range(3)]))\n",
        "for x in range(3):\n    l = Lambda(lambda x: x * 2)\n",
    ],
)
def test_no_late_binding(source: str) -> None:
    assert fact(source, "late-binding") == "no"


def test_loads() -> None:
    assert fact("m = tf.keras.models.load_model('a.h5')\n", "loads") == "yes"
    assert fact("from tensorflow.keras.models import clone_model\nm = clone_model(n)\n", "loads") == "yes"
    assert fact("load = tf.keras.models.load_model\nm = load('a.h5')\n", "loads") == "yes"
    assert fact("m.save('a.h5')\n", "loads") == "no"
    assert fact("m.save('a.h5')\n", "loads", partial=True) == ""


def stage(line: str, *frames: str) -> str:
    library = "".join(f'  File "/v/site-packages/keras/src/{one}\n    pass\n' for one in frames)
    text = (
        f'Traceback (most recent call last):\n  File "a.py", line 3, in <module>\n    {line}\n{library}TypeError: no\n'
    )
    traceback = read_paste(traceback=text).traceback
    assert traceback is not None
    return next((one.value for one in observe_traceback(traceback, (), None) if one.name == "stage"), "")


@pytest.mark.parametrize(
    ("line", "frame", "value"),
    [
        ("m = load_model('a.h5')", 'saving/saving_api.py", line 5, in load_model', "loading"),
        ("m = helper()", 'saving/saving_api.py", line 5, in load_model', "loading"),
        ("n = tf.keras.models.clone_model(m)", 'models/cloning.py", line 5, in clone_model', "cloning"),
        ("n = copy.deepcopy(m)", 'models/model.py", line 5, in f', "cloning"),
        ("m.save('a.h5')", 'utils/traceback_utils.py", line 70, in error_handler', "saving"),
        ("m.fit(x, y)", 'utils/traceback_utils.py", line 70, in error_handler', "other"),
    ],
)
def test_stage(line: str, frame: str, value: str) -> None:
    assert stage(line, frame) == value


def test_a_loading_line_that_did_not_get_to_keras_is_not_loading() -> None:
    assert stage("m = load_model(PATH)") == "other"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("NameError when I load the model in another script", "loading"),
        ("restoring the checkpoint fails", "loading"),
        ("I cannot save the model", "saving"),
        ("clone_model raises a ValueError; cloning worked before", "cloning"),
        ("the loss is NaN", ""),
    ],
)
def test_stage_as_it_is_said(text: str, value: str) -> None:
    assert next((one.value for one in observe_said(text)), "") == value
