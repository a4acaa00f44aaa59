"""return-what-is-built: what a builder of layers or models gives back to its caller."""

from __future__ import annotations

import textwrap

import pytest

from troubleshooter.errors import CannotRepair
from troubleshooter.model import RepairPlan, Snippet, TargetKind
from troubleshooter.repair import propose
from troubleshooter.slice import find_targets

PRE = "import keras\nfrom keras import layers\n\ni = keras.Input((4,))\n"


def repaired(code: str, recipe: str = "return-what-is-built", kind: TargetKind = TargetKind.HELPER) -> str:
    snippet = Snippet(PRE + textwrap.dedent(code))
    target = next(one for one in find_targets(snippet) if one.kind is kind)
    return propose(RepairPlan(recipe, "safe"), snippet, target, {}, keras="3").source.removeprefix(PRE)


@pytest.mark.parametrize(
    ("body", "ending"),
    [
        ("t = layers.Dense(1)(t)\n", "return t"),
        ("x = layers.Dense(1)(t)  # keep\n    layers.ReLU()(x)\n", "return layers.ReLU()(x)"),
        ("x = t\n    for _ in range(2):\n        x = layers.Dense(1)(x)\n", "return x"),
        ("if t is not None:\n        t = layers.Dense(1)(t)\n", "return t"),
        ("if big:\n        y = layers.Dense(9)(t)\n    else:\n        y = layers.Dense(1)(t)\n", "return y"),
        ("with scope:\n        y = layers.Dense(9)(t)\n", "return y"),
        ("m = keras.Model(t, t)\n    m.compile()\n    h = m.fit(t)\n", "return m"),
        ("m = keras.Sequential()\n    m.add(t)\n    m.summary()\n    print(m)\n", "return m"),
        ("t = layers.Dense(1)(t)\n    return\n", "return t"),
    ],
)
def test_what_a_builder_returns(body: str, ending: str) -> None:
    after = repaired(f"def block(t, big=1):\n    {body}\nout = layers.Dense(2)(block(i))\n")
    assert ending in after
    assert "# keep" in after or "# keep" not in body


def test_what_the_caller_unpacks() -> None:
    code = "def make():\n    a = layers.Dense(1)\n    b = layers.Dense(2)\n    c = 3\nb, a = make()\nprint(b, a)\n"
    assert "    return b, a\n" in repaired(code)


@pytest.mark.parametrize(
    "body",
    [
        "for n in t:\n        y = n\n",
        "print(t)\n",
        "a, b = t\n",
        "if t:\n        y = 1\n",
        "if t:\n        return\n    y = 1\n    return\n",
    ],
)
def test_what_cannot_be_read_is_refused(body: str) -> None:
    with pytest.raises(CannotRepair):
        repaired(f"def block(t):\n    {body}\nout = layers.Dense(2)(block(i))\n")


def test_a_loss_returns_what_it_computes_last_whatever_it_derives_from() -> None:
    code = "class M(keras.Model):\n    def compute_loss(self, x=None, y=None, y_pred=None):\n        e = y - y_pred\n"
    assert "        return e\n" in repaired(code, "add-return", TargetKind.LOSS)


def test_a_loss_that_computes_nothing_is_refused() -> None:
    with pytest.raises(CannotRepair):
        repaired("def f(a, b):\n    print(a)\nm.compile('sgd', f)\n", "add-return", TargetKind.LOSS)
    with pytest.raises(CannotRepair):
        repaired("m.compile('sgd', lambda a, b: None)\n", "add-return", TargetKind.LOSS)
