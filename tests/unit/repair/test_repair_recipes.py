"""Each recipe prints exactly what is expected, keeps comments, and changes nothing the second time."""

from __future__ import annotations

import ast
from contextlib import suppress

import pytest

from troubleshooter.catalog import load
from troubleshooter.errors import CannotRepair
from troubleshooter.model import Repair, RepairPlan, Snippet, Target, TargetKind
from troubleshooter.repair import propose, recipe_names
from troubleshooter.slice import find_targets

PRE = "import tensorflow as tf\n"
LAMBDA = "L = tf.keras.layers.Lambda(f)\n"


def repaired(recipe: str, source: str, **answers: str) -> Repair:
    snippet = Snippet(source)
    targets = [target for target in find_targets(snippet) if target.kind is TargetKind.LAMBDA] or [
        *find_targets(snippet),
        Target("program", TargetKind.PROGRAM, "", None),
    ]
    named = {name.replace("_", "-"): value for name, value in answers.items()}
    return propose(RepairPlan(recipe, "unsafe"), snippet, targets[0], named, keras="3")


def check(recipe: str, before: str, after: str, **answers: str) -> Repair:
    made = repaired(recipe, before, **answers)
    assert made.source == after
    with suppress(CannotRepair):
        assert repaired(recipe, after, **answers).source == after
    return made


def body(*lines: str, head: str = "def f(x):") -> str:
    return PRE + head + "\n" + "".join(f"    {line}\n" for line in lines) + LAMBDA


def one(expression: str) -> str:
    return PRE + f"L = tf.keras.layers.Lambda(lambda x: {expression})\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (body("y = x * 2  # twice"), body("y = x * 2  # twice", "return y")),
        (body("# why", "x * 2"), body("# why", "return x * 2")),
        (body("x *= 2"), body("x *= 2", "return x")),
        (body("print(x)"), body("print(x)", "return x")),
        (body("y = x + 1", "return None"), body("y = x + 1", "return y")),
        (
            body("if flag:", "    y = x", "else:", "    y = -x"),
            body("if flag:", "    y = x", "else:", "    y = -x", "return y"),
        ),
        (
            body("if flag:", "    x * 2", "else:", "    x * 3"),
            body("if flag:", "    return x * 2", "else:", "    return x * 3"),
        ),
        (body("with tf.name_scope('a'):", "    x * 2"), body("with tf.name_scope('a'):", "    return x * 2")),
        (body("for _ in range(3):", "    x = x * 2"), body("for _ in range(3):", "    x = x * 2", "return x")),
        (one("None"), one("x")),
    ],
)
def test_add_return(before: str, after: str) -> None:
    check("add-return", before, after)


def test_add_return_to_a_helper_whose_value_is_used() -> None:
    helper = "def h(x):\n    y = x * 2\n"
    source = PRE + "{}def f(x):\n    return h(x) + 1\n" + LAMBDA
    check("add-return", source.format(helper), source.format(helper + "    return y\n"))


def test_add_return_to_a_method_of_a_layer() -> None:
    source = PRE + "class M(tf.keras.layers.Layer):\n    def call(self, x):\n        y = x * 2\n"
    made = check("add-return", source, source + "        return y\n")
    assert made.exercises == ("class", "M")


@pytest.mark.parametrize(("answer", "value"), [("unchanged", "x"), ("zeros", "tf.zeros_like(x)")])
def test_complete_branch(answer: str, value: str) -> None:
    answers = {"other_branch": answer}
    check(
        "complete-branch",
        body("if flag:", "    return x * 2"),
        body("if flag:", "    return x * 2", f"return {value}"),
        **answers,
    )
    check("complete-branch", one("x * 2 if flag else None"), one(f"x * 2 if flag else {value}"), **answers)
    match = ("match mode:", "    case 1:", "        return x * 2")
    check("complete-branch", body(*match), body(*match, "    case _:", f"        return {value}"), **answers)


def test_complete_branch_raises_a_swallowed_error_again() -> None:
    lines = ("try:", "    return x * 2", "except ValueError as error:", "    print(error)")
    made = check("complete-branch", body(*lines), body(*lines, "    raise"))
    assert made.assumes == ("other-branch = unchanged",)
    assert "raised again" in made.changes


@pytest.mark.parametrize(
    ("scope", "condition"),
    [
        ("batch", "tf.reduce_mean(x) > 0"),
        ("row", "tf.reduce_mean(x, axis=tuple(range(1, len(x.shape))), keepdims=True) > 0"),
        ("element", "x > 0"),
    ],
)
def test_tensor_truth_by_scope(scope: str, condition: str) -> None:
    lines = ("if tf.reduce_mean(x) > 0:  # positive", "    return x * 2", "return x")
    after = body("# positive", f"return tf.where({condition}, x * 2, x)")
    check("tensor-truth", body(*lines), after, condition_scope=scope)
    check(
        "tensor-truth",
        one("x if tf.reduce_mean(x) > 0 else -x"),
        one(f"tf.where({condition}, x, -x)"),
        condition_scope=scope,
    )
    assigned = ("if tf.reduce_mean(x) > 0:", "    y = x * 2", "else:", "    y = x", "return y")
    check(
        "tensor-truth", body(*assigned), body(f"y = tf.where({condition}, x * 2, x)", "return y"), condition_scope=scope
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("tf.where((x > 0) and (x < 1), x, 0.0)", "tf.where(tf.logical_and(x > 0, x < 1), x, 0.0)"),
        ("tf.where(not (x > 0), x, 0.0)", "tf.where(tf.logical_not(x > 0), x, 0.0)"),
        ("tf.cast(0 < x < 1, x.dtype)", "tf.cast(tf.logical_and(0 < x, x < 1), x.dtype)"),
        ("max(0, x)", "tf.maximum(x, 0)"),
        ("tf.stack([r * 2 for r in x])", "tf.map_fn(lambda r: r * 2, x)"),
        (
            "x * (2.0 if tf.reduce_mean(x) > 0 else 0.5)",
            "x * tf.cast(tf.where(tf.reduce_mean(x) > 0, 2.0, 0.5), x.dtype)",
        ),
        ("tf.sqrt(x) if tf.reduce_min(x) > 0 else x", "tf.cond(tf.reduce_min(x) > 0, lambda: tf.sqrt(x), lambda: x)"),
    ],
)
def test_tensor_truth_in_expressions(before: str, after: str) -> None:
    check("tensor-truth", one(before), one(after))


def test_tensor_truth_gives_the_missing_branch_a_value() -> None:
    lines = ("if tf.reduce_sum(x) > 0:", "    return x * 2  # valid", "else:", "    return None  # wrong")
    made = check(
        "tensor-truth", body(*lines), body("# valid", "# wrong", "return tf.where(tf.reduce_sum(x) > 0, x * 2, x)")
    )
    assert made.assumes == ("condition-scope = batch", "other-branch = unchanged")


def test_tensor_truth_keeps_two_versions_of_a_variable_apart() -> None:
    before = body("if tf.reduce_mean(x) > 1:", "    x = x * 2", "    x = x + 1", "return x")
    check(
        "tensor-truth",
        before,
        body("x_if = x * 2", "x_if = x_if + 1", "x = tf.where(tf.reduce_mean(x) > 1, x_if, x)", "return x"),
    )


def test_tensor_truth_loops() -> None:
    check(
        "tensor-truth",
        body("while tf.reduce_sum(x) > 1.0:", "    x = x / 2", "return x"),
        body("x = tf.while_loop(lambda x: tf.reduce_sum(x) > 1.0, lambda x: [x / 2], [x])[0]", "return x"),
    )
    check(
        "tensor-truth",
        body("out = []", "for row in x:", "    out.append(row * 2)", "return tf.stack(out)"),
        body("out = tf.map_fn(lambda row: row * 2, x)", "return out"),
    )


def test_tensor_truth_leaves_static_tests_alone() -> None:
    for test in ("x.shape[0] == 2", "x is not None", "training", "len(x.shape) > 2", "isinstance(x, tf.Tensor)"):
        with pytest.raises(CannotRepair):
            repaired("tensor-truth", body(f"if {test}:", "    return x", "return -x", head="def f(x, training=None):"))


def test_return_the_argument() -> None:
    check("return-the-argument", one("print(x)"), one("(print(x), x)[1]"))
    check("return-the-argument", one("seen.append(x * 2)"), one("(seen.append(x * 2), x)[1]"))
    check("return-the-argument", body("return tf.print(x)  # see"), body("tf.print(x)  # see", "return x"))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("x[x < 0] = 0  # clip", "x = tf.where(x < 0, tf.cast(0, x.dtype), x)  # clip"),
        (
            "x[..., 0, :] = 1",
            "x = tf.where(tf.equal(tf.reshape(tf.range(tf.shape(x)[-2]), [-1] + [1] * 1), 0), tf.cast(1, x.dtype), x)",
        ),
        ("x[:, 1:3] = x[:, :2]", "x = tf.concat([x[:, :1], tf.cast(x[:, :2], x.dtype), x[:, 3:]], axis=1)"),
    ],
)
def test_item_assignment(before: str, after: str) -> None:
    check("item-assignment", body(before, "return x"), body(after, "return x"))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("np.maximum(0, x)", "tf.maximum(x, 0)"),
        ("x.numpy() * 2", "x * 2"),
        ("x / len(x)", "x / tf.cast(tf.shape(x)[0], x.dtype)"),
        ("x * float(tf.reduce_mean(x))", "x * tf.reduce_mean(x)"),
        ("math.exp(x)", "tf.exp(x)"),
        ("x.mean(axis=1)", "tf.reduce_mean(x, axis=1)"),
        ("np.concatenate([x, x])", "tf.concat([x, x], axis=0)"),
    ],
)
def test_numpy_to_tf(before: str, after: str) -> None:
    check("numpy-to-tf", one(before), one(after))


def test_numpy_on_something_else_is_left_alone() -> None:
    with pytest.raises(CannotRepair):
        repaired("numpy-to-tf", one("x * np.sqrt(2.0) + np.random.rand()"))


def test_cast_to_argument() -> None:
    outer = PRE + "W = tf.constant([1.0], tf.float64)\nL = tf.keras.layers.Lambda(lambda x: {})\n"
    check("cast-to-argument", outer.format("x * W"), outer.format("x * tf.cast(W, x.dtype)"))
    check("cast-to-argument", one("tf.one_hot(x, 5)"), one("tf.one_hot(tf.cast(x, tf.int32), 5)"))
    check("cast-to-argument", one("x / tf.shape(x)[0]"), one("x / tf.cast(tf.shape(x)[0], x.dtype)"))
    integers = PRE + "L = tf.keras.layers.Lambda(lambda x: {})(tf.keras.Input((4,), dtype='uint8'))\n"
    check(
        "cast-to-argument",
        integers.format("x / 255.0"),
        integers.format("tf.cast(x, tf.keras.backend.floatx()) / 255.0"),
    )


def test_gradient_through() -> None:
    straight = "x + tf.stop_gradient(tf.round(x) - x)"
    check("gradient-through", one("tf.round(x)"), one(straight), gradient_wish="straight-through")
    check("gradient-through", one("tf.sign(x) * 2"), one("tf.tanh(5.0 * x) * 2"), gradient_wish="soft")
    check("gradient-through", one("tf.one_hot(tf.argmax(x, -1), 3)"), one("tf.nn.softmax(x)"), gradient_wish="soft")
    check("gradient-through", one("tf.numpy_function(lambda a: a * 2, [x], tf.float32)"), one("(x * 2)"))
    with pytest.raises(CannotRepair):
        repaired("gradient-through", one("tf.strings.to_number(tf.strings.as_string(x))"))


def test_lift_to_layer_owns_a_captured_variable() -> None:
    made = repaired(
        "lift-to-layer",
        PRE + "v = tf.Variable(2.0)\n# scale\nL = tf.keras.layers.Lambda(lambda x: x * v, name='gain')\n",
    )
    assert made.exercises == ("class", "GainLayer")
    assert made.source.endswith("# scale\nL = GainLayer(name='gain')\n")
    assert 'name="v", shape=(), initializer=tf.keras.initializers.Constant(2.0), trainable=True' in made.source
    assert "return x * self.v" in made.source


OBJECT = """\
import tensorflow as tf
class Head:
    def __init__(self, n):
        self.n = n
        self.gain = tf.Variable({initial})
    def call_it(self, x):
        return x * self.gain{more}
head = Head(2)
L = tf.keras.layers.Lambda(head.call_it)
"""


def test_lift_to_layer_owns_what_a_method_reads_from_its_object() -> None:
    made = repaired("lift-to-layer", OBJECT.format(initial="2.0", more=""))
    assert "class CallItLayer(tf.keras.layers.Layer):" in made.source
    assert "initializer=tf.keras.initializers.Constant(2.0)" in made.source
    assert "    def call(self, x):\n        return x * self.gain\n" in made.source
    assert "L = CallItLayer()" in made.source


@pytest.mark.parametrize(("initial", "more"), [("2.0", " + self.n"), ("self.n", "")])
def test_lift_to_layer_refuses_a_method_that_needs_the_rest_of_its_object(initial: str, more: str) -> None:
    with pytest.raises(CannotRepair):
        repaired("lift-to-layer", OBJECT.format(initial=initial, more=more))


def test_lift_to_layer_uses_a_layer_directly() -> None:
    source = PRE + "d = tf.keras.layers.Dense(1)\no = {}(h)\n"
    check("lift-to-layer", source.format("tf.keras.layers.Lambda(lambda x: d(x))"), source.format("d"))


def test_guard_empty_update() -> None:
    update = "opt.apply_gradients(zip(g, m.trainable_variables))  # go\n"
    check("guard-empty-update", update, f"if m.trainable_variables:\n    {update}")
    with pytest.raises(CannotRepair):
        repaired("guard-empty-update", update, training_wish="add-layer")


def test_call_the_lambda() -> None:
    for before, after in (("Lambda(f(i))", "Lambda(f)(i)"), ("Lambda('relu')(i)", "Activation('relu')(i)")):
        source = PRE + "def f(x):\n    return x\no = tf.keras.layers.{}\n"
        check("call-the-lambda", source.format(before), source.format(after))


def test_one_list_argument() -> None:
    source = PRE + "o = tf.keras.layers.Lambda({})({})\n"
    after = source.format("lambda t: t[0] - t[1]", "[p, q]")
    check("one-list-argument", source.format("lambda a, b: a - b", "[p, q]"), after)
    check("one-list-argument", source.format("lambda a, b: a - b", "p, q"), after)
    check(
        "one-list-argument",
        PRE + "def f(a, b):\n    return a - b\no = tf.keras.layers.Lambda(f)(p, q)\n",
        PRE + "def f(inputs):\n    a, b = inputs\n    return a - b\no = tf.keras.layers.Lambda(f)([p, q])\n",
    )


def test_import_goes_behind_the_others_and_keeps_the_alias() -> None:
    source = (
        '"""doc"""\nfrom __future__ import annotations\nimport keras\n\nL = keras.layers.Lambda(lambda x: max(x, 0))\n'
    )
    made = repaired("tensor-truth", source)
    assert made.source.splitlines()[3] == "import tensorflow as tf"
    assert made.exercises == ("line", "6")
    alias = "import tensorflow as T\nL = T.keras.layers.Lambda(lambda x: max(x, 0))\n"
    assert "lambda x: T.maximum(x, 0)" in repaired("tensor-truth", alias).source


ODD = (
    "",
    "L = Lambda()\n",
    "L = Lambda(*f)\n",
    "def f(): yield\nL = Lambda(f)\n",
    "def f(*xs, **kw): xs\nL = Lambda(f)\n",
    "def f(x):\n\tif x: return\n\telse: pass\nL = Lambda(f)\n",
    "async def f(x):\n    await x\nL = Lambda(f)\n",
    "L = Lambda(lambda: (yield))\n",
    "def f(x):\r\n    y = x\r\nL = Lambda(f)\r\n",
    "L = Lambda(lambda x, /, y=1, *, z: x[y:z, ..., None] if x else {**x})\n",
    "def f(x):\n    global y\n    y = x\n    del y\nL = Lambda(f)\n",
    "def f(x):\n    try:\n        return x\n    finally:\n        pass\nL = Lambda(f)\n",
    "def f(x):\n    return f(x)\nL = Lambda(f)\n",
    "class A:\n    l = Lambda(lambda self: self)\n",
    "def f(x):\n    for x[0] in x:\n        break\n    else:\n        return x\nL = Lambda(f)\n",
    "def broken(:\nL = Lambda(f)\n",
)


@pytest.mark.parametrize("source", ODD)
@pytest.mark.parametrize("recipe", sorted(recipe_names()))
def test_odd_sources_are_repaired_or_refused(recipe: str, source: str) -> None:
    targets = (*_targets(source), Target("program", TargetKind.PROGRAM, "", None))
    for target in targets:
        try:
            made = propose(RepairPlan(recipe, "safe"), Snippet(source), target, {}, keras="2")
        except CannotRepair:
            continue
        ast.parse(made.source)
        assert made.diff


def _targets(source: str) -> tuple[Target, ...]:
    try:
        ast.parse(source)
    except SyntaxError:
        return ()
    return tuple(find_targets(Snippet(source)))


def test_the_recipes_are_those_of_the_vocabulary() -> None:
    assert recipe_names() == load().recipes
    with pytest.raises(CannotRepair):
        propose(
            RepairPlan("no-such", "safe"), Snippet("x"), Target("program", TargetKind.PROGRAM, "", None), {}, keras=""
        )


@pytest.mark.parametrize(
    ("given", "made"),
    [("[2, 3]", '{"k": 2, "n": 3}'), ("(a,)", '{"k": a}'), ("0.5", '{"k": 0.5}')],
)
def test_name_the_arguments_by_the_parameters_behind_the_input(given: str, made: str) -> None:
    source = PRE + "def f(x, k, n=1, training=None):\n    return x * k\nL = tf.keras.layers.Lambda(f, arguments={})\n"
    check("name-the-arguments", source.replace("{}", given), source.replace("{}", made))


@pytest.mark.parametrize("given", ["[1, 2, 3]", "values", "[]"])
def test_name_the_arguments_refuses_what_it_cannot_name(given: str) -> None:
    with pytest.raises(CannotRepair):
        repaired(
            "name-the-arguments",
            f"{PRE}def f(x, k, n=1):\n    return x\nL = tf.keras.layers.Lambda(f, arguments={given})\n",
        )
