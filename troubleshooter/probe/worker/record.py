"""Watching a program while it runs: constructions, calls, gradients and updates, by wrapping Keras's own methods.

The wrappers live in this folder, so that `unmask` takes their frames out of every traceback, and AutoGraph is told to
leave them alone.
"""

# ruff: noqa: B905  (zip has no `strict` before Python 3.10)

import functools
import inspect
import sys

from . import results, samples, tapes, training

KEPT = 200


class Call:
    """One call of a layer: the form of its arguments, and what came of it ("" while it runs, or after it raised)."""

    def __init__(self, layer, args, kwargs):
        self.layer = layer
        self.args = args
        self.kwargs = kwargs
        self.result = ""


class Recorder:
    """What was recorded. `path` is the program's file; `seen` says which layers' calls are of interest."""

    def __init__(self, path, families):
        self.path = path
        self.families = families
        self.constructions = []  # [line, layer, whether it came to its end, what kind of value it was given]
        self.calls = []
        self.tapes = []
        self.asked = []  # what a gradient was asked of or by that is none: [{"line", "of": "source" | "target"}]
        self.empty_updates = []
        self.trainings = []  # training.Training, in order
        self.outputs = set()  # "non-finite" when a model or a Lambda gave such a value
        self.active = True

    def line(self):
        """The innermost line of the program that is being run, or None."""
        frame = sys._getframe(1)
        while frame is not None:
            if frame.f_code.co_filename == self.path:
                return frame.f_lineno
            frame = frame.f_back
        return None

    def is_lambda(self, layer):
        """Whether this is a Lambda layer of any Keras in this process."""
        return any(isinstance(layer, family.layers.Lambda) for family in self.families)

    def is_model(self, layer):
        """Whether this is a model of any Keras in this process."""
        return any(isinstance(layer, family.Model) for family in self.families)

    def matters(self, layer):
        """Calls are kept of Lambdas, of models and of classes that the program defines itself."""
        return type(layer).__module__ == "__main__" or self.is_lambda(layer) or self.is_model(layer)

    def enter(self, layer, args, kwargs):
        """A layer is called: keep the form of what it is called on."""
        if not self.active or not self.matters(layer):
            return None
        try:
            call = Call(layer, samples.structure_of(list(args)), samples.structure_of(kwargs))
        except Exception:  # sparse, ragged, or an object that fails when looked at: the call is known, its form is not
            call = Call(layer, None, None)
        if len(self.calls) > KEPT:
            del self.calls[KEPT // 2 : KEPT // 2 + 1]
        self.calls.append(call)
        return call

    def add_tape(self, line, caller, seen, sources, gradients):
        """A gradient was taken: how many of the results are None, and of which trainable weights.

        `seen`: the ids of what the tape watched.
        """
        sources, gradients = samples.leaves(sources), samples.leaves(gradients)
        lost = [source for source, result in zip(sources, gradients) if result is None]
        unseen = [source for source in lost if source is not None and id(tapes.plain(source)) not in seen]
        trained = [name_of(source) for source in lost if is_trainable(source)]
        words = [results.gradient_word(one) for one in eager(gradients)]
        entry = {
            "line": line,
            "by": "keras" if is_library(caller) else "program",
            "sources": len(sources),
            "none": len(lost),
            "trainable_none": len(trained),
            "zero": words.count("zero"),
            "non_finite": words.count("non-finite"),
            "unseen_weights": len([one for one in unseen if hasattr(one, "assign")]),
            "unseen_tensors": len([one for one in unseen if not hasattr(one, "assign")]),
            "names": trained[:50],
        }
        if len(self.tapes) < KEPT and entry not in self.tapes:
            self.tapes.append(entry)

    def add_update(self, line, caller, pairs):
        """An optimizer was given gradients: keep it when there are none at all (its own methods call each other)."""
        if not pairs and all(entry["line"] != line for entry in self.empty_updates):
            self.empty_updates.append({"line": line, "by": "keras" if is_library(caller) else "program"})


def eager(gradients):
    """The gradients that have a value to look at: in a graph they have none yet."""
    return [one for one in gradients if one is not None and hasattr(one, "numpy")]


def name_of(weight):
    """A weight's name for a person: its path on Keras 3."""
    return str(getattr(weight, "path", None) or getattr(weight, "name", ""))[:200]


def is_trainable(source):
    """Whether a source of a gradient is a weight that would be trained (a plain tensor is not)."""
    return hasattr(source, "assign") and bool(getattr(source, "trainable", False))


def kind_of_value(value):
    """What a Lambda was given instead of a function, in one word."""
    if value is None or isinstance(value, str):
        return "none" if value is None else "string"
    if callable(value):
        return "function"
    return "tensor" if hasattr(value, "dtype") and hasattr(value, "shape") else "other"


def is_library(file):
    """Whether a file belongs to Keras itself."""
    return "/keras/" in file.replace("\\", "/") or "/tf_keras/" in file.replace("\\", "/")


def wrap(owner, name, make):
    """Replace `owner.name` by what `make(original)` returns, looking like the original to inspect and AutoGraph."""
    original = owner.__dict__[name]
    wrapper = make(original)
    functools.update_wrapper(wrapper, original)
    try:
        # Keras 3 reads the parameters with getfullargspec, which does not follow __wrapped__.
        wrapper.__signature__ = inspect.signature(original)
    except (TypeError, ValueError):
        pass
    wrapper.autograph_info__ = {}
    setattr(owner, name, wrapper)


def owners(cls, name):
    """The classes of a class's family tree that define the method themselves."""
    return [owner for owner in cls.__mro__ if name in owner.__dict__ and owner is not object]


def install(recorder):
    """Wrap what is to be watched, in every Keras of this process."""
    import tensorflow as tf

    done = set()
    for family in recorder.families:
        for cls, name, make in watched_methods(family, recorder):
            for owner in owners(cls, name)[: 1 if name == "__call__" else None]:  # one entry a call
                if (owner, name) not in done:
                    done.add((owner, name))
                    wrap(owner, name, make)
    wrap(tf.GradientTape, "gradient", lambda original: watch_gradient(original, recorder))
    wrap(tf.GradientTape, "watch", tapes.watch)
    training.install(recorder)


def watched_methods(family, recorder):
    """(class, method, maker of the wrapper) for one Keras."""
    yield family.layers.Lambda, "__init__", lambda original: watch_construction(original, recorder, family)
    yield family.layers.Layer, "__call__", lambda original: watch_call(original, recorder)
    optimizers = [family.optimizers.Optimizer]
    legacy = getattr(family.optimizers, "legacy", None)
    optimizers += [legacy.Optimizer] if hasattr(legacy, "Optimizer") else []
    for optimizer in optimizers:
        for name in ("apply_gradients", "apply"):
            if hasattr(optimizer, name):
                yield optimizer, name, lambda original: watch_update(original, recorder)


def watch_construction(original, recorder, family):
    """Keeps the line of the program that made a Lambda."""

    def __init__(self, *args, **kwargs):  # noqa: N807
        entry = [recorder.line(), self, False, kind_of_value(args[0] if args else kwargs.get("function"))]
        new = all(known[1] is not self for known in recorder.constructions)
        outermost = new and isinstance(self, family.layers.Lambda)
        if recorder.active and outermost:
            recorder.constructions.append(entry)
        original(self, *args, **kwargs)
        entry[2] = True

    return __init__


def watch_call(original, recorder):
    """Keeps the form of what a layer is called on, and what it gives."""

    def __call__(self, *args, **kwargs):  # noqa: N807
        call = recorder.enter(self, args, kwargs)
        result = original(self, *args, **kwargs)
        if call is not None:
            call.result = "none" if results.is_symbolic_none(result) or result is None else "value"
            if results.is_eager_non_finite(result):
                recorder.outputs.add("non-finite")
        return result

    return __call__


def watch_gradient(original, recorder):
    """Keeps which gradients were None."""

    def gradient(self, target, sources, *args, **kwargs):
        tapes.check(recorder, self, target, sources)
        seen = tapes.seen(self)
        results = original(self, target, sources, *args, **kwargs)
        if recorder.active:
            recorder.add_tape(recorder.line(), sys._getframe(1).f_code.co_filename, seen, sources, results)
        return results

    return gradient


def watch_update(original, recorder):
    """Keeps that an optimizer was given nothing. An iterator is made a list, which it may be read from once only."""

    def update(self, grads_and_vars, *args, **kwargs):
        if hasattr(grads_and_vars, "__next__"):
            grads_and_vars = list(grads_and_vars)
        if recorder.active and isinstance(grads_and_vars, (list, tuple)):
            recorder.add_update(recorder.line(), sys._getframe(1).f_code.co_filename, grads_and_vars)
        return original(self, grads_and_vars, *args, **kwargs)

    return update
