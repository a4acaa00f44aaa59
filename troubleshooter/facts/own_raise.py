"""Whether the error is one that the person's own code raises: a `raise` or an `assert` of the function."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from troubleshooter.model import CASE, ErrorLink, Fact, Frame, Place, Target, TargetKind

# `raise` alone and `raise error` hand on what another line raised.
_RAISES = re.compile(r"^(raise\s+[\w.]+\s*\(|raise\s+[A-Z]\w*\s*$|assert\b)")


def observe_own_raise(links: Sequence[ErrorLink], targets: Sequence[Target], by: str) -> Iterable[Fact]:
    """`own-raise`, by the innermost frame of the error that tells the failure (Keras's own frames aside)."""
    for link in reversed(links):
        frames = [frame for frame in link.frames if "traceback_utils" not in frame.file]
        last = frames[-1] if frames else None
        if last is not None and last.origin in {"keras", "tensorflow"} and last.code:
            yield Fact(CASE, "own-raise", "no", by)  # a library's own line raised it
            return
        if last is None or last.origin != "user" or not last.code:
            continue
        place = Place(last.line, last.line)
        if not _RAISES.search(last.code.strip()):
            yield Fact(CASE, "own-raise", "no", by, place)
            return
        inside = link.wrapper is not None or any(_is_inside(frame, targets) for frame in frames)
        yield Fact(CASE, "own-raise", "in-function" if inside else "elsewhere", by, place)
        return


def _is_inside(frame: Frame, targets: Sequence[Target]) -> bool:
    """A frame of Keras's Lambda layer, or of a function that a layer runs."""
    if frame.origin != "user":
        return "lambda_layer" in frame.file
    return any(
        target.function is not None and target.function.line <= frame.line <= target.function.end_line
        for target in targets
        if target.kind in {TargetKind.LAMBDA, TargetKind.CALL, TargetKind.HELPER}
    )
