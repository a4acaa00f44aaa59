"""The recipes for numbers and training loops print what is expected, and change nothing the second time."""

from __future__ import annotations

import pytest

from troubleshooter.errors import CannotRepair
from troubleshooter.model import RepairPlan, Snippet, Target, TargetKind
from troubleshooter.repair import propose
from troubleshooter.slice import find_targets

AROUND = Target("program", TargetKind.PROGRAM, "", None)


def repaired(recipe: str, source: str) -> str:
    snippet = Snippet(source)
    lambdas = [one for one in find_targets(snippet) if one.kind is TargetKind.LAMBDA]
    target = lambdas[0] if recipe == "keep-finite" and lambdas else AROUND
    return propose(RepairPlan(recipe, "safe"), snippet, target, {}, keras="3").source


def check(recipe: str, before: str, after: str) -> None:
    assert repaired(recipe, before) == after
    with pytest.raises(CannotRepair):
        repaired(recipe, after)


PRE = "import tensorflow as tf\n"


def one(expression: str) -> str:
    return PRE + f"L = tf.keras.layers.Lambda(lambda x: {expression})\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("tf.sqrt(x)", "tf.sqrt(tf.maximum(x, 1e-12))"),
        ("tf.sqrt(tf.reduce_sum(tf.square(x), -1))", "tf.sqrt(tf.reduce_sum(tf.square(x), -1) + 1e-12)"),
        ("tf.math.log(x)", "tf.math.log(tf.maximum(x, 1e-7))"),
        ("tf.norm(x, axis=-1)", "tf.sqrt(tf.reduce_sum(tf.square(x), axis=-1) + 1e-12)"),
        ("tf.norm(x, 2, 1, True)", "tf.sqrt(tf.reduce_sum(tf.square(x), axis=1, keepdims=True) + 1e-12)"),
        ("x / tf.norm(x)", "x / tf.sqrt(tf.reduce_sum(tf.square(x)) + 1e-12)"),
        ("tf.math.reduce_std(x, 0)", "tf.sqrt(tf.math.reduce_variance(x, axis=0) + 1e-7)"),
        ("x / tf.reduce_sum(x)", "tf.math.divide_no_nan(x, tf.reduce_sum(x))"),
        ("1 / x", "tf.math.divide_no_nan(1.0, x)"),
        ("2 * (x / tf.reduce_max(x))", "2 * tf.math.divide_no_nan(x, tf.reduce_max(x))"),
        ("tf.divide(x, tf.reduce_max(x))", "tf.math.divide_no_nan(x, tf.reduce_max(x))"),
        ("x ** -1", "tf.math.reciprocal_no_nan(x)"),
        ("x ** 0.5", "tf.maximum(x, 1e-12) ** 0.5"),
        ("tf.abs(x) ** 0.5", "(tf.abs(x) + 1e-12) ** 0.5"),
        (
            "tf.where(x > 0, tf.math.log(x), 0.0)",
            "tf.where(x > 0, tf.math.log(tf.where(x > 0, x, tf.ones_like(x))), 0.0)",
        ),
        (
            "tf.where(tf.equal(x, 0.0), 0.0, 1.0 / x)",
            "tf.where(tf.equal(x, 0.0), 0.0, 1.0 / tf.where(tf.equal(x, 0.0), tf.ones_like(x), x))",
        ),
    ],
)
def test_keep_finite(before: str, after: str) -> None:
    check("keep-finite", one(before), one(after))


def test_keep_finite_in_a_def_keeps_comments() -> None:
    head = (
        PRE
        + "def f(x):\n    # scaled\n    x /= tf.reduce_max(x)  # to one\n    return x\nL = tf.keras.layers.Lambda(f)\n"
    )
    wanted = head.replace("x /= tf.reduce_max(x)", "x = tf.math.divide_no_nan(x, tf.reduce_max(x))")
    check("keep-finite", head, wanted)


def test_keep_finite_follows_helpers() -> None:
    source = PRE + "def g(t):\n    return tf.sqrt({})\nL = tf.keras.layers.Lambda(lambda x: g(x))\n"
    check("keep-finite", source.format("t"), source.format("tf.maximum(t, 1e-12)"))


TAPE = "with tf.GradientTape({}) as tape:\n"
LOSS = "    loss = tf.reduce_mean(model(x))\n"


@pytest.mark.parametrize(("old", "new"), [("", "persistent=True"), ("persistent=False", "persistent=True")])
def test_persistent_tape(old: str, new: str) -> None:
    rest = LOSS + "a = tape.gradient(loss, u)\nb = tape.gradient(loss, v)\n"
    check("persistent-tape", PRE + TAPE.format(old) + rest, PRE + TAPE.format(new) + rest)


def test_watch_input() -> None:
    source = (
        PRE + "x = tf.constant(data)\n" + TAPE.format("") + "{}    y = model(x)  # forward\ng = tape.gradient(y, x)\n"
    )
    check("watch-input", source.format(""), source.format("    tape.watch(x)\n"))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "p = model(x)  # forward\n" + TAPE.format("") + "    loss = f(y, p)\n",
            TAPE.format("") + "    p = model(x)  # forward\n    loss = f(y, p)\n",
        ),
        (
            TAPE.format("") + "    p = model(x)\nloss = f(y, p)  # scalar\n",
            TAPE.format("") + "    p = model(x)\n    loss = f(y, p)  # scalar\n",
        ),
        (
            TAPE.format("") + "    p = model.predict(x, verbose=0)\n    loss = f(y, p)\n",
            TAPE.format("") + "    p = model(x)\n    loss = f(y, p)\n",
        ),
    ],
)
def test_forward_under_tape(before: str, after: str) -> None:
    end = "g = tape.gradient(loss, model.trainable_variables)\n"
    check("forward-under-tape", PRE + before + end, PRE + after + end)


def test_drop_none_sources() -> None:
    source = (
        PRE
        + "d = tf.keras.layers.Dense(1, use_bias=False)\n"
        + TAPE.format("")
        + "    y = d(x)\ng = tape.gradient(y, [{}])\n"
    )
    check("drop-none-sources", source.format("d.kernel, d.bias"), source.format("d.kernel"))


@pytest.mark.parametrize(
    ("sources", "before", "after"),
    [
        ("table", "{}", "tf.convert_to_tensor({})"),
        ("model.trainable_variables", "{}", "[tf.convert_to_tensor(g) for g in {}]"),
    ],
)
def test_dense_gradient(sources: str, before: str, after: str) -> None:
    asked = f"tape.gradient(loss, {sources})"
    source = PRE + TAPE.format("") + LOSS + "g = {}\nprint(g * 2)\n"
    check("dense-gradient", source.format(before.format(asked)), source.format(after.format(asked)))


def test_skip_none_gradients() -> None:
    head = PRE + TAPE.format("") + LOSS + "g = tape.gradient(loss, model.trainable_variables)\n"
    rest = "c = [tf.clip_by_norm(k, 1.0) for k in g]\noptimizer.apply_gradients(zip(c, {}))\n"
    kept = "with_gradient = [(g, v) for g, v in zip(g, model.trainable_variables) if g is not None]\n"
    kept += "g, trained = zip(*with_gradient)\n"
    check("skip-none-gradients", head + rest.format("model.trainable_variables"), head + kept + rest.format("trained"))


@pytest.mark.parametrize(("given", "called"), [("loss", "loss()"), ("lambda: f(v)", "f(v)")])
def test_tape_for_minimize(given: str, called: str) -> None:
    before = PRE + f"for _ in range(3):\n    # one step\n    opt.minimize({given}, var_list=[v])  # down\n"
    after = (
        PRE
        + "for _ in range(3):\n    # one step\n    with tf.GradientTape() as tape:\n"
        + f"        loss_value = {called}\n    gradients = tape.gradient(loss_value, [v])\n"
        + "    opt.apply_gradients(zip(gradients, [v]))  # down\n"
    )
    check("tape-for-minimize", before, after)


def test_plain_variables() -> None:
    source = PRE + "g = tape.gradient(loss, {}, unconnected_gradients='zero')\n"
    before, after = "model.trainable_variables", "[v.value for v in model.trainable_variables]"
    check("plain-variables", source.format(before), source.format(after))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("dy * 2  # twice", "return dy * 2  # twice"),
        ("g = dy * 2", "g = dy * 2\n        return g"),
        ("return None", "return dy"),
    ],
)
def test_return_the_gradient(before: str, after: str) -> None:
    source = PRE + "@tf.custom_gradient\ndef op(x):\n    def grad(dy):\n        {}\n    return x, grad\n"
    check("return-the-gradient", source.format(before), source.format(after))


def test_refusals_say_why() -> None:
    source = PRE + "L = tf.keras.layers.Lambda(lambda x: x * 2)\n"
    for recipe in ("keep-finite", "persistent-tape", "watch-input", "forward-under-tape", "tape-for-minimize"):
        with pytest.raises(CannotRepair):
            repaired(recipe, source)
