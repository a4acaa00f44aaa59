"""Facts that reading the shapes of a function settles. On what cannot be read nothing is said."""

from __future__ import annotations

import ast
from collections.abc import Callable

from troubleshooter.facts.reading import Reading
from troubleshooter.facts.shapes.reader import UNREAD, read_shapes
from troubleshooter.model import Place, TargetKind

Found = tuple[str, Place | None]


def _first(reading: Reading, what: str) -> Found | None:
    """(form, place) of the first such event; "no" where the function could be read and has none."""
    events = [event for event in read_shapes(reading) if event.what == what]
    if events:
        return events[0].form, reading.program.place(events[0].node)
    unread = reading.target.kind in UNREAD or reading.function is None or reading.trace is None
    return None if unread else ("no", None)


def observe_static_size(reading: Reading) -> Found | None:
    """`static-size`: a size that is None while a model is built is used as a number."""
    return _first(reading, "static-size")


def observe_batch_written_out(reading: Reading) -> Found | None:
    """`batch-written-out`: a batch size stands in the code."""
    return _first(reading, "batch-written-out")


def observe_squeezes(reading: Reading) -> Found | None:
    """`squeezes`: tf.squeeze without an axis, or over the batch axis."""
    return _first(reading, "squeezes")


def observe_mixes_rows(reading: Reading) -> Found | None:
    """`mixes-rows`: an operation over the batch axis, or over everything."""
    return _first(reading, "mixes-rows")


def observe_loses_shape(reading: Reading) -> Found | None:
    """`loses-shape`: what comes out of it has no static shape."""
    return _first(reading, "loses-shape")


def observe_drops_rows(reading: Reading) -> Found | None:
    """`drops-rows`: the number of rows depends on the values."""
    return _first(reading, "drops-rows")


def observe_where_indices(reading: Reading) -> Found | None:
    """`where-indices`: tf.where with a condition alone."""
    return _first(reading, "where-indices")


def observe_axis_missing(reading: Reading) -> Found | None:
    """`axis-missing`: an axis, index or number of parts that the tensor does not have."""
    return _first(reading, "axis-missing")


def observe_declared(reading: Reading) -> Found | None:
    """`declares-shape`: Lambda(f, output_shape=...)."""
    call = reading.construction
    if call is None or reading.target.kind is not TargetKind.LAMBDA:
        return None
    declared = next((word for word in call.keywords if word.arg == "output_shape"), None)
    if declared is not None:
        none = isinstance(declared.value, ast.Constant) and declared.value.value is None
        return ("no", None) if none else ("yes", reading.program.place(declared.value))
    hidden = any(word.arg is None for word in call.keywords)
    return None if hidden else ("yes", reading.program.place(call.args[1])) if len(call.args) > 1 else ("no", None)


Observer = Callable[[Reading], Found | None]


def shape_observers() -> tuple[tuple[str, Observer], ...]:
    """Each fact about shapes with its observer."""
    return (
        ("static-size", observe_static_size),
        ("batch-written-out", observe_batch_written_out),
        ("squeezes", observe_squeezes),
        ("mixes-rows", observe_mixes_rows),
        ("loses-shape", observe_loses_shape),
        ("drops-rows", observe_drops_rows),
        ("where-indices", observe_where_indices),
        ("axis-missing", observe_axis_missing),
        ("declares-shape", observe_declared),
    )
