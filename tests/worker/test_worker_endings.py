"""Every way a program can end, provoked for real; the next probe still works."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from troubleshooter.model import Ending, Outcome, ProbeRequest
from troubleshooter.probe import Worker

pytestmark = pytest.mark.tf

ENDINGS = {
    "endless loop": ("while True: pass", Ending.TIMED_OUT, "still running"),
    "sleep": ("import time\ntime.sleep(1000)", Ending.TIMED_OUT, "still running"),
    "flood": ("import os\nwhile True: os.write(1, b'x' * 65536)", Ending.TIMED_OUT, "still running"),
    "segmentation fault": ("import ctypes\nctypes.string_at(0)", Ending.DIED, "signal 11"),
    "abort": ("import os\nos.abort()", Ending.DIED, "signal 6"),
    "kill itself": ("import signal\nsignal.raise_signal(9)", Ending.DIED, "signal 9"),
    "leave at once": ("import os\nos._exit(0)", Ending.DIED, "no outcome"),
    "leave with a status": ("import os\nos._exit(77)", Ending.DIED, "77"),
    "close every pipe": ("import os, time\nos.closerange(0, 1000)\ntime.sleep(100)", Ending.DIED, "closed"),
    "thread that never ends": (
        "import threading, time\nthreading.Thread(target=time.sleep, args=(1000,)).start()",
        Ending.PASSED,
        "",
    ),
    "one huge line": ("print('x' * 30_000_000)", Ending.PASSED, ""),
    "sys.exit(0)": ("import sys\nsys.exit(0)", Ending.PASSED, ""),
    "nothing": ("", Ending.PASSED, ""),
    "input": ("input()", Ending.RAISED, ""),
}
RAISED = {
    "sys.exit(3)": ("import sys\nsys.exit(3)", "SystemExit", 2),
    "keyboard interrupt": ("raise KeyboardInterrupt", "KeyboardInterrupt", 1),
    "base exception": ("class B(BaseException): pass\nraise B('hm')", "B", 2),
    "deep recursion": ("def f(): return f()\nf()", "RecursionError", 1),
    "syntax error": ("x = 1\ny = (\n", "SyntaxError", 2),
    "null byte": ("x = 1\0", "SyntaxError", None),
    "huge file": ("with open('big', 'wb') as f:\n    while True: f.write(b'0' * 10_000_000)", "OSError", 2),
    "message that fails": ("class E(Exception):\n    def __str__(self): raise ValueError('no')\nraise E()", "E", 3),
    "fields that fail": (
        "class E(Exception):\n    __cause__ = property(lambda s: 1 / 0)\n"
        "    __traceback__ = property(lambda s: 1 / 0)\n"
        "raise E('q')",
        "E",
        4,
    ),
    "surrogates": ("raise ValueError('\\ud800 a')", "ValueError", 1),
    "cycle": ("a, b = ValueError(1), ValueError(2)\na.__context__, b.__context__ = b, a\nraise a", "ValueError", 3),
}


@pytest.mark.parametrize("name", ENDINGS)
def test_ending(name: str, run: Callable[..., Outcome]) -> None:
    source, ending, reason = ENDINGS[name]
    outcome = run(source, deadline=3.0)
    assert outcome.ending is ending, outcome
    assert reason in outcome.reason
    assert len(outcome.output) < 40_000
    assert outcome.seconds < 8
    again = run(f"print('still here after', {name!r})")
    assert again.ending is Ending.PASSED
    assert again.output.strip() == f"still here after {name}"


@pytest.mark.parametrize("name", RAISED)
def test_raised(name: str, run: Callable[..., Outcome]) -> None:
    source, kind, line = RAISED[name]
    outcome = run(source, deadline=20.0)
    assert outcome.ending is Ending.RAISED, outcome
    assert outcome.chain[-1].type == kind
    assert outcome.observed["failed_line"] == line
    assert len(outcome.chain) <= 12
    assert all(len(link.frames) <= 61 for link in outcome.chain)


def test_memory_has_an_end(run: Callable[..., Outcome]) -> None:
    outcome = run("import mmap\nkept = []\nwhile True: kept.append(mmap.mmap(-1, 10**9, flags=mmap.MAP_PRIVATE))")
    assert outcome.ending in {Ending.RAISED, Ending.DIED}, outcome
    outcome = run("import numpy\nkept = numpy.zeros(20_000_000_000)")
    assert outcome.ending is Ending.RAISED
    assert "MemoryError" in outcome.chain[-1].type


def test_huge_message_is_cut(run: Callable[..., Outcome]) -> None:
    outcome = run("raise ValueError('x' * 10_000_000)")
    assert outcome.chain[-1].type == "ValueError"
    assert len(outcome.chain[-1].message) < 20_000


def test_output_is_kept_though_not_flushed(run: Callable[..., Outcome]) -> None:
    outcome = run("import sys\nprint('to output', end='')\nprint('to error', file=sys.stderr)\n1 / 0")
    assert "to output" in outcome.output
    assert "to error" in outcome.output


def test_program_is_main_in_a_file_of_its_own(run: Callable[..., Outcome]) -> None:
    source = """
import inspect, sys
def f(): return 1
assert __name__ == "__main__"
assert sys.argv == ["mine.py"], sys.argv
assert "return 1" in inspect.getsource(f)
assert sys.modules["__main__"].f is f
import pickle
class A: pass
pickle.loads(pickle.dumps(A()))
assert "wire" not in sys.modules and "serve" not in sys.modules
try:
    import wire
except ImportError:
    print("clean")
"""
    outcome = run(source, filename="mine.py")
    assert outcome.output.strip() == "clean", outcome


def test_result_of_the_program_survives_an_observation_that_does_not_end(run: Callable[..., Outcome]) -> None:
    source = """
import tensorflow as tf
import os
layer = tf.keras.layers.Lambda(lambda x: x if not os.path.exists("ran") else hang())
def hang():
    while True: pass
layer(tf.ones((2, 4)))
open("ran", "w").close()
raise ValueError("the program's own end")
"""
    outcome = run(source, deadline=6.0, exercise=[{"line": 4}])
    assert outcome.ending is Ending.RAISED
    assert outcome.chain[-1].message == "the program's own end"
    assert outcome.observed["incomplete"] == "timed-out"


def test_cancel_from_another_thread(warm_worker: Worker) -> None:
    threading.Timer(1.0, warm_worker.cancel).start()
    began = time.monotonic()
    outcome = warm_worker.run(ProbeRequest("program", {"source": "while True: pass  # cancel me"}, 60))
    assert outcome.ending is Ending.REFUSED
    assert "cancelled" in outcome.reason
    assert time.monotonic() - began < 6
    assert warm_worker.warm
    assert warm_worker.run(ProbeRequest("program", {"source": "print('after cancel')"})).ending is Ending.PASSED


def test_same_request_is_answered_from_memory(warm_worker: Worker) -> None:
    request = ProbeRequest("program", {"source": "import time\nprint(time.time())"})
    assert warm_worker.run(request) is warm_worker.run(request)


def test_worker_that_was_killed_is_started_again(test_python: str) -> None:
    with Worker(test_python) as worker:
        worker.wait_warm()
        connection = worker._connection
        assert connection is not None
        threading.Timer(1.0, connection._process.kill).start()
        outcome = worker.run(ProbeRequest("program", {"source": "while True: pass"}, 30))
        assert outcome.ending is Ending.DIED
        assert worker.run(ProbeRequest("program", {"source": "print(1)"})).ending is Ending.PASSED


def test_nothing_is_left_in_scratch(run: Callable[..., Outcome], warm_worker: Worker) -> None:
    assert run("open('left', 'w').write('x' * 1000)").ending is Ending.PASSED
    assert not [entry for entry in Path(warm_worker._scratch).iterdir() if entry.name.startswith("probe_")]
