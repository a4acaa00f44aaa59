"""What a GradientTape watched, and what it was asked that is none."""

from . import captured, samples


def plain(source):
    """A Keras 3 variable's TensorFlow variable; any other source itself."""
    try:
        return captured.plain_variable(source)
    except Exception:
        return source


def watch(original):
    """Keeps on the tape itself which tensors it was told to watch."""

    def watch(self, tensor):
        original(self, tensor)
        try:
            self._told_watched = getattr(self, "_told_watched", []) + samples.leaves(tensor)
        except Exception:
            pass  # a tape that takes no attribute: what it was told stays unknown

    return watch


def seen(tape):
    """The ids of all that a tape watched: the variables used under it, and what it was told to watch."""
    try:
        variables = [plain(one) for one in tape.watched_variables()]
    except Exception:
        variables = []
    return {id(one) for one in [*variables, *(plain(one) for one in getattr(tape, "_told_watched", []))]}


def check(recorder, tape, target, sources):
    """Keep that a gradient was asked of nothing, or by nothing: TensorFlow then fails over a dtype."""
    del tape
    if not recorder.active:
        return
    for of, value in (("target", target), ("source", sources)):
        if any(leaf is None for leaf in samples.leaves(value)) and len(recorder.asked) < 20:
            recorder.asked.append({"line": recorder.line(), "of": of})
