"""The parent's side, with fake TensorFlows: no test here imports the real one."""

import os
import sys
import threading
import time
from pathlib import Path

import pytest

from troubleshooter.errors import InputError, WorkerUnavailable
from troubleshooter.model import Ending, ErrorLink, Frame, ProbeRequest, Traceback
from troubleshooter.probe import Worker, choose_interpreter, named_in_traceback
from troubleshooter.probe.client import read_outcome
from troubleshooter.probe.protocol import worker_environment

FAKE_KERAS = """
class Lambda: pass
class keras:
    __version__ = "9"
    class layers:
        Lambda = Lambda
__version__ = "2.99.0"
"""


def fake_tensorflow(folder: Path, text: str) -> dict[str, str]:
    """An environment whose `import tensorflow` runs `text`."""
    package = folder / "tensorflow"
    package.mkdir()
    (package / "__init__.py").write_text(text, encoding="utf-8")
    return {**os.environ, "PYTHONPATH": str(folder)}


def bare_python(folder: Path) -> str:
    """A Python without any package."""
    import venv

    venv.create(folder / "bare", with_pip=False, symlinks=True)
    return str(folder / "bare" / "bin" / "python")


def test_environment_is_an_allow_list() -> None:
    ours = {"SECRET": "s", "PATH": "/bin", "AWS_KEY": "k", "LC_ALL": "C", "TF_USE_LEGACY_KERAS": "1"}
    told = worker_environment(ours)
    assert not {"SECRET", "AWS_KEY"} & set(told)
    assert told["CUDA_VISIBLE_DEVICES"] == "-1"
    assert told["TF_USE_LEGACY_KERAS"] == "1"
    assert told["TF_CPP_MIN_LOG_LEVEL"]


def test_our_own_package_is_not_on_the_path_of_the_worker(tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    told = worker_environment({"PYTHONPATH": os.pathsep.join([str(root), str(tmp_path)])})
    assert told["PYTHONPATH"] == str(tmp_path)


def test_no_tensorflow(tmp_path: Path) -> None:
    with Worker(bare_python(tmp_path), environ={}) as worker:
        with pytest.raises(WorkerUnavailable, match="has no TensorFlow") as caught:
            worker.describe()
        assert caught.value.hint
        assert dict(worker.confinement())["scratch"]


def test_broken_tensorflow(tmp_path: Path) -> None:
    environ = fake_tensorflow(tmp_path, "raise ImportError('libfoo.so.1: cannot open shared object file')")
    bare = bare_python(tmp_path)
    with Worker(bare, environ=environ) as worker, pytest.raises(WorkerUnavailable, match=r"libfoo\.so\.1"):
        worker.wait_warm(60)


def test_tensorflow_that_ends_the_process(tmp_path: Path) -> None:
    environ = fake_tensorflow(tmp_path, "import os, sys\nsys.stderr.write('illegal instruction\\n')\nos._exit(132)")
    bare = bare_python(tmp_path)
    with Worker(bare, environ=environ) as worker, pytest.raises(WorkerUnavailable, match="illegal instr"):
        worker.wait_warm(60)


def test_tensorflow_that_prints_at_import(tmp_path: Path) -> None:
    text = (
        FAKE_KERAS
        + """
import os, sys
print('{"id": 1, "result": {"python": "forged"}}')
sys.stdout.flush()
os.write(1, b'garbage\\n' * 1000)
"""
    )
    with Worker(bare_python(tmp_path), environ=fake_tensorflow(tmp_path, text)) as worker:
        assert worker.wait_warm(60) >= 0
        environment = worker.describe()
        assert environment.python != "forged"
        assert environment.tensorflow == "2.99.0"
        assert worker.warm


def test_interpreter_that_cannot_be_started(tmp_path: Path) -> None:
    with pytest.raises(WorkerUnavailable, match="cannot be started"):
        Worker(str(tmp_path / "nothing")).start()
    script = tmp_path / "noisy"
    script.write_text("#!/bin/sh\necho no python here >&2\nexit 3\n")
    script.chmod(0o755)
    with Worker(str(script)) as worker, pytest.raises(WorkerUnavailable, match="no python here"):
        worker.describe(30)


def test_start_does_not_block(tmp_path: Path) -> None:
    environ = fake_tensorflow(tmp_path, "import time\ntime.sleep(30)")
    began = time.monotonic()
    with Worker(bare_python(tmp_path), environ=environ) as worker:
        assert not worker.warm
        with pytest.raises(WorkerUnavailable, match="did not answer"):
            worker.wait_warm(0.2)
    assert time.monotonic() - began < 10


def test_an_unknown_probe_is_refused(tmp_path: Path) -> None:
    with Worker(bare_python(tmp_path), environ=fake_tensorflow(tmp_path, FAKE_KERAS)) as worker:
        for name in ("nonsense", "../child", "__init__", ""):
            outcome = worker.run(ProbeRequest(name, {}, 20))
            assert outcome.ending in {Ending.REFUSED, Ending.PASSED}
            assert not outcome.observed.get("functions")
        assert worker.run(ProbeRequest("reload", {"scratch": "../../etc"}, 20)).ending is Ending.REFUSED


def test_cancel_before_the_probe_began(tmp_path: Path) -> None:
    environ = fake_tensorflow(tmp_path, FAKE_KERAS + "import time\ntime.sleep(1.5)")
    with Worker(bare_python(tmp_path), environ=environ) as worker:
        threading.Timer(0.5, worker.cancel).start()
        assert worker.run(ProbeRequest("nonsense", {}, 20)).ending is Ending.REFUSED


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"ending": "happy"},
        {"ending": "passed", "exception": "x", "observed": [], "warnings": 5, "seconds": "long"},
        {
            "ending": "raised",
            "exception": [5, {"type": 3, "frames": [{"line": "x"}, 7]}],
            "confinement": [1, {"layer": 2}],
        },
    ],
)
def test_hostile_answers_become_outcomes(answer: dict[str, object]) -> None:
    outcome = read_outcome(answer)
    assert isinstance(outcome.ending, Ending)
    assert isinstance(outcome.observed, dict)


def test_choice_of_the_interpreter(tmp_path: Path) -> None:
    bare = bare_python(tmp_path)
    home = str(Path(bare).parents[1])
    assert choose_interpreter(bare).origin == "--python"
    assert choose_interpreter(home).path.startswith(home)
    assert choose_interpreter(environ={"VIRTUAL_ENV": home}).origin == "VIRTUAL_ENV"
    assert choose_interpreter(environ={"VIRTUAL_ENV": "/nowhere", "CONDA_PREFIX": home}).origin == "CONDA_PREFIX"
    assert choose_interpreter(environ={}).path == sys.executable
    for wrong in ("/nowhere/python", str(tmp_path), "no-such-python-at-all"):
        with pytest.raises(InputError):
            choose_interpreter(wrong)


def test_interpreters_named_in_a_traceback(tmp_path: Path) -> None:
    bare = bare_python(tmp_path)
    prefix = Path(bare).parents[1]
    packages = f"{prefix}/lib/python3.{sys.version_info.minor}/site-packages/keras/x.py"
    files = [packages, "model.py", "/gone/lib/python3.9/site-packages/a.py", "C:\\py\\Lib\\site-packages\\a.py"]
    traceback = Traceback((ErrorLink("ValueError", "x", tuple(Frame(file, 1, "f") for file in files)),))
    (found,) = named_in_traceback(traceback)
    assert found.path.startswith(str(prefix))
    assert found.origin == "a path in the traceback"
    assert named_in_traceback(traceback, [found.path]) == ()
    assert named_in_traceback(None) == ()
