"""Running a pasted program as `__main__` from a file of its own, and keeping what it left."""

import gc
import importlib
import importlib.util
import logging
import os
import random
import sys
import types
import warnings

from . import unmask


class Performance:
    """What came of a program: its file, its module, the exception that ended it (None: it finished), its warnings."""

    def __init__(self, path, module):
        self.path = path
        self.module = module
        self.problem = None
        self.warnings = []

    def chain(self):
        """The exception's links as data."""
        return unmask.chain(self.problem, self.path) if self.problem is not None else []

    def failed_line(self):
        """The innermost line of the program in the exception."""
        return unmask.innermost_line(self.problem, self.path) if self.problem is not None else None


class Listener(logging.Handler):
    """Keeps what TensorFlow and Keras 2 warn of through logging."""

    def __init__(self, kept):
        super().__init__(logging.WARNING)
        self.kept = kept

    def emit(self, record):
        try:
            keep(self.kept, record.getMessage())
        except Exception as problem:
            keep(self.kept, "a warning that cannot be formatted: %r" % (type(problem),))


def keep(warned, text):
    """Add a warning, each once."""
    text = text[:2000]
    if len(warned) < 20 and text not in warned:
        warned.append(text)


def write_program(source, name):
    """Write the program into the current (scratch) folder: AutoGraph and inspect read functions from a file."""
    name = os.path.basename(name) or "model.py"
    path = os.path.join(os.getcwd(), name if name.endswith(".py") else name + ".py")
    with open(path, "w", encoding="utf-8", errors="replace") as file:
        file.write(source)
    return path


def prepare(path):
    """A fresh `__main__` for the program, and the interpreter as `python model.py` would have it."""
    module = types.ModuleType("__main__")
    module.__file__ = path
    module.__builtins__ = __builtins__
    sys.modules["__main__"] = module
    sys.modules["troubleshooter"] = None  # ours is not the program's to import
    sys.argv = [os.path.basename(path)]
    sys.path.insert(0, os.path.dirname(path))
    sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115  (the program reads the end of input)
    return module


def fix_seeds(seed):
    """The same random numbers at every run."""
    import numpy
    import tensorflow as tf

    random.seed(seed)
    numpy.random.seed(seed)
    tf.random.set_seed(seed)


def show_everything(families):
    """Neither TensorFlow nor Keras shall cut tracebacks."""
    import tensorflow as tf

    tf.debugging.disable_traceback_filtering()
    for family in families:
        config = getattr(family, "config", None)
        if hasattr(config, "disable_traceback_filtering"):
            config.disable_traceback_filtering()


def perform(path, module, source):
    """Run the program to its end, however it ends; only an end of the process itself is not caught."""
    performance = Performance(path, module)
    warnings.simplefilter("default")
    warnings.showwarning = lambda message, *_args, **_more: keep(performance.warnings, str(message))
    for name in ("tensorflow", "absl"):
        logging.getLogger(name).addHandler(Listener(performance.warnings))
    gc.disable()  # layers and models live in cycles: they stay to be found by gc.get_objects()
    try:
        exec(compile(source, path, "exec"), module.__dict__)
    except SystemExit as leave:
        performance.problem = leave if leave.code not in (None, 0) else None
    except BaseException as problem:
        performance.problem = problem
    return performance


def keras_is_there():
    """Whether `tf.keras` can be loaded; asking it in vain leaves TensorFlow's loader in an endless recursion."""
    legacy = os.environ.get("TF_USE_LEGACY_KERAS", "").strip().lower() in {"1", "true"}
    return not legacy or importlib.util.find_spec("tf_keras") is not None


def families_for(source):
    """Every Keras that the program may use: tf.keras, and keras or tf_keras where its text names them."""
    import tensorflow as tf

    found = []
    for load, wanted in (
        (lambda: tf.keras, keras_is_there()),
        (lambda: importlib.import_module("keras"), "keras" in source),
        (lambda: importlib.import_module("tf_keras"), "tf_keras" in source),
    ):
        try:
            found += [load()] if wanted and load().layers.Lambda else []
        except Exception:
            continue  # the program will meet the same failure, if it needs this one at all
    known, families = set(), []
    for family in found:
        if family.layers.Lambda not in known:
            known.add(family.layers.Lambda)
            families.append(family)
    return families
