"""What is installed, by its metadata alone: nothing is imported."""

import os
import platform
import sys
from importlib import metadata

TENSORFLOWS = (
    "tensorflow",
    "tensorflow-cpu",
    "tf-nightly",
    "tensorflow-macos",
    "tensorflow-intel",
    "intel-tensorflow",
    "tensorflow-cpu-aws",
    "tensorflow-rocm",
    "tensorflow-gpu",
    "tf-nightly-cpu",
)
LEGACY_FROM = (2, 15)  # from here on TensorFlow reads TF_USE_LEGACY_KERAS


def version_of(*names):
    """The version of the first of the named distributions that is installed, or an empty string."""
    for name in names:
        try:
            version = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
        if version:
            return version
    return ""


def numbers(version):
    """(major, minor) of a version, (0, 0) when it has none."""
    parts = [*version.split("."), "", ""][:2]
    return tuple(int(part) if part.isdigit() else 0 for part in parts)


def keras_of(tensorflow):
    """The version of the Keras that `tf.keras` will be: tf_keras where TF_USE_LEGACY_KERAS asks for it."""
    legacy = os.environ.get("TF_USE_LEGACY_KERAS", "").strip().lower() in {"1", "true"}
    if legacy and numbers(tensorflow) >= LEGACY_FROM:
        return version_of("tf-keras", "tf_keras")
    return version_of("keras", "keras-nightly")


def describe():
    """The versions of this interpreter's Python, TensorFlow and Keras, as a dict of strings."""
    tensorflow = version_of(*TENSORFLOWS)
    return {
        "python": platform.python_version(),
        "implementation": platform.python_implementation(),
        "platform": sys.platform,
        "prefix": sys.prefix,
        "tensorflow": tensorflow,
        "keras": keras_of(tensorflow),
        "tf_keras": version_of("tf-keras", "tf_keras"),
        "numpy": version_of("numpy"),
    }
