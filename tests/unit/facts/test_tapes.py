"""Training loops by reading: what stands under a tape, what it is asked, and which line computes with a gradient."""

from __future__ import annotations

import textwrap

import pytest

from troubleshooter.facts.none_gradient import uses_gradient
from troubleshooter.facts.source import observe_source
from troubleshooter.facts.tape_outcome import observe_tapes
from troubleshooter.model import CASE, Snippet
from troubleshooter.slice import find_targets

HEAD = """
import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers
model = keras.Sequential([layers.Dense(1, use_bias=False), layers.Lambda(lambda t: t * 2)])
dense = model.layers[0]
optimizer = keras.optimizers.SGD()
"""


def facts_of(code: str, kind: str = "", *, partial: bool = False) -> dict[str, str]:
    snippet = Snippet(HEAD + textwrap.dedent(code), partial=partial)
    targets = find_targets(snippet)
    subject = next((one.subject for one in targets if one.kind == kind), CASE)
    return {fact.name: fact.value for fact in observe_source(snippet, targets) if fact.subject == subject}


OUTSIDE = [
    """
    p = model(x)
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((y - p) ** 2)
    g = tape.gradient(loss, model.trainable_variables)
    """,
    """
    with tf.GradientTape() as t:
        p = model(x, training=True)
    loss = tf.reduce_mean((y - p) ** 2)
    g = t.gradient(loss, model.trainable_weights)
    """,
    """
    with tf.GradientTape() as tape:
        p = model(x)
    q = tf.squeeze(p)
    loss = loss_fn(y, q)
    g = tape.gradient(loss, model.trainable_variables)
    """,
    """
    with tf.GradientTape() as tape:
        p = model.predict(x)
        loss = tf.reduce_mean((y - p) ** 2)
    g = tape.gradient(loss, model.trainable_variables)
    """,
    """
    def step(x, y):
        p = model(x)
        with tf.GradientTape() as tape:
            loss = loss_fn(y, p)
        return tape.gradient(loss, model.trainable_variables)
    """,
]
UNWATCHED = [
    """
    x = tf.constant(data)
    with tf.GradientTape() as tape:
        y = model(x)
    g = tape.gradient(y, x)
    """,
    """
    def saliency(image):
        with tf.GradientTape() as tape:
            score = model(image)
        return tape.gradient(score, image)
    """,
    """
    x = tf.convert_to_tensor(batch)
    with tf.GradientTape(persistent=True) as tape:
        y = model(x)
    g, h = tape.gradient(y, [x, model.trainable_variables[0]])
    """,
    """
    with tf.GradientTape(watch_accessed_variables=False) as tape:
        y = model(x)
    g = tape.gradient(y, model.trainable_variables)
    """,
]
TWICE = [
    """
    with tf.GradientTape() as tape:
        y = model(x)
    a = tape.gradient(y, model.trainable_variables)
    b = tape.gradient(y, model.trainable_variables)
    """,
    """
    with tf.GradientTape() as tape:
        ys = [model(x), model(2 * x)]
    gs = [tape.gradient(y, model.trainable_variables) for y in ys]
    """,
]
MISSING = [
    """
    with tf.GradientTape() as tape:
        y = model(x)
    g = tape.gradient(y, [model.layers[0].kernel, None])
    """,
    """
    first = layers.Dense(2, use_bias=False)
    with tf.GradientTape() as tape:
        y = first(x)
    g = tape.gradient(y, [first.kernel, first.bias])
    """,
]
FINE = [
    """
    with tf.GradientTape() as tape:
        p = model(x)
        loss = loss_fn(y, p)
    g = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(g, model.trainable_variables))
    """,
    """
    x = tf.constant(data)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = model(x)
    g = tape.gradient(y, x)
    """,
    """
    for batch in data:
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(model(batch))
        g = tape.gradient(loss, model.trainable_variables)
    """,
    """
    with tf.GradientTape(persistent=True) as tape:
        y = model(x)
    a = tape.gradient(y, model.trainable_variables)
    b = tape.gradient(y, model.trainable_variables)
    """,
    """
    with tf.GradientTape() as tape:
        loss = f(model(x))
    g = tape.gradient(loss, model.trainable_variables)
    with tf.GradientTape() as tape:
        loss = f(model(x))
    g = tape.gradient(loss, model.trainable_variables)
    """,
    """
    v = tf.Variable(1.0)
    with tf.GradientTape() as tape:
        y = model(v * x)
    g = tape.gradient(y, v)
    """,
    """
    def apply(variables):
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum(model(x))
        return tape.gradient(loss, variables)
    """,
    """
    warm = model(x)
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(model(x))
    g = tape.gradient(loss, model.trainable_variables)
    """,
]


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        *[("forward-outside", one) for one in OUTSIDE],
        *[("not-watched", one) for one in UNWATCHED],
        *[("used-twice", one) for one in TWICE],
        *[("none-source", one) for one in MISSING],
        *[("no", one) for one in FINE],
    ],
)
def test_tape_fault(fault: str, code: str) -> None:
    assert facts_of(code)["tape-fault"] == fault


def test_no_tape_no_fact() -> None:
    assert "tape-fault" not in facts_of("model.fit(x, y)\n")
    assert "tape-fault" not in facts_of(FINE[0], partial=True)


def test_a_run_tells_what_the_tape_did_not_see() -> None:
    def fault(**tape: object) -> list[str]:
        seen = {"line": 9, "by": "program", "sources": 2, "none": 2, "unseen_weights": 0, "unseen_tensors": 0, **tape}
        return [fact.value for fact in observe_tapes({"tapes": [seen]}) if fact.name == "tape-fault"]

    assert fault(unseen_weights=2) == ["forward-outside"]
    assert fault(unseen_weights=1) == []
    assert fault(unseen_tensors=1) == ["not-watched"]
    assert fault(none=0) == ["no"]
    assert fault(by="keras", unseen_weights=2) == []
    asked = observe_tapes({"asked": [{"line": 3, "of": "source"}]})
    assert [fact.value for fact in asked if fact.name == "tape-fault"] == ["none-source"]


@pytest.mark.parametrize(
    ("uses", "last"),
    [
        (True, "[tf.clip_by_norm(g, 1.0) for g in grads]"),
        (True, "print(grads[0].dtype)"),
        (True, "total = total + tape.gradient(loss, v)"),
        (False, "model(x).dtype"),
        (False, "print(loss + None)"),
    ],
)
def test_lines_that_compute_with_a_gradient(uses: bool, last: str) -> None:
    assert uses_gradient(f"grads = tape.gradient(loss, weights)\n{last}\n", 2) is uses


def test_loops_over_pairs_name_the_gradient_only() -> None:
    source = "steps = tape.gradient(a, b)\nfor v, s in zip(weights, steps):\n    v.assign_sub(0.1 * s)\n    print(v)\n"
    assert uses_gradient(source, 3)
    assert not uses_gradient(source, 4)
    assert not uses_gradient("def broken(:\n", 1)


CUSTOM = """
@tf.custom_gradient
def op(x{more}):
    y = x * 2
    def grad(dy):
        {body}
    return y, grad
layer = layers.Lambda(lambda t: op(t{more}))
model = keras.Sequential([layers.Dense(1), layer])
"""


@pytest.mark.parametrize(
    ("fault", "more", "body"),
    [
        ("returns-none", "", "dy * 2"),
        ("returns-none", "", "g = dy * 2"),
        ("returns-none", "", "return None"),
        ("incomplete", ", t", "return dy * 2"),
        ("no", "", "return dy * 2"),
        ("no", ", t", "return dy * 2, dy"),
        ("no", ", t", "return (dy, None)"),
    ],
)
def test_custom_gradients(fault: str, more: str, body: str) -> None:
    code = CUSTOM.format(more=more, body=body)
    snippet = Snippet("import tensorflow as tf\nfrom tensorflow import keras\nfrom keras import layers\n" + code)
    targets = find_targets(snippet)
    values = {fact.value for fact in observe_source(snippet, targets) if fact.name == "custom-gradient"}
    assert values == {fault}


def test_a_custom_gradient_without_a_gradient_function() -> None:
    code = "@tf.custom_gradient\ndef op(t):\n    return tf.round(t)\nlayer = layers.Lambda(lambda t: op(t))\n"
    snippet = Snippet("import tensorflow as tf\nfrom keras import layers\n" + code)
    targets = find_targets(snippet)
    assert "incomplete" in {f.value for f in observe_source(snippet, targets) if f.name == "custom-gradient"}


@pytest.mark.parametrize(
    ("ignores", "body"),
    [
        ("yes", "return tf.reduce_mean(y_true ** 2)"),
        ("yes", "e = y_true - tf.reduce_mean(y_true)\n    return tf.square(e)"),
        ("no", "return tf.reduce_mean((y_true - y_pred) ** 2)"),
        ("no", "parts = []\n    parts.append(y_pred)\n    return tf.add_n(parts)"),
        ("no", "e = y_true\n    e -= y_pred\n    return e"),
        ("no", "return keras.losses.mse(y_true, y_pred)"),
    ],
)
def test_losses_that_ignore_the_prediction(ignores: str, body: str) -> None:
    code = f"def loss(y_true, y_pred):\n    {body}\nmodel.compile('sgd', loss)\n"
    assert facts_of(code, "loss")["ignores-prediction"] == ignores


def test_a_metric_may_ignore_it() -> None:
    code = (
        "def count(y_true, y_pred):\n    return tf.reduce_sum(y_true)\nmodel.compile('sgd', 'mse', metrics=[count])\n"
    )
    assert "ignores-prediction" not in facts_of(code, "loss")


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("operation", "tf.round(t)"),
        ("stopped", "tf.stop_gradient(t) * 2"),
        ("constant", "tf.zeros_like(t)"),
        ("numpy", "np.square(t)"),
        ("no", "t + tf.stop_gradient(tf.round(t) - t)"),
    ],
)
def test_blocker_kind(kind: str, body: str) -> None:
    code = f"m = keras.Sequential([layers.Dense(1), layers.Lambda(lambda t: {body})])\n"
    snippet = Snippet(
        "import numpy as np\nimport tensorflow as tf\nfrom tensorflow import keras\n"
        "from tensorflow.keras import layers\n" + code
    )
    targets = find_targets(snippet)
    assert {f.value for f in observe_source(snippet, targets) if f.name == "blocker-kind"} == {kind}
