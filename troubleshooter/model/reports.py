"""What is printed or shown at the end of a case."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from troubleshooter.model.diagnoses import Basis, Diagnosis, Standing
from troubleshooter.model.paste import Environment, Paste, Place
from troubleshooter.model.repairs import Proposal


class Status(StrEnum):
    """How a case ended."""

    DIAGNOSED = "diagnosed"
    AMBIGUOUS = "ambiguous"
    UNDETERMINED = "undetermined"
    OUT_OF_SCOPE = "out-of-scope"
    HEALTHY = "healthy"


@dataclass(frozen=True, slots=True)
class Next:
    """The one thing that would take the case further."""

    kind: Literal["question", "material", "probe"]
    fact: str
    text: str
    why: str
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class OpenError:
    """An error that no cause explains: (type, message) as raised, and the person's own line it came from.

    `hidden` tells that Keras printed another error in its place, `basis` whether it was seen here or only pasted.
    """

    error: tuple[str, str]
    basis: Basis
    hidden: bool = False
    where: Place | None = None
    code: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What is printed or shown at the end of a case. `proposal` holds all repairs made so far.

    `open_error` is the failure that was left without a diagnosis, None where there is none.
    """

    status: Status
    paste: Paste
    diagnoses: tuple[Diagnosis, ...] = ()
    standings: tuple[Standing, ...] = ()
    next: Next | None = None
    proposal: Proposal | None = None
    alternatives: tuple[Proposal, ...] = ()
    environment: Environment = field(default_factory=Environment)
    notes: tuple[str, ...] = ()
    path: tuple[str, ...] = ()
    open_error: OpenError | None = None
    static_seconds: float = 0.0
    probe_seconds: float = 0.0
