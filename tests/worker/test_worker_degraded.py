"""Platforms that lack fork, resource limits, Landlock, namespaces or seccomp: weaker, said so, and still right."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from troubleshooter.model import Ending, ProbeRequest
from troubleshooter.probe import Worker

pytestmark = pytest.mark.tf

WITHOUT = ("fork", "resource", "landlock", "namespace", "seccomp")
PROGRAM = """
import tensorflow as tf
from tensorflow import keras
entry = keras.Input((4,))
value = keras.layers.Lambda(lambda t: t + undefined_name)(entry)
"""


@pytest.fixture(scope="module")
def bare_worker(test_python: str) -> Iterator[Worker]:
    with Worker(test_python, without=WITHOUT) as worker:
        yield worker


def test_missing_layers_are_told_before_anything_runs(bare_worker: Worker) -> None:
    told = dict(bare_worker.confinement())
    assert [name for name, applied in told.items() if not applied] == ["limits", "namespace", "landlock", "seccomp"]
    assert told["scratch"]
    assert dict(bare_worker.describe().confinement) == told


def test_program_runs_in_a_fresh_process(bare_worker: Worker) -> None:
    outcome = bare_worker.run(ProbeRequest("program", {"source": PROGRAM, "exercise": [{"line": 5}]}))
    assert outcome.ending is Ending.RAISED
    assert any(link.type == "NameError" for link in outcome.chain)
    assert outcome.observed["failed_line"] == 5
    assert outcome.observed["functions"][0]["found"]


def test_deadline_begins_after_the_import(bare_worker: Worker) -> None:
    outcome = bare_worker.run(ProbeRequest("program", {"source": "print('quick')"}, 1.5))
    assert outcome.ending is Ending.PASSED
    outcome = bare_worker.run(ProbeRequest("program", {"source": "while True: pass"}, 1.5))
    assert outcome.ending is Ending.TIMED_OUT


def test_program_that_leaves_its_process(bare_worker: Worker) -> None:
    outcome = bare_worker.run(ProbeRequest("program", {"source": "import os\nos._exit(9)"}))
    assert outcome.ending is Ending.DIED
    assert "9" in outcome.reason


@pytest.mark.parametrize("hidden", ["landlock", "seccomp", "resource", "namespace"])
def test_one_layer_missing(hidden: str, test_python: str, tmp_path: Path) -> None:
    del tmp_path
    with Worker(test_python, without=[hidden]) as worker:
        told = dict(worker.confinement())
        assert told["limits" if hidden == "resource" else hidden] is False
        outcome = worker.run(ProbeRequest("program", {"source": "print('ran')"}))
    assert outcome.ending is Ending.PASSED
    assert dict(outcome.observed["confinement"]) == told


def test_legacy_keras_asked_for_by_the_program(test_python: str) -> None:
    """The variable is read while TensorFlow is imported, so the warm process is of no use: a fresh one is started."""
    source = """
import os
os.environ["TF_USE_LEGACY_KERAS"] = "1"
import tensorflow as tf
print("layer of", tf.keras.layers.Lambda.__module__)
"""
    with Worker(test_python) as worker:
        outcome = worker.run(ProbeRequest("program", {"source": source}))
    if outcome.ending is Ending.PASSED:
        assert "layer of tf_keras" in outcome.output
    else:
        assert "Keras cannot be imported" in outcome.chain[-1].message  # as at home: tf_keras is missing
