"""What Keras's block of received arguments tells about a function that lacks an argument: one tensor, or a list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from troubleshooter.model import ErrorLink, Fact, Place

_MISSING = re.compile(r"missing \d+ required positional arguments?:")


def observe_call_form(links: Sequence[ErrorLink], subject: str, by: str) -> Iterable[Fact]:
    """`arity`: many-for-tensor where the block shows that the layer got a single tensor."""
    for link in links:
        if _MISSING.search(link.message) and _one_tensor(link):
            frame = link.user_frame
            yield Fact(subject, "arity", "many-for-tensor", by, Place(frame.line, frame.line) if frame else None)


def _one_tensor(link: ErrorLink) -> bool:
    wrapper = link.wrapper
    if wrapper is None or wrapper.kind != "Lambda":
        return False
    name = "inputs" if "inputs" in wrapper.arguments else "args"
    listed = wrapper.arguments.get(name, "[").lstrip("( '").startswith("[")
    return len(wrapper.shapes.get(name, ())) == 1 and not listed
