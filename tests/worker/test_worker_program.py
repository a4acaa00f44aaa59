"""The program probe: the program's own failure, what Keras hides, and what it left. Right on Keras 2 and 3."""

from collections.abc import Callable
from typing import Any

import pytest

from troubleshooter.model import Ending, Outcome
from troubleshooter.probe import Worker

pytestmark = pytest.mark.tf
Run = Callable[..., Outcome]
HEAD = "import numpy as np\nimport tensorflow as tf\nfrom tensorflow import keras\n"  # the next line is line 4


@pytest.fixture(scope="module")
def line(warm_worker: Worker) -> str:
    return warm_worker.describe().line


def only(outcome: Outcome) -> dict[str, Any]:
    """The one exercised function."""
    (function,) = outcome.observed["functions"]
    assert function["found"], outcome
    assert "trouble" not in function
    return dict(function)


def results(function: dict[str, Any]) -> set[str]:
    return {result["result"] for result in function["eager"].values()}


def exercised(run: Run, body: str, *, call: str = "layer(keras.Input((4,)))", at: int = 4) -> dict[str, Any]:
    """Exercise `layer = keras.layers.Lambda(...)` made at line 4, called as in `call`."""
    return only(run(f"{HEAD}{body}\n{call}\n", exercise=[{"line": at}]))


HIDDEN = {
    "name": ("t + undefined_name", "NameError"),
    "none": ("print(t)", "AttributeError"),
    "truth": ("t if tf.reduce_sum(t) > 0 else -t", "OperatorNotAllowedInGraphError"),
    "dtype": ("t * tf.constant(2.0, tf.float64)", "TypeError"),
}


@pytest.mark.parametrize("name", HIDDEN)
def test_error_that_keras_3_hides(name: str, run: Run, line: str) -> None:
    body, kind = HIDDEN[name]
    source = f"{HEAD}i = keras.Input((4,))\no = keras.layers.Lambda(lambda t: {body})(i)\nkeras.layers.Dense(1)(o)\n"
    outcome = run(source, exercise=[{"line": 5}])
    assert outcome.ending is Ending.RAISED
    function = only(outcome)
    if line == "3":
        assert "could not automatically infer the shape" in outcome.chain[-1].message
        assert kind in {link.type for link in outcome.chain[:-1] if link.relation == "hidden"}
        assert outcome.observed["failed_line"] == 5
        assert function["inputs_from"] == "frame"
    assert function["inputs"] == [{"shape": [None, 4], "dtype": "float32"}]
    assert not any("worker" in frame.file for link in outcome.chain for frame in link.frames)


def test_healthy_function(run: Run) -> None:
    function = exercised(run, "layer = keras.layers.Lambda(lambda t: t * 2 + 1)")
    assert results(function) == {"tensor"}
    assert set(function["eager"]) == {
        f"{kind}/{batch}" for kind in ("positive", "negative", "zero", "mixed") for batch in (1, 4)
    }
    assert function["eager"]["zero/1"]["values"] == [1.0] * 4
    assert min(function["eager"]["positive/4"]["values"]) > 1 > max(function["eager"]["negative/4"]["values"])
    assert set(function["gradient"].values()) == {"fine"}
    assert function["graph"] == {"result": "tensor", "shape": [None, 4], "dtype": "float32"}
    assert function["build"]["result"] == function["step"]["result"] == "tensor"
    assert function["step"]["upstream"] == "fine"
    assert (function["input_changed"], function["rows_independent"], function["deterministic"]) == (False, True, True)
    assert function["captured"] == []
    assert function["calls"] == {"value": 1, "none": 0, "raised": 0}


def test_none_on_some_inputs(run: Run) -> None:
    function = exercised(
        run, "layer = keras.layers.Lambda(lambda t: t if tf.reduce_sum(t) > 0 else None)", call="layer(tf.ones((2, 4)))"
    )
    assert function["eager"]["positive/4"]["result"] == "tensor"
    assert function["eager"]["negative/4"]["result"] == "none"
    assert function["graph"]["result"] == "raises"
    assert function["rows_independent"] is False


GRADIENTS = {
    "tf.round(t)": "none",
    "tf.sign(t)": "zero",
    "tf.argmax(t, -1)": "none",
    "tf.stop_gradient(t)": "none",
    "tf.cast(t > 0, tf.float32)": "none",
    "tf.nn.softmax(t)": "fine",
    "tf.math.l2_normalize(t, -1)": "fine",
    "tf.sqrt(tf.nn.relu(t))": "non-finite",
    "t * 0.0": "zero",
}


@pytest.mark.parametrize("body", GRADIENTS)
def test_gradient(body: str, run: Run) -> None:
    function = exercised(run, f"layer = keras.layers.Lambda(lambda t: {body}, output_shape=(4,))")
    assert function["gradient"]["mixed"] == GRADIENTS[body]
    assert function["step"]["upstream"] == GRADIENTS[body]


def test_several_inputs_as_a_list(run: Run) -> None:
    function = exercised(
        run, "layer = keras.layers.Lambda(lambda p: p[0] - p[1])", call="layer([keras.Input((4,)), keras.Input((4,))])"
    )
    assert function["as_list"] is True
    assert len(function["inputs"]) == 2
    assert results(function) == {"tensor"}
    assert function["build"]["result"] == function["step"]["result"] == "tensor"


def test_integers_training_mask_and_arguments(run: Run) -> None:
    function = exercised(
        run,
        "layer = keras.layers.Lambda(lambda t: tf.gather(tf.eye(5), t), output_shape=(4, 5))",
        call="layer(keras.Input((4,), dtype='int32'))",
    )
    assert results(function) == {"tensor", "skipped"}
    assert function["eager"]["positive/4"]["result"] == "tensor"
    assert set(function["gradient"].values()) == {"not-meaningful"}
    assert function["graph"]["shape"] == [None, 4, 5]
    body = "layer = keras.layers.Lambda(lambda t, k, training=None, mask=None: t * k, arguments={'k': 3.0})"
    function = exercised(run, body)
    assert results(function) == {"tensor"}
    assert function["step"]["result"] == "tensor"


def test_construction_over_several_lines(run: Run) -> None:
    body = "layer = keras.layers.Lambda(\n    lambda t: t,\n    name='mine',\n)"
    for at in (4, 5, 7):
        assert exercised(run, body, at=at)["name"] == "mine"


def test_the_layer_that_failed_of_those_made_at_one_line(run: Run) -> None:
    source = (
        HEAD
        + """
fs = [lambda t: t, lambda t: t + nowhere, lambda t: t * 2]
ls = [keras.layers.Lambda(f, name='layer_%d' % n) for n, f in enumerate(fs)]
for l in ls:
    l(keras.Input((4,)))
"""
    )
    assert only(run(source, exercise=[{"line": 6}]))["name"] == "layer_1"


def test_captured_variables_and_layers(run: Run) -> None:
    source = (
        HEAD
        + """
v = tf.Variable(2.0)
inside = keras.layers.Dense(4)
def helper(t):
    return t * v
layer = keras.layers.Lambda(lambda t: helper(t) + 1)
i = keras.Input((4,))
m = keras.Model(i, layer(inside(i)))
"""
    )
    function = only(run(source, exercise=[{"line": 9}]))
    assert function["captured"] == [{"name": "v", "kind": "variable", "trainable": True, "tracked": False}]


def test_changed_input_and_randomness(run: Run) -> None:
    body = "a = t.numpy(); a.setflags(write=True); a += 1"
    changing = f"def f(t):\n    {body}\n    return t\nlayer = keras.layers.Lambda(f)"
    function = exercised(run, changing, call="layer(tf.ones((2, 4)))", at=7)
    assert results(function) in ({"tensor"}, {"raises"})  # NumPy may refuse to unlock the tensor's memory
    function = exercised(run, "layer = keras.layers.Lambda(lambda t: t + tf.random.normal(tf.shape(t)))")
    assert function["deterministic"] is False


def test_models_and_their_gradients(run: Run) -> None:
    source = (
        HEAD
        + """
i = keras.Input((4,))
h = keras.layers.Dense(3, name='before')(i)
h = keras.layers.Lambda(lambda t: tf.round(t), output_shape=(3,))(h)
m = keras.Model(i, keras.layers.Dense(1, name='after')(h))
m.compile('sgd', 'mse')
m.fit(np.ones((8, 4)), np.ones((8, 1)), verbose=0)
"""
    )
    outcome = run(source)
    assert outcome.ending is Ending.PASSED
    (model,) = outcome.observed["models"]
    words = {("before" in w["name"]): w["gradient"] for w in model["weights"]}
    assert words == {True: "none", False: "fine"}
    assert model["trainable"] == 4
    assert model["compiled"]
    (tape,) = [tape for tape in outcome.observed["tapes"] if tape["trainable_none"]]
    assert (tape["line"], tape["by"], tape["trainable_none"]) == (10, "keras", 2)
    assert any("Gradients do not exist" in text for text in outcome.warnings)


def test_tapes_and_empty_updates(run: Run) -> None:
    source = (
        HEAD
        + """
m = keras.Sequential([keras.layers.Lambda(lambda t: t * 2)])
with tf.GradientTape() as tape:
    loss = tf.reduce_mean(m(tf.ones((2, 4))))
grads = tape.gradient(loss, m.trainable_variables)
keras.optimizers.SGD().apply_gradients(zip(grads, m.trainable_variables))
"""
    )
    outcome = run(source)
    assert outcome.observed["tapes"][0]["line"] == 8
    assert [entry["line"] for entry in outcome.observed["empty_updates"]] == [9]


def test_what_a_lambda_was_given(run: Run) -> None:
    outcome = run(f"{HEAD}keras.layers.Lambda((lambda t: t * 2)(tf.ones((1, 4))))\n")
    assert outcome.observed["lambdas"][-1]["given"] == "tensor"
    outcome = run(f"{HEAD}keras.layers.Lambda((lambda t: None)(1))\n", exercise=[{"line": 4}])
    assert outcome.observed["lambdas"][-1]["given"] == "none"


def test_layers_of_a_class(run: Run) -> None:
    source = (
        HEAD
        + """
class Scaled(keras.layers.Layer):
    def build(self, shape):
        self.v = self.add_weight(shape=(), initializer='ones', name='v')
    def call(self, t):
        return t * self.v
m = keras.Sequential([keras.Input((4,)), Scaled()])
"""
    )
    function = only(run(source, exercise=[{"class": "Scaled"}]))
    assert results(function) == {"tensor"}
    assert function["step"]["upstream"] == "fine"
    assert all(entry["tracked"] for entry in function["captured"])


def test_slice_with_given_inputs(run: Run) -> None:
    source = f"{HEAD}__target__ = keras.layers.Lambda(lambda t: tf.reduce_sum(t, [1, 2]), output_shape=(3,))\n"
    function = only(run(source, probe="function", inputs=[{"shape": [None, 5, 6, 3], "dtype": "float32"}]))
    assert function["inputs_from"] == "given"
    assert function["eager"]["positive/4"]["shape"] == [4, 3]
    source = f"{HEAD}def __target__(a, b):\n    return a @ tf.transpose(b)\n"
    given = [{"shape": [None, 3]}, {"shape": [None, 3]}]
    function = only(run(source, probe="function", inputs=given))
    assert function["eager"]["positive/1"]["shape"] == [1, 1]


def test_hostile_objects_do_not_stop_the_observation(run: Run) -> None:
    source = (
        HEAD
        + """
class Hostile:
    @property
    def __class__(self): raise RuntimeError('no')
    def __getattr__(self, name): raise RuntimeError('no')
    def __repr__(self): raise RuntimeError('no')
kept = [Hostile() for _ in range(3)]
layer = keras.layers.Lambda(lambda t: t)
layer(tf.ones((2, 4)))
class M(keras.Model):
    def call(self, t): raise KeyboardInterrupt
m = M()
"""
    )
    function = only(
        run(
            source,
            exercise=[
                {"line": 11},
            ],
        )
    )
    assert results(function) == {"tensor"}


def test_hostile_arguments_of_the_request(run: Run) -> None:
    for arguments in (
        {"exercise": [{"line": "x"}]},
        {"exercise": [{}]},
        {"exercise": [{"class": 5}]},
        {"inputs": [{"shape": "x"}], "exercise": [{"target": True}]},
        {"seed": 7, "filename": "../../x"},
    ):
        assert run("x = 1", **arguments).ending is Ending.PASSED


def test_save_and_reload(run: Run, line: str) -> None:
    source = f"{HEAD}layer = keras.layers.Lambda(lambda t: t * 2)\nlayer(keras.Input((4,)))\n"
    saved = run(source, probe="save", exercise=[{"line": 4}])
    assert saved.observed["saved"], saved
    kept = {name: saved.observed[name] for name in ("scratch", "inputs", "expected")}
    loaded = run("", probe="reload", **kept)
    assert loaded.observed["same"] is True, loaded
    source = source.replace("t * 2", "tf.abs(t)")
    saved = run(source, probe="save", exercise=[{"line": 4}])
    kept = {name: saved.observed[name] for name in ("scratch", "inputs", "expected")}
    loaded = run("", probe="reload", **kept)
    if line == "2":
        assert loaded.observed["same"] is True  # Keras 2 loads the function into a module that has the name tf
    else:
        assert loaded.ending is Ending.RAISED  # on Keras 3 it means nothing where the program never ran
        assert any("'tf' is not defined" in link.message for link in loaded.chain), loaded


def test_a_layer_may_have_the_name_of_what_the_probe_puts_before_it(run: Run) -> None:
    function = exercised(run, 'layer = keras.layers.Lambda(lambda t: t * 2.0, name="scaling")')
    assert function["step"]["result"] == "tensor", function["step"]
