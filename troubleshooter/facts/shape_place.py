"""Where an error was raised: in the function of a Lambda, or elsewhere (in the loss, by the next layer)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from troubleshooter.model import CASE, ErrorLink, Fact, Place, Target, TargetKind

_OWN = {TargetKind.LAMBDA, TargetKind.CALL, TargetKind.HELPER}


def observe_place(links: Sequence[ErrorLink], targets: Sequence[Target], by: str) -> Iterable[Fact]:
    """`raised-in`: lambda where Keras names one, or the person's innermost line lies in a layer's function."""
    if not links:
        return
    inside = [link for link in links if _in_lambda(link, targets)]
    link = inside[-1] if inside else links[-1]
    frame = link.user_frame
    place = Place(frame.line, frame.line) if frame else None
    yield Fact(CASE, "raised-in", "lambda" if inside else "elsewhere", by, place)


def _in_lambda(link: ErrorLink, targets: Sequence[Target]) -> bool:
    if link.wrapper is not None and link.wrapper.kind:
        return link.wrapper.kind == "Lambda"
    frames = list(link.frames)
    mine = max((index for index, frame in enumerate(frames) if frame.origin == "user"), default=-1)
    if mine < 0:
        return False
    if any("lambda_layer" in frame.file for frame in frames[:mine]):
        return True
    line = frames[mine].line
    spans = [target.function for target in targets if target.kind in _OWN and target.function]
    return any(span.line <= line <= span.end_line for span in spans) and _after(frames, mine)


def _after(frames: Sequence[object], mine: int) -> bool:
    """A line such as `Lambda(lambda x: ...)(inputs)` also calls the layer: then Keras's frames follow it."""
    return all("keras" not in str(getattr(frame, "file", "")) for frame in frames[mine + 1 :])
