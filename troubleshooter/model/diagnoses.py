"""What is concluded about one case."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from troubleshooter.model.knowledge import Cause, Fact
from troubleshooter.model.paste import Place
from troubleshooter.model.targets import Target


class State(StrEnum):
    """Whether a cause can still be the one."""

    LIVE = "live"
    RULED_OUT = "ruled-out"


@dataclass(frozen=True, slots=True)
class Standing:
    """One cause in one case: its state for the subject it fits best, and the facts for or against it."""

    cause: Cause
    subject: str
    state: State
    holds: bool
    evidence: tuple[Fact, ...] = ()


class Basis(StrEnum):
    """How a diagnosis is known."""

    READ = "read"
    OBSERVED = "observed"


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """The one cause left, its target, evidence and basis. `hidden` is the error that Keras hid (type, message)."""

    cause: Cause
    target: Target | None
    basis: Basis
    reproduced: Literal["same", "different", "not-run"]
    where: Place | None
    evidence: tuple[Fact, ...]
    why: tuple[str, ...]
    hidden: tuple[str, str] | None = None
    error: tuple[str, str] | None = None
