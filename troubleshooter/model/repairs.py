"""Repairs and their verification."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class Repair:
    """The rewritten source of the case. `source` is the whole snippet with the repair in it, `diff` against the paste.

    `exercises` tells which layer the verification exercises in the repaired program: ("line", "12") = the Lambda whose
    construction stands at line 12 of `source`, ("class", "Scaled") = a layer of that class. `assumes` are the answers
    taken without asking; `changes` says in words how the meaning may change.
    """

    recipe: str
    safety: Literal["safe", "unsafe", "display-only"]
    source: str
    diff: str
    exercises: tuple[str, str] = ("", "")
    answers: Mapping[str, str] = field(default_factory=dict)
    assumes: tuple[str, ...] = ()
    changes: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """One check of a verification."""

    name: str
    kind: Literal["required", "by-answer", "informative"]
    outcome: Literal["passed", "failed", "not-run"]
    detail: str = ""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """A verification's result: verified when every required check ran and passed."""

    checks: tuple[Check, ...]

    @property
    def verified(self) -> bool:
        """Every required check passed, and there was one."""
        required = [check for check in self.checks if check.kind != "informative"]
        return bool(required) and all(check.outcome == "passed" for check in required)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A repair with its verdict; `verdict` is None where nothing could be run."""

    repair: Repair
    verdict: Verdict | None = None
