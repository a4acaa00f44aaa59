"""Programs run on the person's TensorFlow, and what they observed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from troubleshooter.model.paste import ErrorLink


class Ending(StrEnum):
    """How a probe ended."""

    PASSED = "passed"
    RAISED = "raised"
    TIMED_OUT = "timed-out"
    DIED = "died"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class ProbeRequest:
    """A probe to run: `name` is a file of worker/probes, `arguments` JSON-able, `deadline` in seconds."""

    name: str
    arguments: Mapping[str, Any]
    deadline: float = 60.0
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a probe observed. `chain` is the exception as the worker saw it (hidden links included), parsed.

    `observed` is the probe's own JSON (see the docstring of each probe), `output` the tail of what the code printed,
    `reason` says in words why it was refused, died or timed out.
    """

    ending: Ending
    chain: tuple[ErrorLink, ...] = ()
    observed: Mapping[str, Any] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    output: str = ""
    seconds: float = 0.0
    reason: str = ""
