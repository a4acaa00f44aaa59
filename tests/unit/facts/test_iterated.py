"""TensorFlow's "Iterating over a symbolic tensor" says that something iterated; the line tells what."""

from __future__ import annotations

import pytest

from troubleshooter.facts.traceback import observe_traceback
from troubleshooter.model import ErrorLink, Frame, Traceback

MESSAGE = "Iterating over a symbolic `tf.Tensor` is not allowed. You can attempt the following resolutions"


def told(code: str) -> set[str]:
    error = ErrorLink("OperatorNotAllowedInGraphError", MESSAGE, (Frame("model.py", 9, "dist", code),))
    return {fact.name for fact in observe_traceback(Traceback((error,)), (), None)}


@pytest.mark.parametrize("code", ["for row in x:", "return tf.stack([r * 2 for r in x])", "total = sum(x)", "list(x)"])
def test_a_loop_over_a_tensor(code: str) -> None:
    assert "truth-of-tensor" in told(code)


@pytest.mark.parametrize("code", ["a, b = args", "return quantise(x)", ""])
def test_unpacking_and_what_the_line_does_not_show_are_left_open(code: str) -> None:
    assert "truth-of-tensor" not in told(code)
