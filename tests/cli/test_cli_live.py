"""Triage as a shell runs it, with a real TensorFlow: its statuses, its streams, its consent."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PYTHON = os.environ.get("TROUBLESHOOTER_TEST_PYTHON", sys.executable)
HEALTHY = """\
import numpy as np
import tensorflow as tf

inputs = tf.keras.Input((4,))
hidden = tf.keras.layers.Dense(3)(inputs)
model = tf.keras.Model(inputs, tf.keras.layers.Lambda(lambda x: x * 2.0)(hidden))
model.compile("sgd", "mse")
model.fit(np.ones((4, 4), "float32"), np.ones((4, 3), "float32"), verbose=0)
print("this line is the program's, and not the answer")
"""
BROKEN = HEALTHY.replace("lambda x: x * 2.0", "lambda x: print(x)")

pytestmark = pytest.mark.tf


def triage(folder: Path, source: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    (folder / "net.py").write_text(source)
    command = [sys.executable, "-m", "troubleshooter", "triage", "--source", "net.py", "--python", PYTHON, *arguments]
    return subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def test_a_broken_program_is_observed_and_its_repair_verified(tmp_path: Path) -> None:
    result = triage(tmp_path, BROKEN, "--yes", "--format", "json")
    document = json.loads(result.stdout)
    assert (result.returncode, result.stderr, document["status"]) == (0, "", "diagnosed")
    (diagnosis,) = document["diagnoses"]
    assert (diagnosis["cause"], diagnosis["basis"], diagnosis["reproduced"]) == ("side-effect-body", "observed", "same")
    assert document["repair"]["verified"] is True
    assert document["environment"]["tensorflow"]
    assert document["seconds"]["probes"] > 0
    assert os.listdir(tmp_path) == ["net.py"]  # noqa: PTH208 - nothing is left behind


def test_a_healthy_program_is_said_to_be_healthy(tmp_path: Path) -> None:
    result = triage(tmp_path, HEALTHY, "--yes")
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith("healthy: ")
    assert "this line is the program's" not in result.stdout


def test_without_yes_nothing_is_run(tmp_path: Path) -> None:
    mark = tmp_path / "was-run"
    result = triage(tmp_path, f"open({str(mark)!r}, 'w').close()\n{BROKEN}", "--format", "json")
    document = json.loads(result.stdout)
    assert not mark.exists()
    assert "--yes" in result.stderr
    assert {diagnosis["basis"] for diagnosis in document["diagnoses"]} <= {"read"}
    assert document["seconds"]["probes"] == 0


def test_an_interpreter_without_tensorflow_leaves_the_reading(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", tmp_path / "bare"], check=True)
    (tmp_path / "case").mkdir()
    bare = tmp_path / "bare" / ("Scripts" if os.name == "nt" else "bin") / "python"
    result = triage(tmp_path / "case", BROKEN, "--yes", "--python", str(bare))
    assert result.returncode == 0, result.stderr
    assert "read, not run" in result.stdout
    assert "TensorFlow" in result.stdout + result.stderr
