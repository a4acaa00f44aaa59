"""Paths of frames -> whose code it is, which Keras line, which Python."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from typing import Literal

from troubleshooter.model import ErrorLink, Frame

Origin = Literal["user", "keras", "tensorflow", "python", "library"]
KerasLine = Literal["2", "3", ""]

_PACKAGE = re.compile(r".*/(?:site|dist)-packages/([^/]+)(.*)", re.IGNORECASE | re.DOTALL)
_KERAS_PACKAGES = {"keras", "tf_keras", "keras_core", "keras_nightly"}
_TENSORFLOW_PACKAGES = {"tensorflow", "tensorflow_core", "tensorflow_intel"}
_STDLIB = re.compile(r".*/lib(?:32|64)?/(?:python\d(?:\.\d+)?/)?([^/]+?)(?:\.py)?(?:/.*)?", re.IGNORECASE | re.DOTALL)
_VERSIONED_STDLIB = re.compile(
    r".*/lib(?:32|64)?/python\d\.\d+/(?!(?:site|dist)-packages)[^/]+.*", re.IGNORECASE | re.DOTALL
)
_TOOLING = re.compile(
    r"<(?:decorator-gen|__array_function__|attrs generated)|/(?:pydev|debugpy|\.vscode[^/]*|ipykernel)/"
)
_PYTHON = re.compile(r"(?:[/\\]|\b)[Pp]ython-?(3)(?:\.(\d{1,2})|(\d{1,2}))(?=[/\\])|cpython-3(\d{1,2})")


def origin_of(file: str) -> Origin:
    """Tell whose code `file` (as printed in a traceback) is; a path that tells nothing is the person's own."""
    path = file.replace("\\", "/")
    if "__autograph_generated_file" in path:
        return "tensorflow"
    package = _PACKAGE.fullmatch(path)
    if package:
        return _package_origin(package[1], package[2])
    if path.startswith("<frozen ") or _is_stdlib(path):
        return "python"
    if _TOOLING.search(path) or path.endswith((".pyx", ".pxd", ".pxi")):  # Cython names its sources without a folder
        return "library"
    return _checkout_origin(path)


def _package_origin(name: str, rest: str) -> Origin:
    name = name.removesuffix(".py").split("-")[0]  # an egg: keras-2.4.3-py3.8.egg/keras/...
    if name in _KERAS_PACKAGES or (name in _TENSORFLOW_PACKAGES and rest.startswith("/python/keras/")):
        return "keras"
    return "tensorflow" if name in _TENSORFLOW_PACKAGES else "library"


def _is_stdlib(path: str) -> bool:
    """A module under lib/python3.x, or one of Python's own names directly under a lib folder (Windows, conda)."""
    if _VERSIONED_STDLIB.fullmatch(path):
        return True
    module = _STDLIB.fullmatch(path)
    return bool(module) and module is not None and module[1] in sys.stdlib_module_names


def _checkout_origin(path: str) -> Origin:
    """Frames without site-packages: shortened paths (`keras/src/...`), source checkouts and archives."""
    if re.search(r"(?:^|/)(?:tf_)?keras/src/|^(?:\.\.\./|…/)?(?:tf_)?keras/(?:engine|utils|layers|optimizers)/", path):
        return "keras"
    if re.search(r"(?:^|/)tensorflow/python/", path):
        return "keras" if "tensorflow/python/keras/" in path else "tensorflow"
    return "user"


# --- which Keras ----------------------------------------------------------------------------------------------------

# Folders and files that only one line has: Keras 2.13 to 2.15 lives in keras/src too, and both have lambda_layer.py.
_KERAS_3_FOLDERS = "ops|trainers|backend|random|tree|dtype_policies|legacy|visualization|quantizers"
_KERAS_3_PATH = re.compile(
    rf"(?:^|/)keras/src/(?:(?:{_KERAS_3_FOLDERS})/|layers/layer\.py|models/(?:model|functional|sequential|variable_mapping)"
    r"\.py|optimizers/(?:base_optimizer|loss_scale_optimizer)\.py|layers/core/(?:wrapper|identity)\.py)|/keras_core/"
)
_KERAS_2_PATH = re.compile(
    r"(?:^|/)keras/src/(?:engine/|dtensor/|backend\.py|mixed_precision/(?:loss_scale_optimizer|autocast_variable|policy)\.py"
    r"|saving/legacy/|optimizers/(?:legacy/|utils\.py)|layers/core/tf_op_layer\.py|utils/tf_inspect\.py|feature_column"
    r"|legacy_tf_layers)|(?:^|/)tf_keras/"
    r"|tensorflow(?:_core)?/python/keras/"
    r"|packages/keras/(?:engine|utils|layers|optimizers|backend|saving|mixed_precision|dtensor|metrics|losses|models)[/.]"
)
_KERAS_3_TEXT = re.compile(
    r"calling [\w.]+\.\w+\(\)\.|Arguments received by [\w.]+\.\w+\(\):|<KerasTensor shape="
    r"|keras\.src\.(?:ops|models\.functional)"
    r"|output_shape` argument for this Lambda layer|__inference_\w*one_step_on|If using .model\.compile"
    r"|A KerasTensor cannot be used as input to a TensorFlow function"
)
_KERAS_2_TEXT = re.compile(
    r"calling layer [\"'][^\"'\n]{1,200}[\"'] \(type |Call arguments received(?: by layer [\"']|:)"
    r"|KerasTensor\(type_spec="
    r"|keras\.src\.engine|were used (?:in )?a Lambda layer's call|If you're using .model\.compile"
    r"|created within a Lambda layer"
)


def keras_line(links: Iterable[ErrorLink], text: str = "") -> KerasLine:
    """Tell the Keras line from frames (innermost first) and, where they are silent, from the message's style."""
    for link in reversed(tuple(links)):
        for frame in reversed(link.frames):
            line = _frame_line(frame)
            if line:
                return line
    return _text_line(text)


def _frame_line(frame: Frame) -> KerasLine:
    path = frame.file.replace("\\", "/")
    if _KERAS_2_PATH.search(path):
        return "2"
    if _KERAS_3_PATH.search(path):
        return "3"
    return _line_by_number(path, frame)


def _line_by_number(path: str, frame: Frame) -> KerasLine:
    """Files that both lines have, told apart by where their functions stand (measured on 2.13 to 2.15 and 3.0 to 3.15).

    The traceback filter raises at lines 67 to 70 in Keras 2 and 113 to 123 in Keras 3; the Lambda layer's functions end
    at line 125 in Keras 3 and begin at 140 in Keras 2; Keras 3's optimizer.py only chooses a base class.
    """
    name = path.rpartition("keras/src/")[2]
    if name == "utils/traceback_utils.py" and frame.function == "error_handler":
        return "2" if 60 <= frame.line <= 75 else "3" if 108 <= frame.line <= 130 else ""
    if name == "layers/core/lambda_layer.py" and frame.function in {"__init__", "call", "compute_output_shape"}:
        return "3" if frame.line <= 130 else "2"
    return "2" if name == "optimizers/optimizer.py" and frame.line > 150 else ""


def _text_line(text: str) -> KerasLine:
    two = bool(_KERAS_2_TEXT.search(text) or _KERAS_2_PATH.search(text))
    three = bool(_KERAS_3_TEXT.search(text) or _KERAS_3_PATH.search(text))
    if two == three:
        return ""
    return "2" if two else "3"


def python_version(links: Iterable[ErrorLink]) -> str:
    """The Python version that the frames' paths name ("3.11"), or "" when none does."""
    for link in links:
        for frame in link.frames:
            found = _PYTHON.search(frame.file)
            if found:
                minor = found[2] or found[3] or found[4]
                return f"3.{int(minor)}"
    return ""
