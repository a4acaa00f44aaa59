"""An exception as data: its whole chain, the links that Keras hides included; never trusts the exception itself."""

import linecache
import os
import traceback

HERE = os.path.dirname(os.path.abspath(__file__))
MESSAGE_KEPT = 8000
FRAMES_KEPT = 60
LINKS_KEPT = 12
KERAS_FILTER = "traceback_utils.py"  # a frame of it: Keras would have raised `from None` there for the person


def chain(problem, program="", keep_worker=False):
    """The links of an exception, oldest first, as dicts. `program` is the path of the pasted program's file."""
    links, seen, relation = [], set(), ""
    while problem is not None and id(problem) not in seen and len(links) < LINKS_KEPT:
        seen.add(id(problem))
        frames = frames_of(problem, program, keep_worker)
        links.append(link(problem, frames, relation))
        problem, relation = older(problem, frames)
    return links[::-1]


def older(problem, frames):
    """(the exception before this one or None, how it led here)."""
    cause, context = own(problem, "__cause__"), own(problem, "__context__")
    suppressed = own(problem, "__suppress_context__") and cause is None
    hides = suppressed or any(os.path.basename(frame["file"]) == KERAS_FILTER for frame in frames)
    if cause is not None:
        return cause, "hidden" if hides else "cause"
    return context, "hidden" if hides else "context"


def own(problem, name):
    """A field of the exception itself, whatever its class says of it."""
    return getattr(BaseException, name).__get__(problem)


def link(problem, frames, relation):
    """One exception as a dict."""
    kind = type(problem)
    return {
        "type": str(getattr(kind, "__qualname__", "Exception")).rsplit(".", 1)[-1][:200],
        "module": str(getattr(kind, "__module__", ""))[:200],
        "message": message_of(problem),
        "relation": relation,
        "frames": frames,
    }


def message_of(problem):
    """str(exception), bounded; an exception whose `__str__` fails has an empty message."""
    try:
        text = str(problem)
    except BaseException as second:
        return "<message not available: %s in __str__>" % type(second).__name__
    if len(text) > MESSAGE_KEPT:
        text = text[: MESSAGE_KEPT // 2] + "\n...\n" + text[-MESSAGE_KEPT // 2 :]
    return text.encode("utf-8", "replace").decode("utf-8")


def frames_of(problem, program, keep_worker):
    """The frames of one exception, outermost first, without the worker's own, the middle of a long list left out."""
    frames = []
    for frame, line in walk(own(problem, "__traceback__")):
        file = frame.f_code.co_filename
        if keep_worker or not file.startswith(HERE):
            frames.append(frame_dict(file, line, frame.f_code.co_name, program))
    if isinstance(problem, SyntaxError):
        frames = [entry for entry in frames if entry["code"]] + syntax_frame(problem, program)
    if len(frames) > FRAMES_KEPT:
        frames = frames[: FRAMES_KEPT // 2] + frames[-FRAMES_KEPT // 2 :]
    return frames


def walk(trace):
    """(frame, line) of a traceback; a hostile or endless one is cut."""
    try:
        for count, (frame, line) in enumerate(traceback.walk_tb(trace)):
            if count > 3000:
                return
            yield frame, line or 0
    except Exception:
        return


def frame_dict(file, line, function, program):
    """One frame as a dict; the program's own file goes by its bare name."""
    code = linecache.getline(file, line).strip()[:500]
    return {
        "file": os.path.basename(file) if program and file == program else file,
        "line": line,
        "function": function,
        "code": code,
    }


def syntax_frame(problem, program):
    """The place a SyntaxError of the program itself points at, as a frame."""
    if not program or problem.filename != program:
        return []
    return [frame_dict(program, problem.lineno or 0, "<module>", program)]


def innermost_line(problem, program):
    """The line in the program of the innermost of its frames in the shown exception, or None."""
    lines = [line for frame, line in walk(own(problem, "__traceback__")) if frame.f_code.co_filename == program]
    if not lines and isinstance(problem, SyntaxError) and problem.filename == program:
        return problem.lineno
    return lines[-1] if lines else None
