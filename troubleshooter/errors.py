"""Our exceptions.

TroubleshooterError          a failure that can be shown to a person: reference, what, where, hint
|-- InputError               the arguments or the pasted text cannot be used (exit status 2)
|   `-- NothingPasted        neither traceback nor source nor complaint
|-- KnowledgeError           a file under knowledge/ breaks its schema; names file and line
|-- WorkerError              the worker cannot be used
|   |-- WorkerUnavailable    no interpreter, no TensorFlow, or a broken one: static triage goes on
|   `-- ProtocolError        the worker said something that is not the protocol
`-- CannotRepair             a recipe cannot keep the meaning of this source
"""

from __future__ import annotations


class TroubleshooterError(Exception):
    """A failure that can be shown to a person.

    `reference` is a kebab-case name a person can search for, `what` says what happened, `where` the place
    (file, argument or line; may be empty) and `hint` what can be done about it (may be empty).
    """

    reference = "internal"

    def __init__(self, what: str, *, where: str = "", hint: str = "", reference: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.hint = hint
        if reference:
            self.reference = reference

    def __str__(self) -> str:
        place = f" ({self.where})" if self.where else ""
        hint = f"\n  hint: {self.hint}" if self.hint else ""
        return f"error[{self.reference}]: {self.what}{place}{hint}"


class InputError(TroubleshooterError):
    """The arguments or the pasted text cannot be used."""

    reference = "unusable-input"


class NothingPasted(InputError):
    """Neither a traceback nor a source nor a complaint was given."""

    reference = "nothing-pasted"


class KnowledgeError(TroubleshooterError):
    """A file under knowledge/ breaks its schema; `where` is `file:line`."""

    reference = "broken-knowledge"


class WorkerError(TroubleshooterError):
    """The worker cannot be used."""

    reference = "worker-failed"


class WorkerUnavailable(WorkerError):
    """No interpreter, no TensorFlow in it, or one that does not import: only static triage is possible."""

    reference = "no-tensorflow"


class ProtocolError(WorkerError):
    """The worker said something that is not the protocol."""

    reference = "worker-protocol"


class CannotRepair(TroubleshooterError):
    """A recipe cannot rewrite this source and keep its meaning."""

    reference = "no-automatic-repair"
