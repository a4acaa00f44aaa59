"""The version gate and the rules for the worker's own files."""

import ast
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from troubleshooter.errors import WorkerUnavailable
from troubleshooter.probe import Worker
from troubleshooter.probe.protocol import WORKER_FILE

FOLDER = WORKER_FILE.parent
FILES = sorted(FOLDER.rglob("*.py"))
ALLOWED_BEYOND_STDLIB = {"tensorflow", "numpy"}  # numpy comes with tensorflow


def old_python(version: str) -> str | None:
    """A Python of that version on this machine that really starts, or None."""
    manager = shutil.which("pyenv")
    told = subprocess.run([manager, "root"], check=False, capture_output=True, text=True).stdout if manager else ""
    managed = Path(told.strip()).glob(f"versions/{version}.*/bin/python") if told.strip() else ()
    for candidate in [*map(str, managed), shutil.which(f"python{version}")]:
        if candidate and subprocess.run([candidate, "-c", "pass"], check=False, capture_output=True).returncode == 0:
            return candidate
    return None


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(FOLDER)))
def test_grammar_of_python_3_9(file: Path) -> None:
    ast.parse(file.read_text(encoding="utf-8"), feature_version=(3, 9))


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(FOLDER)))
def test_imports_only_the_standard_library_and_tensorflow(file: Path) -> None:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.level == 0:
            names = [node.module or ""]
        for name in names:
            top = name.split(".")[0]
            assert top in sys.stdlib_module_names or top in ALLOWED_BEYOND_STDLIB, f"{file}: {name}"


def test_tensorflow_is_never_imported_at_the_top_of_a_file() -> None:
    for file in FILES:
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.Import):
                assert not ALLOWED_BEYOND_STDLIB & {alias.name for alias in node.names}, file


def test_only_sys_stands_above_the_gate() -> None:
    body = ast.parse(WORKER_FILE.read_text(encoding="utf-8")).body
    assert isinstance(body[0], ast.Expr)
    assert isinstance(body[1], ast.Import)
    assert [alias.name for alias in body[1].names] == ["sys"]
    assert isinstance(body[2], ast.If)
    assert "version_info" in ast.unparse(body[2].test)


@pytest.mark.parametrize("version", ["2.7", "3.6", "3.8"])
def test_an_old_python_refuses_in_one_line(version: str) -> None:
    python = old_python(version)
    if python is None:
        pytest.skip(f"no Python {version} here")
    done = subprocess.run([python, str(WORKER_FILE), "--scratch", "x"], capture_output=True, check=False, timeout=60)
    assert done.returncode == 0
    told = json.loads(done.stdout)
    assert told["event"] == "refused"
    assert version in told["reason"]


def test_the_parent_says_why_an_old_python_cannot_be_used() -> None:
    python = old_python("3.8")
    if python is None:
        pytest.skip("no Python 3.8 here")
    with Worker(python) as worker, pytest.raises(WorkerUnavailable, match="too old") as caught:
        worker.wait_warm(30)
    assert caught.value.reference == "python-too-old"


def test_no_print_reaches_the_wire(tmp_path: Path) -> None:
    """What the interpreter prints at its start goes to standard error; every line of the wire is JSON."""
    (tmp_path / "sitecustomize.py").write_text("import atexit\natexit.register(print, 'bye')\n")
    asked = b'not json\n[1]\n{"op": "nonsense", "id": 7}\n'
    done = subprocess.run(
        [sys.executable, str(WORKER_FILE), "--scratch", str(tmp_path)],
        input=asked,
        capture_output=True,
        check=False,
        timeout=60,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
    )
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert lines[0]["event"] == "hello"
    assert lines[1]["id"] == 7
    assert lines[1]["result"]["ending"] == "refused"
    assert b"bye" in done.stderr
