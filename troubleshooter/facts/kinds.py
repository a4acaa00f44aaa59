"""The kind of numbers a layer is called on: by its inputs in the source, in Keras's call arguments, and in a run."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from troubleshooter.facts.reading import Reading
from troubleshooter.intake.syntax import inputs_of
from troubleshooter.model import ErrorLink, Fact, Place, TargetKind

Found = tuple[str, Place | None]

_DTYPE = re.compile(r"\bdtype=(?:<dtype: ')?(\w+)")
_GIVEN = ("inputs", "args", "x")
_SPECIAL = {"mask", "training", "kwargs"}
_KINDS = (("float", ("float", "bfloat", "half", "double")), ("integer", ("int", "uint")), ("bool", ("bool",)),
          ("string", ("string", "str")), ("complex", ("complex",)))  # fmt: skip


def kind_of(dtype: str) -> str:
    """ "float" for "float32", "integer" for "uint8"; "" for what is no dtype."""
    return next((kind for kind, starts in _KINDS if dtype.startswith(starts)), "")


def joined_kind(dtypes: Iterable[str]) -> str:
    """The kind that all dtypes have, "mixed" for several kinds, "" where one is unknown or there is none."""
    kinds = {kind_of(dtype) for dtype in dtypes}
    if not kinds or "" in kinds:
        return ""
    return kinds.pop() if len(kinds) == 1 else "mixed"


def observe_input_dtype(reading: Reading) -> Found | None:
    """`input-dtype`, as far as the Inputs and layers before tell it."""
    if reading.target.kind is not TargetKind.LAMBDA or reading.construction is None:
        return None
    specs = inputs_of(reading.program, reading.construction)[0]
    kind = joined_kind(spec.dtype for spec in specs)
    return (kind, reading.program.place(reading.construction)) if kind else None


def told_input_dtype(links: Sequence[ErrorLink], subject: str, by: str) -> Iterable[Fact]:
    """`input-dtype` of the function, by the call arguments that Keras prints with an error."""
    for link in reversed(links):
        arguments = link.wrapper.arguments if link.wrapper is not None else {}
        given = [text for name, text in arguments.items() if name in _GIVEN]
        given = given or [text for name, text in arguments.items() if name not in _SPECIAL][:1]
        kind = joined_kind(dtype for text in given for dtype in _DTYPE.findall(text))
        if kind:
            yield Fact(subject, "input-dtype", kind, by)
            return
