"""The nouns of the project: frozen dataclasses, standard library only.

One word per thing, in code, data and on screen. Lines count from 1 and columns from 0 (as `ast` has them), always in
the text as the person pasted it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal

# --- what was pasted ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Place:
    """A span in the source as pasted. `column`/`end_column` are character columns; -1 where unknown."""

    line: int
    end_line: int
    column: int = -1
    end_column: int = -1


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame of a traceback. `origin` tells whose code it is; `code` is the shown source line, or empty."""

    file: str
    line: int
    function: str
    code: str = ""
    origin: Literal["user", "keras", "tensorflow", "python", "library"] = "user"


@dataclass(frozen=True, slots=True)
class Wrapper:
    """Keras's `Exception encountered when calling ...` block around a message.

    `layer` is the layer's name on Keras 2 ("lambda_1") and empty on Keras 3, `kind` its class ("Lambda"), `arguments`
    the `Call arguments received` block: name -> text as printed.
    """

    layer: str
    kind: str
    arguments: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ErrorLink:
    """One exception of a chain. `message` is the core message, without wrapper, `in user code:` or colour codes.

    `relation` says how the *next* link in the chain came about: "cause" (direct cause), "context" (during handling),
    "hidden" (Keras suppressed it; found by the worker) or "" for the last.
    """

    type: str
    message: str
    frames: tuple[Frame, ...] = ()
    wrapper: Wrapper | None = None
    relation: Literal["cause", "context", "hidden", ""] = ""

    @property
    def user_frame(self) -> Frame | None:
        """The innermost frame that is the person's own code."""
        return next((frame for frame in reversed(self.frames) if frame.origin == "user"), None)


@dataclass(frozen=True, slots=True)
class Traceback:
    """A parsed error. `chain` runs from the first exception to the one that was shown (the last).

    `keras` is the Keras line ("2", "3") where the text tells it, else "". `whole` is False when the text was cut, or
    when a program caught the error and printed one line of it. `warnings` are Keras or TensorFlow warnings that stand
    for a silent failure. `others` are earlier, separate tracebacks of the same paste.
    """

    chain: tuple[ErrorLink, ...]
    keras: Literal["2", "3", ""] = ""
    python: str = ""
    whole: bool = True
    warnings: tuple[str, ...] = ()
    others: tuple[Traceback, ...] = ()

    @property
    def shown(self) -> ErrorLink:
        """The exception that ended the program."""
        return self.chain[-1]


@dataclass(frozen=True, slots=True)
class Snippet:
    """The person's source as pasted, made into Python.

    `text` has as many lines as the pasted source had, or `lines[i]` gives the pasted line of line i+1 of `text`.
    `partial` is True when it is known not to be the whole program (names used but not defined, taken from traceback
    lines, cut by a syntax error). `stopped_at` is the line of the syntax error that ended the reading, or 0.
    """

    text: str
    lines: tuple[int, ...] = ()
    partial: bool = False
    stopped_at: int = 0
    name: str = "model.py"

    def pasted_line(self, line: int) -> int:
        """The line in the paste of line `line` of `text`."""
        return self.lines[line - 1] if 0 < line <= len(self.lines) else line


@dataclass(frozen=True, slots=True)
class Paste:
    """All that a person gave, read. `notes` say in words what was recognised, assumed or left out."""

    traceback: Traceback | None = None
    snippet: Snippet | None = None
    complaint: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Environment:
    """Versions of the person's interpreter; "" where unknown. `keras` is the version, `line` "2" or "3".

    `confinement` tells each layer and whether it can be applied here, `unconfined` in words what pasted code could do
    because a layer cannot.
    """

    python: str = ""
    tensorflow: str = ""
    keras: str = ""
    interpreter: str = ""
    device: str = "CPU"
    confinement: tuple[tuple[str, bool], ...] = ()
    unconfined: tuple[str, ...] = ()

    @property
    def line(self) -> str:
        """The Keras line: "2", "3" or "" when no Keras was found."""
        major = self.keras.split(".", 1)[0]
        return major if major in {"2", "3"} else ""


# --- what the failure is about --------------------------------------------------------------------------------------


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


# --- facts and causes -----------------------------------------------------------------------------------------------

CASE = "case"  # the subject of facts about the whole case


@dataclass(frozen=True, slots=True)
class Fact:
    """A named, typed statement about a subject. `value` is one of the vocabulary's values, or free text.

    `settled_by` is "traceback", "source", "environment", "complaint", "probe:NAME" or "answer". `value` "unknown" with
    a `reason` is a closed unknown: nobody can find out, do not ask again.
    """

    subject: str
    name: str
    value: str
    settled_by: str
    where: Place | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Symptom:
    """A pattern that makes a cause a suspect: any of the given parts must all match one link of the chain.

    `error` is the exception's class name, `message` a regular expression searched in the core message, `frame` one
    searched in "file function" of the innermost frames; `warning`, `complaint` search those texts; `fact` (name, value)
    is a finding or an observation.
    """

    error: str = ""
    message: str = ""
    frame: str = ""
    warning: str = ""
    complaint: str = ""
    fact: tuple[str, tuple[str, ...]] | None = None
    keras: str = ""


@dataclass(frozen=True, slots=True)
class Telling:
    """A text that settles a fact: where `symptom` fits the failing error or a warning, the fact has `value`."""

    value: str
    symptom: Symptom


@dataclass(frozen=True, slots=True)
class FactSpec:
    """The vocabulary's entry for one fact.

    `texts` settle it from what an error says, the first that fits; `otherwise` is its value when an error is known (not
    hidden by Keras) and none of them fits, "" when that tells nothing.
    """

    name: str
    subject: Literal["case", "function"]
    values: tuple[str, ...]
    settled_by: tuple[str, ...]
    meaning: str
    texts: tuple[Telling, ...] = ()
    otherwise: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """What only the person can tell; its answer settles `fact`. `choices` are (value, words) in the order shown."""

    fact: str
    text: str
    why: str
    choices: tuple[tuple[str, str], ...]
    default: str = ""


Literals = Mapping[str, tuple[str, ...]]  # fact name -> the values that fulfil it


@dataclass(frozen=True, slots=True)
class RepairPlan:
    """The [repair] table of a cause. `needs` are question facts the recipe reads."""

    recipe: str
    safety: Literal["safe", "unsafe", "display-only"]
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cause:
    """An entry in knowledge/causes: one way a Lambda goes wrong. `folk` marks a suspicion that is always cleared."""

    name: str
    title: str
    summary: str
    explanation: str
    symptoms: tuple[Symptom, ...]
    evidence: tuple[Literals, ...]
    repair: RepairPlan | None = None
    keras: tuple[str, ...] = ("2", "3")
    folk: bool = False
    order: int = 0
    folder: str = ""


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


# --- probes ---------------------------------------------------------------------------------------------------------


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


# --- repair and verification ----------------------------------------------------------------------------------------


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
class Report:
    """What is printed or shown at the end of a case. `proposal` holds all repairs made so far."""

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
    static_seconds: float = 0.0
    probe_seconds: float = 0.0


# --- the dialogue ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Say:
    """The session tells the person something; no reply."""

    text: str
    kind: Literal["saw", "suspect", "ruled-out", "probe", "diagnosis", "repair", "note"] = "note"


@dataclass(frozen=True, slots=True)
class Ask:
    """The session asks a question; the reply is `Answer`."""

    question: Question


@dataclass(frozen=True, slots=True)
class AskMaterial:
    """The session asks for text; the reply is `Material`."""

    kind: Literal["source", "traceback"]
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class RunProbe:
    """The session wants a probe run; the reply is `Outcome`."""

    request: ProbeRequest
    settles: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Propose:
    """The session shows a verified or suggested repair; the reply is None."""

    diagnosis: Diagnosis
    proposal: Proposal


@dataclass(frozen=True, slots=True)
class Done:
    """The session has ended."""

    report: Report


@dataclass(frozen=True, slots=True)
class Answer:
    """The reply to `Ask`: one of the choices' values, or "unknown"."""

    value: str


@dataclass(frozen=True, slots=True)
class Material:
    """The reply to `AskMaterial`: the text, empty when there is none."""

    text: str


Step = Say | Ask | AskMaterial | RunProbe | Propose | Done
Reply = Answer | Material | Outcome | None
