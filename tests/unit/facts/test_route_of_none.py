"""How a None came to where it was noticed, by the text of the error."""

from __future__ import annotations

import pytest

from troubleshooter.facts.traceback import observe_traceback
from troubleshooter.model import ErrorLink, Frame, Traceback


@pytest.mark.parametrize(
    "message",
    [
        "Inputs to a layer should be tensors. Got 'None' (of type <class 'NoneType'>) as input for layer 'dense_2'.",
        "Inputs to a layer should be tensors. Got: None",
    ],
)
def test_keras_refused_a_none_that_a_layer_was_given(message: str) -> None:
    error = ErrorLink("ValueError", message, (Frame("model.py", 7, "call", "return self.head(h)"),))
    told = {fact.name: fact.value for fact in observe_traceback(Traceback((error,)), (), None)}
    assert told["route"] == "layer-input"


def test_something_else_that_a_layer_was_given_is_no_route_of_none() -> None:
    error = ErrorLink("ValueError", "Inputs to a layer should be tensors. Got '[1, 2]' (of type <class 'list'>)")
    assert "route" not in {fact.name for fact in observe_traceback(Traceback((error,)), (), None)}
