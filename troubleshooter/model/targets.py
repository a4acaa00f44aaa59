"""What the failure is about."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from troubleshooter.model.paste import Place


class TargetKind(StrEnum):
    """What kind of function a target is."""

    LAMBDA = "lambda"  # the function of a Lambda layer
    CALL = "call"  # Layer.call or Model.call
    LOSS = "loss"  # a loss, metric, regularizer or activation function
    HELPER = "helper"  # a plain function of the source that a target calls
    PROGRAM = "program"  # the code around: training loop, compile and fit


@dataclass(frozen=True, slots=True)
class Target:
    """A Lambda, or another function, that the failure may be about.

    `subject` is its name as a fact's subject ("lambda:12" = the Lambda constructed at line 12, "call:M.call",
    "helper:f"); stable for one source. `function` is the span of the function's own code (def or lambda expression),
    `construction` that of the `Lambda(...)` call, None where there is none. `function_name` is "<lambda>" for lambdas.
    """

    subject: str
    kind: TargetKind
    function_name: str
    function: Place | None
    construction: Place | None = None
    layer_name: str = ""

    @property
    def label(self) -> str:
        """How a person is told which function is meant."""
        if self.kind is TargetKind.LAMBDA:
            line = (self.construction or self.function or Place(0, 0)).line
            inner = "" if self.function_name in {"", "<lambda>"} else f" ({self.function_name})"
            return f"the Lambda at line {line}{inner}"
        if self.kind is TargetKind.PROGRAM:
            return "the program around the Lambda"
        if self.function_name in {"", "<lambda>"} and self.function:
            return f"the {self.kind.value} at line {self.function.line}"
        return self.function_name


@dataclass(frozen=True, slots=True)
class TensorSpec:
    """Shape (None for an unknown dimension; the batch dimension included) and dtype of one input."""

    shape: tuple[int | None, ...]
    dtype: str = "float32"


@dataclass(frozen=True, slots=True)
class Slice:
    """The smallest program that defines a target. `source` keeps the line numbers of the snippet (others are blank).

    Running it binds the layer to `__target__`. `inputs` are the specs the function is called with (one for most);
    `assumed` names in words what was a guess, `missing` the names that could not be carried.
    """

    source: str
    target: Target
    inputs: tuple[TensorSpec, ...]
    as_list: bool = False
    assumed: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
