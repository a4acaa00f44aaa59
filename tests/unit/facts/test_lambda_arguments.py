"""What `arguments=` of a Lambda was given."""

from __future__ import annotations

import pytest

from troubleshooter.facts.source import observe_source
from troubleshooter.model import Snippet
from troubleshooter.slice import find_targets

HEAD = "from keras.layers import Lambda\ndef f(x, k=1):\n    return x * k\n"


def told(line: str) -> str:
    snippet = Snippet(HEAD + line + "\n")
    facts = observe_source(snippet, find_targets(snippet))
    return next((fact.value for fact in facts if fact.name == "lambda-arguments"), "")


@pytest.mark.parametrize(
    "line",
    [
        "y = Lambda(f, arguments=[3])(x)",
        "y = Lambda(f, arguments=(3,))(x)",
        "y = Lambda(f, None, None, [3])(x)",
        "values = [3]\ny = Lambda(f, arguments=values)(x)",
        "y = Lambda(f, arguments=3)(x)",
    ],
)
def test_values_without_names(line: str) -> None:
    assert told(line) == "other"


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("y = Lambda(f, arguments={'k': 3})(x)", "mapping"),
        ("y = Lambda(f, arguments=dict(k=3))(x)", "mapping"),
        ("values = {'k': 3}\ny = Lambda(f, arguments=values)(x)", "mapping"),
        ("y = Lambda(f)(x)", "none"),
        ("y = Lambda(f, arguments=None)(x)", "none"),
        ("y = Lambda(f, arguments=make())(x)", ""),
        ("def g(values):\n    return Lambda(f, arguments=values)", ""),
    ],
)
def test_mappings_nothing_and_what_nobody_can_read(line: str, value: str) -> None:
    assert told(line) == value
