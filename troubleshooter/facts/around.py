"""Facts about the code around the layers: each with the one observer that settles it by reading the whole program."""

from __future__ import annotations

from collections.abc import Callable

from troubleshooter.facts.gone_names import observe_backend, observe_keras_ops, observe_tensorflow_1
from troubleshooter.facts.placeholders import observe_method, observe_python, observe_tensorflow
from troubleshooter.facts.unapplied import observe_layer_as_tensor
from troubleshooter.intake.syntax import Program
from troubleshooter.model import Place, Target

Observer = Callable[[Program, tuple[Target, ...]], tuple[str, Place | None] | None]


def observers_around() -> tuple[tuple[str, Observer], ...]:
    """Each fact about the case with its observer. A "no" is dropped on a partial snippet."""
    return (
        ("tensorflow-on-keras-tensor", observe_tensorflow),
        ("python-on-keras-tensor", observe_python),
        ("keras-tensor-method", observe_method),
        ("backend-gone", observe_backend),
        ("tensorflow-1-name", observe_tensorflow_1),
        ("uses-keras-ops", observe_keras_ops),
        ("layer-as-tensor", observe_layer_as_tensor),
    )
