"""The wheel holds all that the tool needs at run time, and works away from the checkout."""

from __future__ import annotations

import email
import json
import os
import zipfile
from collections.abc import Iterator
from email.message import Message
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from wheel_help import ROOT, call

PROGRAM = """\
import numpy as np
import tensorflow as tf


def double(x):
    x * 2


inputs = tf.keras.Input(shape=(3,))
outputs = tf.keras.layers.Lambda(double)(tf.keras.layers.Dense(2)(inputs))
model = tf.keras.Model(inputs, outputs)
model.compile("sgd", "mse")
model.fit(np.ones((4, 3)), np.ones((4, 2)), verbose=0)
"""


def shipped() -> Iterator[tuple[Path, str]]:
    for folder, inside in (("troubleshooter", "troubleshooter"), ("knowledge", "troubleshooter/knowledge")):
        for path in (ROOT / folder).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts and not path.name.startswith("."):
                yield path, f"{inside}/{path.relative_to(ROOT / folder).as_posix()}"


def metadata(wheel: Path) -> Message:
    with zipfile.ZipFile(wheel) as archive:
        name = next(name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        return email.message_from_bytes(archive.read(name))


def requirements(wheel: Path) -> list[Requirement]:
    return [Requirement(text) for text in metadata(wheel).get_all("Requires-Dist", []) if "extra ==" not in text]


def test_the_wheel_holds_every_file_of_the_package_and_of_the_knowledge(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        for path, name in shipped():
            assert name in names, f"{name} is not in the wheel"
            assert archive.read(name) == path.read_bytes()
    assert not {name for name in names if name.startswith(("tests/", "knowledge/"))}
    assert "troubleshooter/knowledge/vocabulary.toml" in names
    assert "troubleshooter/probe/worker/__main__.py" in names
    assert any(name.endswith(".tcss") for name in names)


def test_the_wheel_is_for_python_3_11_and_later_and_brings_a_command(wheel: Path) -> None:
    assert metadata(wheel)["Requires-Python"] == ">=3.11"
    with zipfile.ZipFile(wheel) as archive:
        name = next(name for name in archive.namelist() if name.endswith("entry_points.txt"))
        assert "troubleshooter = troubleshooter.cli:main" in archive.read(name).decode()


@pytest.mark.parametrize("version", ["2.12.1", "2.15.1", "2.16.2", "2.21.0"])
def test_an_installed_tensorflow_fulfils_the_requirement(wheel: Path, version: str) -> None:
    (tensorflow,) = [item for item in requirements(wheel) if item.name == "tensorflow"]
    assert tensorflow.specifier.contains(version)


def test_no_requirement_is_pinned_from_above(wheel: Path) -> None:
    for item in requirements(wheel):
        assert {clause.operator for clause in item.specifier} == {">="}, str(item)


def test_installed_away_from_the_checkout_it_runs_from_there(installed: Path, tmp_path: Path) -> None:
    code = "import troubleshooter, troubleshooter.catalog as c; print(troubleshooter.__file__); print(c.find_root())"
    result = call(installed / "python", "-c", code, cwd=tmp_path)
    home = installed.parent.resolve()
    assert [home in Path(line).resolve().parents for line in result.stdout.splitlines()] == [True, True], result.stderr


def triage(installed: Path, folder: Path, *arguments: str) -> dict:
    (folder / "net.py").write_text(PROGRAM)
    command = (installed / "troubleshooter", "triage", "--source", "net.py", "--format", "json", *arguments)
    result = call(*command, cwd=folder)
    assert result.stdout, result.stderr
    return json.loads(result.stdout)


def test_installed_away_from_the_checkout_it_reads(installed: Path, tmp_path: Path) -> None:
    document = triage(installed, tmp_path, "--no-probe", "--complaint", "the loss does not move and fit fails")
    assert document["schema"] == 1
    assert document["environment"]["tensorflow"] == ""


@pytest.mark.tf
def test_installed_away_from_the_checkout_it_proves(installed: Path, tmp_path: Path) -> None:
    interpreter = os.environ.get("TROUBLESHOOTER_TEST_PYTHON", "")
    chosen = ["--python", interpreter] if interpreter else []
    document = triage(installed, tmp_path, "--yes", *chosen)
    assert [(item["cause"], item["basis"]) for item in document["diagnoses"]] == [
        ("function-never-returns", "observed")
    ]
    assert document["repair"]["verified"] is True
    assert "return x * 2" in document["repair"]["source"]


@pytest.mark.tf
def test_installing_beside_keras_2_leaves_its_tensorflow_alone(wheel: Path, tmp_path: Path) -> None:
    interpreter = os.environ.get("TROUBLESHOOTER_KERAS2_PYTHON", "")
    if not interpreter:
        pytest.skip("TROUBLESHOOTER_KERAS2_PYTHON names no environment with TensorFlow 2.15")
    report = tmp_path / "plan.json"
    plan = ("install", "--dry-run", "--quiet", "--report", report, wheel)
    result = call(interpreter, "-m", "pip", *plan, cwd=tmp_path)
    if result.returncode and "No matching distribution" in result.stderr:
        pytest.skip("no package index can be reached")
    assert result.returncode == 0, result.stderr
    changed = {item["metadata"]["name"].lower() for item in json.loads(report.read_text())["install"]}
    assert "lambda-troubleshooter" in changed
    assert not {name for name in changed if name.startswith(("tensorflow", "keras", "numpy", "protobuf", "h5py"))}
