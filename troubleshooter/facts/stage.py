"""When a model was lost: while it was saved, loaded or cloned. Read off the frames, the source and the complaint."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Sequence

from troubleshooter.intake.syntax import Program
from troubleshooter.model import CASE, ErrorLink, Fact, Frame, Place

# (stage, what the person's own line calls, the library's functions); the first that fits a frame tells.
_STAGES = (
    ("cloning", r"\bclone_model\(|\bdeepcopy\(|\.from_config\(", r"^(clone_model|__deepcopy__)$"),
    (
        "loading",
        r"\bload_model\(|\bmodel_from_(json|config|yaml)\(|\bload_weights\(|\bpickle\.loads?\(|joblib\.load\(",
        r"^(load_model|model_from_json|model_from_config|load_model_from_hdf5|_unpickle_model|deserialize_keras_object)$",
    ),
    (
        "saving",
        r"\.(save|save_weights|to_json|get_config|export)\(|\bsave_model\(|\bpickle\.dumps?\(|joblib\.dump\(",
        r"^(save_model|save|save_weights|to_json|save_model_to_hdf5|serialize_keras_object|_save_model"
        r"|get_json_type|_serialize_function_to_config)$",
    ),
)
_SAID = (
    ("cloning", r"\b(clon(e|es|ed|ing)|deepcopy)\b"),
    ("loading", r"(?i)\b(re)?load(ed|s|ing)?\b|\brestor(e|ed|es|ing)\b|\bdeseriali[sz]|\bload_model\b"),
    ("saving", r"(?i)\bsav(e|ed|es|ing)\b|\bseriali[sz]|\bto_json\b"),
)
_LOADERS = frozenset({"load_model", "model_from_json", "model_from_config", "load_weights", "clone_model"})


def observe_stage(links: Sequence[ErrorLink], by: str) -> Iterable[Fact]:
    """`stage`: the first frame, from the outside, that saves, loads or clones; else "other" where frames are known."""
    for link in reversed(links):
        for place, frame in enumerate(link.frames):
            stage = _of_frame(frame, last=place == len(link.frames) - 1)
            if stage:
                yield Fact(CASE, "stage", stage, by, Place(frame.line, frame.line) if frame.origin == "user" else None)
                return
    if any(frame.origin == "user" for link in links for frame in link.frames):
        yield Fact(CASE, "stage", "other", by)


def _of_frame(frame: Frame, *, last: bool) -> str:
    """The stage that a frame tells. A line of the person's own counts where the call went on into a library."""
    if frame.origin == "user" and last:
        return ""
    for stage, line, function in _STAGES:
        if frame.origin == "user":
            if re.search(line, frame.code):
                return stage
        elif re.search(function, frame.function):
            return stage
    return ""


def observe_said(complaint: str) -> tuple[Fact, ...]:
    """`stage`, as the person tells it."""
    for stage, pattern in _SAID:
        if re.search(pattern, complaint):
            return (Fact(CASE, "stage", stage, "complaint"),)
    return ()


def observe_loads(program: Program, partial: bool) -> tuple[str, Place | None] | None:
    """`loads`: whether the source loads or clones a model."""
    for node in ast.walk(program.tree):  # `load = keras.models.load_model` loads too
        name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
        if name in _LOADERS:
            return "yes", program.place(node)
    return None if partial else ("no", None)
