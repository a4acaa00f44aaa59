"""The recipes for shapes print what is expected, and change nothing the second time."""

from __future__ import annotations

from contextlib import suppress

import pytest

from troubleshooter.errors import CannotRepair
from troubleshooter.model import RepairPlan, Snippet, TargetKind
from troubleshooter.repair import propose
from troubleshooter.slice import find_targets

HEAD = "import numpy as np\nimport tensorflow as tf\nSHAPE = (32, 2, 2)\nROWS = tf.ones((8, 1))\n"


def program(body: str, shape: str = "(4,)") -> str:
    return f"{HEAD}i = tf.keras.Input({shape})\no = tf.keras.layers.Lambda(lambda x: {body})(i)\n"


def repaired(recipe: str, source: str, **answers: str) -> str:
    snippet = Snippet(source)
    target = next(one for one in find_targets(snippet) if one.kind is TargetKind.LAMBDA)
    named = {name.replace("_", "-"): value for name, value in answers.items()}
    return propose(RepairPlan(recipe, "unsafe"), snippet, target, named, keras="3").source


def check(recipe: str, before: str, after: str, shape: str = "(4,)", **answers: str) -> None:
    made = repaired(recipe, program(before, shape), **answers)
    assert made == program(after, shape)
    with suppress(CannotRepair):
        assert repaired(recipe, made, **answers) == made


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("tf.reshape(x, (x.shape[0], 2, 2))", "tf.reshape(x, (tf.shape(x)[0], 2, 2))"),
        ("tf.reshape(x, (x.get_shape().as_list()[0], 4))", "tf.reshape(x, (tf.shape(x)[0], 4))"),
        ("x + tf.zeros(x.shape)", "x + tf.zeros(tf.shape(x))"),
        ("x * np.ones(x.shape)", "x * tf.ones(tf.shape(x))"),
        ("x / x.shape[0]", "x / tf.cast(tf.shape(x)[0], x.dtype)"),
        ("x / float(x.shape[0])", "x / tf.cast(tf.shape(x)[0], tf.float32)"),
        ("tf.stack([r * 2 for r in tf.unstack(x)])", "tf.map_fn(lambda r: r * 2, x)"),
        ("tf.stack([x[k] * 2 for k in range(x.shape[0])])", "tf.map_fn(lambda row: row * 2, x)"),
    ],
)
def test_size_at_run_time(before: str, after: str) -> None:
    check("size-at-run-time", before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("tf.reshape(x, (32, 2, 2))", "tf.reshape(x, (-1, 2, 2))"),
        ("tf.reshape(x, [32, -1])", "tf.reshape(x, [tf.shape(x)[0], -1])"),
        ("tf.reshape(x, SHAPE)", "tf.reshape(x, (-1, *SHAPE[1:]))"),
        ("tf.concat([x, ROWS], axis=1)", "tf.concat([x, tf.ones((tf.shape(x)[0], 1))], axis=1)"),
        ("x + tf.random.normal((64, 4))", "x + tf.random.normal((tf.shape(x)[0], 4))"),
    ],
)
def test_leave_batch_open(before: str, after: str) -> None:
    check("leave-batch-open", before, after)


def test_squeeze_one_axis() -> None:
    check("squeeze-one-axis", "tf.squeeze(x)", "tf.squeeze(x, axis=2)", "(4, 1)")
    check("squeeze-one-axis", "tf.squeeze(x) * 2", "tf.squeeze(x, axis=[1, 3]) * 2", "(1, 4, 1)")
    with pytest.raises(CannotRepair, match="no axis of size one"):
        repaired("squeeze-one-axis", program("tf.squeeze(x)", "(4,)"))


@pytest.mark.parametrize(
    ("before", "after", "shape", "answer"),
    [
        ("tf.reduce_mean(x)", "tf.reduce_mean(x, axis=-1, keepdims=True)", "(4,)", "sample"),
        ("tf.reduce_mean(x)", "tf.reshape(tf.reduce_mean(x, axis=[1, 2]), [-1, 1])", "(4, 4)", "sample"),
        ("tf.reduce_mean(x)", "tf.reduce_mean(x, axis=-1, keepdims=True)", "(4, 4)", "last"),
        ("x - tf.reduce_mean(x, axis=0)", "x - tf.reduce_mean(x, axis=-1, keepdims=True)", "(4,)", "sample"),
        ("x / tf.reduce_max(x)", "x / tf.reduce_max(x, axis=[1, 2], keepdims=True)", "(4, 4)", "sample"),
        ("tf.nn.softmax(x, axis=0)", "tf.nn.softmax(x, axis=-1)", "(4, 4)", "sample"),
        ("tf.cumsum(x)", "tf.cumsum(x, axis=-1)", "(4,)", "last"),
    ],
)
def test_reduce_each_row(before: str, after: str, shape: str, answer: str) -> None:
    check("reduce-each-row", before, after, shape, reduction_axis=answer)


def test_a_reduction_over_the_batch_that_is_meant_stays() -> None:
    with pytest.raises(CannotRepair, match="meant"):
        repaired("reduce-each-row", program("x - tf.reduce_mean(x, axis=0)"), reduction_axis="batch")


def test_say_the_shape() -> None:
    call = "tf.numpy_function(np.square, [x], tf.float32)"
    check("say-the-shape", call, f"tf.ensure_shape({call}, x.shape)")
    check("say-the-shape", call, f"tf.ensure_shape({call}, (None, 1))", foreign_shape="number")
    check("say-the-shape", "tf.reshape(x, [tf.shape(x)[0], -1])", "tf.reshape(x, [tf.shape(x)[0], 6])", "(2, 3)")


def test_drop_declared_shape() -> None:
    for written in ("output_shape=(4,)", "output_shape=(None, 8)"):
        before = HEAD + f"L = tf.keras.layers.Lambda(lambda x: x, {written}, name='n')\n"
        assert repaired("drop-declared-shape", before) == HEAD + "L = tf.keras.layers.Lambda(lambda x: x, name='n')\n"
    last = HEAD + "L = tf.keras.layers.Lambda(lambda x: x, name='n', output_shape=(4,))\n"
    assert repaired("drop-declared-shape", last) == HEAD + "L = tf.keras.layers.Lambda(lambda x: x, name='n')\n"


def test_zeros_in_place() -> None:
    check("zeros-in-place", "tf.boolean_mask(x, x > 0)", "x * tf.cast(x > 0, x.dtype)")
    rows = "tf.boolean_mask(x, tf.reduce_sum(x, 1) > 0)"
    check("zeros-in-place", rows, "x * tf.cast(tf.reduce_sum(x, 1) > 0, x.dtype)[:, None]")
    check("zeros-in-place", "-tf.boolean_mask(x, x > 0)", "-(x * tf.cast(x > 0, x.dtype))")
    with pytest.raises(CannotRepair, match="leave samples out"):
        repaired("zeros-in-place", program("tf.boolean_mask(x, x > 0)"), dropped_wish="out")
    with pytest.raises(CannotRepair, match="as many rows"):
        repaired("zeros-in-place", program("tf.unique(tf.reshape(x, [-1]))[0]"))


def test_values_of_where() -> None:
    check("values-of-where", "tf.where(x > 0)", "tf.where(x > 0, x, tf.zeros_like(x))")
    check("values-of-where", "tf.where(x > 0)", "tf.cast(x > 0, x.dtype)", where_wish="mask")


def test_a_loop_over_rows_becomes_map_fn() -> None:
    head = HEAD + "def f(x):\n"
    tail = "i = tf.keras.Input((4,))\no = tf.keras.layers.Lambda(f)(i)\n"
    loop = "    out = []\n    for k in range(x.shape[0]):\n        out.append(x[k] * 2)  # twice\n"
    loop += "    return tf.stack(out)\n"
    assert repaired("size-at-run-time", head + loop + tail) == (
        head + "    # twice\n    return tf.map_fn(lambda row: row * 2, x)\n" + tail
    )
    counted = loop.replace("x[k] * 2", "x[k] * k")
    with pytest.raises(CannotRepair, match="number of the row"):
        repaired("size-at-run-time", head + counted + tail)
