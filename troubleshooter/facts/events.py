"""Facts that are events of the trace: truth tests, item assignments, Python values, in-place operators, dtypes."""

from __future__ import annotations

from troubleshooter.facts.call_shape import input_unpacking, observe_unpacking
from troubleshooter.facts.reading import Reading
from troubleshooter.facts.result_kind import returns_a_layer
from troubleshooter.model import Place

Found = tuple[str, Place | None]


def _event(reading: Reading, what: str) -> Found | None:
    """(form, place) of the first such event; ("no", None) where reading rules it out."""
    if reading.trace is None:
        return None
    events = reading.trace.of(what)
    if events:
        return events[0].form, events[0].where
    return None if reading.trace.unsure & {what, "all"} else ("no", None)


def observe_truth(reading: Reading) -> Found | None:
    """`truth-of-tensor`, at the first test; taking apart the one tensor that should be a list is told by itself."""
    found = _event(reading, "truth")
    if found is not None and found[1] is not None and _only_unpacks(reading):
        return "no", None
    return found if found is None or found[0] == "no" else ("yes", found[1])


def _only_unpacks(reading: Reading) -> bool:
    """Whether every truth test in the trace is the unpacking of the input."""
    node = input_unpacking(reading)
    if node is None or reading.trace is None:
        return False
    unpacked = observe_unpacking(reading)
    lines = {event.where.line for event in reading.trace.of("truth")}
    return unpacked is not None and unpacked[0] == "yes" and lines == {node.lineno}


def observe_truth_form(reading: Reading) -> Found | None:
    """`truth-form`: which construct makes the first truth test."""
    found = _event(reading, "truth")
    return None if found is None or found[0] == "no" else found


def observe_item_assignment(reading: Reading) -> Found | None:
    """`item-assignment`."""
    return _event(reading, "item-assignment")


def observe_python_value(reading: Reading) -> Found | None:
    """`python-value`."""
    return _event(reading, "python-value")


def observe_tensor_method(reading: Reading) -> Found | None:
    """`tensor-method`: the first method that NumPy arrays or PyTorch tensors have and tf.Tensor has not."""
    return _event(reading, "tensor-method")


def observe_in_place(reading: Reading) -> Found | None:
    """`in-place-operator`."""
    return _event(reading, "in-place")


def observe_dtypes(reading: Reading) -> Found | None:
    """`mixes-dtypes`."""
    return _event(reading, "mixes")


def observe_creates(reading: Reading) -> Found | None:
    """`creates`: a variable or a layer each time the function runs; one that is returned uncalled makes no weights."""
    if returns_a_layer(reading):
        return "no", None
    return _event(reading, "creates")
