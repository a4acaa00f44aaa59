"""Where a KerasTensor met what it cannot go through, as far as the frames of the error tell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from troubleshooter.model import CASE, ErrorLink, Fact, Place

_REFUSED = re.compile(
    r"KerasTensor cannot be used as input to a TensorFlow function"
    r"|A KerasTensor is symbolic: it's a placeholder"
    r"|You are passing KerasTensor\("
    r"|[Cc]annot convert a symbolic Keras input/output to a numpy array"
    r"|cannot be Keras symbolic tensors"
)
_TRAINS = re.compile(r"^(fit|fit_generator|evaluate|train_on_batch|test_on_batch|train_step|compute_loss)$")
_TRAINING_CALL = re.compile(r"\.(fit|fit_generator|evaluate|train_on_batch|test_on_batch)\(")
_NUMPY = re.compile(r"\b(np|numpy|math)\.\w+(\.\w+)?\(")
_GIVEN = re.compile(r"\bLambda\((?!\s*lambda\b)[\w.]+\(")


def observe_route(links: Sequence[ErrorLink], by: str) -> Iterable[Fact]:
    """`keras-tensor-route`: around, numpy, lambda-argument, layer or loss."""
    for link in links:
        if _REFUSED.search(link.message):
            frame = link.user_frame
            place = Place(frame.line, frame.line) if frame else None
            route = _route(link)
            if route:
                yield Fact(CASE, "keras-tensor-route", route, by, place)
            return


def _route(link: ErrorLink) -> str:
    """ "" where the text shows no frames at all."""
    if link.wrapper is not None and link.wrapper.kind == "Lambda":
        return "layer"
    if any(_TRAINS.match(one.function) or _TRAINING_CALL.search(one.code) for one in link.frames):
        return "loss"
    frame = link.user_frame
    if frame is None:
        return ""
    if _GIVEN.search(frame.code):
        return "lambda-argument"
    return "numpy" if _NUMPY.search(frame.code) and "TensorFlow function" not in link.message else "around"
