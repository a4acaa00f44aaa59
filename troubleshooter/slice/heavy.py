"""What a slice never runs: loading data, files, the network, training."""

from __future__ import annotations

import ast

from troubleshooter.intake.syntax import Program, canonical, last, library

_HEAVY = frozenset(
    {
        "load_data",
        "load",
        "loadtxt",
        "genfromtxt",
        "open",
        "imread",
        "flow_from_directory",
        "get_file",
        "fit",
        "predict",
        "fit_generator",
        "evaluate",
        "compile",
        "train_on_batch",
        "load_model",
        "load_weights",
        "urlopen",
        "urlretrieve",
        "listdir",
        "glob",
        "input",
        "from_pretrained",
        "save",
        "image_dataset_from_directory",
        "load_img",
        "flow",
        "gradient",
        "apply_gradients",
        "minimize",
        "system",
        "Popen",
        "makedirs",
        "sleep",
        "fetch_openml",
        "parse_args",
        "show",
        "connect",
    }
)
_HEAVY_LIBRARIES = frozenset(
    {
        "pandas",
        "cv2",
        "requests",
        "tensorflow_datasets",
        "sklearn",
        "glob",
        "PIL",
        "matplotlib",
        "urllib",
        "h5py",
        "subprocess",
        "socket",
        "seaborn",
        "gym",
        "kaggle",
        "wandb",
        "shutil",
        "pickle",
        "librosa",
    }
)


def heavy(program: Program, node: ast.AST) -> bool:
    """Whether running a node would load data, touch files or the network, or train."""
    for call in ast.walk(node):
        if not isinstance(call, ast.Call):
            continue
        dotted = canonical(program, call.func)
        attr = call.func.attr if isinstance(call.func, ast.Attribute) else last(dotted)
        weights = any(k.arg == "weights" and getattr(k.value, "value", 0) is not None for k in call.keywords)
        if attr in _HEAVY or library(dotted) in _HEAVY_LIBRARIES or (weights and ".applications." in dotted):
            return True
        if dotted.startswith(("tensorflow.data.", "keras.datasets.", "keras.utils.get")):
            return True
    return False
