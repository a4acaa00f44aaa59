"""guard-none, pass-the-targets, drop-none-part, raise-again, return-inner."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping

import pytest

from troubleshooter.errors import CannotRepair
from troubleshooter.model import RepairPlan, Snippet, TargetKind
from troubleshooter.repair import propose
from troubleshooter.slice import find_targets

PRE = "import tensorflow as tf\nfrom keras.layers import Lambda\n"
SWALLOWING = "def f(x):\n    try:\n        return x @ w\n    except ValueError:\n        {}  # why\nLambda(f)"


def repaired(recipe: str, code: str, answers: Mapping[str, str] | None = None) -> str:
    snippet = Snippet(PRE + textwrap.dedent(code) + "\n")
    kind = TargetKind.PROGRAM if recipe == "pass-the-targets" else TargetKind.LAMBDA
    target = next(one for one in find_targets(snippet) if one.kind is kind)
    plan = RepairPlan(recipe, "unsafe")
    first = propose(plan, snippet, target, answers or {}, keras="3").source
    with pytest.raises(CannotRepair):
        again = next(one for one in find_targets(Snippet(first)) if one.kind is kind)
        propose(plan, Snippet(first), again, answers or {}, keras="3")
    return first


@pytest.mark.parametrize(
    ("recipe", "code", "part"),
    [
        ("guard-none", "def f(x, mask=None):\n    return x * mask\nLambda(f)", "if mask is None:\n        return x\n"),
        (
            "guard-none",
            "def f(x, mask=None):\n    return tf.reduce_sum(x * mask, 1)\nLambda(f)",
            "mask = tf.ones(tf.shape(x)[:-1], dtype=tf.bool)",
        ),
        ("guard-none", "Lambda(lambda x, mask: x * mask)", "x if mask is None else x * mask"),
        ("guard-none", "Lambda(lambda x, training: x * training)", "x * (training or False)"),
        ("guard-none", "def f(x, training):\n    return x * training\nLambda(f)", "training = False\n"),
        ("drop-none-part", "Lambda(lambda x: [x, x + 1, None])", "[x, x + 1])"),
        ("drop-none-part", "Lambda(lambda x: (x, None))", "(x,))"),
        ("drop-none-part", "def f(x):\n    return {'a': x, 'b': None}  # two\nLambda(f)", "return {'a': x}  # two"),
        ("raise-again", SWALLOWING.format("pass"), "        raise  # why"),
        ("raise-again", SWALLOWING.format("return None"), "        raise  # why"),
        ("return-inner", "def h(r):\n    s = r * 2\nLambda(lambda x: tf.map_fn(h, x))", "    return s\n"),
        ("pass-the-targets", "x = data()\ny = labels()\nm.fit(x, epochs=2)", "m.fit(x, y, epochs=2)"),
        ("pass-the-targets", "(x, y), (a, b) = data()\nm.fit(x)\nm.evaluate(a, None)", "m.evaluate(a, b)"),
    ],
)
def test_what_a_recipe_writes(recipe: str, code: str, part: str) -> None:
    assert part in repaired(recipe, code)


def test_the_input_passes_where_the_error_is_expected() -> None:
    after = repaired("raise-again", SWALLOWING.format("print(1)"), {"swallowed-error": "unchanged"})
    assert "        print(1)  # why\n        return x\n" in after


@pytest.mark.parametrize(
    ("recipe", "code"),
    [
        ("guard-none", "def f(x, mask=None):\n    if mask is None:\n        return x\n    return x * mask\nLambda(f)"),
        ("guard-none", "Lambda(lambda x: x)"),
        ("drop-none-part", "Lambda(lambda x: [None, x])"),
        ("drop-none-part", "a, b = Lambda(lambda x: [x, None])(i)"),
        ("raise-again", "def f(x):\n    return x\nLambda(f)"),
        ("return-inner", "Lambda(lambda x: tf.map_fn(lambda r: r, x))"),
        ("pass-the-targets", "x = data()\nm.fit(x)"),
        ("pass-the-targets", "x = data()\ny = 1\nz = 2\nm.fit(x)"),
        ("pass-the-targets", "y = 1\nd = tf.data.Dataset.from_tensor_slices(1).batch(2)\nm.fit(d)"),
    ],
)
def test_what_is_refused(recipe: str, code: str) -> None:
    with pytest.raises(CannotRepair):
        repaired(recipe, code)
