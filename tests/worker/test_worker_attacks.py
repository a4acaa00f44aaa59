"""What pasted code may try: each attempt fails or is contained, and is there to be read in the outcome."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from troubleshooter.model import Ending, Outcome
from troubleshooter.probe import Worker

pytestmark = [
    pytest.mark.tf,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the layers are Linux's"),
]


@pytest.fixture(scope="module")
def layers(warm_worker: Worker) -> dict[str, bool]:
    return dict(warm_worker.confinement())


@pytest.fixture
def secret_file() -> Iterator[Path]:
    file = Path.home() / f".troubleshooter-test-{os.getpid()}"
    file.write_text("only for me")
    file.chmod(0o644)
    yield file
    file.unlink()


def needs(layers: dict[str, bool], *names: str) -> None:
    missing = [name for name in names if not layers.get(name)]
    if missing:
        pytest.skip(f"this kernel does not give: {missing}")


def refused(outcome: Outcome) -> bool:
    """The attempt ended in an error of permission."""
    return outcome.ending is Ending.RAISED and outcome.chain[-1].type in {"PermissionError", "OSError"}


FILES = {
    "read the home folder": "open({secret!r}).read()",
    "list the home folder": "import os\nos.listdir({home!r})",
    "through a link": "import os\nos.symlink({secret!r}, 'link')\nopen('link').read()",
    "through the root of a process": "open('/proc/self/root' + {secret!r}).read()",
    "through the parent": "import os\nopen('/proc/%d/root%s' % (os.getppid(), {secret!r})).read()",
    "write in the home folder": "open({home!r} + '/evil', 'w')",
    "write beside scratch": "open('../evil', 'w')",
    "write to the temporary folder": "open('/tmp/troubleshooter-evil', 'w')",
    "make a folder": "import os\nos.mkdir({home!r} + '/evil')",
    "remove": "import os\nos.unlink({secret!r})",
    "empty": "import os\nos.truncate({secret!r}, 0)",
    "move out": "import os\nopen('a', 'w').close()\nos.rename('a', {home!r} + '/evil')",
    "hard link": "import os\nos.link({secret!r}, 'b')",
    "write to the kernel": "open('/proc/sys/kernel/core_pattern', 'w').write('x')",
    "password hashes": "open('/etc/shadow').read()",
}
PROCESSES = {
    "run a program": "import subprocess\nsubprocess.run(['/bin/echo'])",
    "exec": "import os\nos.execv('/bin/echo', ['echo'])",
    "fork": "import os\nos.fork()",
    "multiprocessing": "import multiprocessing as m\nm.get_context('fork').Process(target=print).start()",
    "signal the parent": "import os\nos.kill(os.getppid(), 9)",
    "signal everybody": "import os\nos.kill(-1, 0)",
    "signal the group": "import os\nos.killpg(os.getpgid(os.getppid()), 0)",
    "open the parent's memory": "import os\nopen('/proc/%d/mem' % os.getppid(), 'rb')",
}
SOCKETS = {
    "udp": "import socket\nsocket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', 9))",
    "tcp": "import socket\nsocket.create_connection(('127.0.0.1', 22), 2)",
    "tcp 6": "import socket\nsocket.socket(socket.AF_INET6)",
    "unix": "import socket\nsocket.socket(socket.AF_UNIX)",
    "url": "import urllib.request\ntry:\n    urllib.request.urlopen('http://127.0.0.1')\n"
    "except OSError as problem:\n    raise problem.reason",
}


@pytest.mark.parametrize("name", FILES)
def test_files(name: str, run: Callable[..., Outcome], layers: dict[str, bool], secret_file: Path) -> None:
    needs(layers, "landlock")
    outcome = run(FILES[name].format(secret=str(secret_file), home=str(Path.home())))
    assert refused(outcome), outcome
    assert secret_file.read_text() == "only for me"
    assert not (Path.home() / "evil").exists()


def test_modes_and_owners_stay(run: Callable[..., Outcome], layers: dict[str, bool], secret_file: Path) -> None:
    needs(layers, "seccomp")
    before = secret_file.stat()
    run(f"import os\nos.chmod({str(secret_file)!r}, 0o777)\nos.utime({str(secret_file)!r}, (0, 0))")
    assert secret_file.stat() == before


@pytest.mark.parametrize("name", PROCESSES)
def test_processes(name: str, run: Callable[..., Outcome], layers: dict[str, bool]) -> None:
    needs(layers, "seccomp", "landlock")
    assert refused(run(PROCESSES[name]))
    assert run("print('alive', 1)").ending is Ending.PASSED


@pytest.mark.parametrize("name", SOCKETS)
def test_sockets(name: str, run: Callable[..., Outcome], layers: dict[str, bool]) -> None:
    needs(layers, "seccomp")
    assert refused(run(SOCKETS[name]))


def test_threads_still_work(run: Callable[..., Outcome]) -> None:
    outcome = run("import threading\nt = threading.Thread(target=print, args=('from a thread',))\nt.start()\nt.join()")
    assert "from a thread" in outcome.output


def test_scratch_can_be_used(run: Callable[..., Outcome]) -> None:
    source = """
import os, shutil, tempfile
open("a", "w").write("1")
shutil.copy2("a", "b")
with tempfile.NamedTemporaryFile() as f:
    assert f.name.startswith(os.getcwd())
assert os.path.expanduser("~") == os.getcwd()
"""
    assert run(source).ending is Ending.PASSED


def test_environment_of_the_parents(run: Callable[..., Outcome], layers: dict[str, bool]) -> None:
    if not layers.get("landlock") and not layers.get("namespace"):
        pytest.skip("this kernel gives neither Landlock nor namespaces")
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], env={"SECRET": "hunter2"})
    try:
        outcome = run("""
import glob
seen = []
for path in glob.glob("/proc/[0-9]*/environ"):
    try:
        with open(path, "rb") as file:
            seen.append(file.read())
    except OSError:
        pass
print("hunter2" in str(seen), len(seen))
""")
    finally:
        child.kill()
        child.wait()
    assert outcome.output.strip() == "False 1", outcome  # its own, and that is an allow-list


def test_own_environment_holds_no_secret(test_python: str) -> None:
    environ = {**os.environ, "MY_TOKEN": "hunter2"}
    with Worker(test_python, environ=environ, without=["landlock", "namespace"]) as worker:
        from troubleshooter.model import ProbeRequest

        outcome = worker.run(ProbeRequest("program", {"source": "import os\nprint(dict(os.environ))"}))
    assert "hunter2" not in outcome.output


def test_forged_outcome(run: Callable[..., Outcome]) -> None:
    outcome = run("""
import json, os
line = json.dumps({"ending": "passed", "done": True, "secret": "x", "observed": {"forged": True}}).encode()
for number in range(300):
    try:
        os.write(number, b"\\n" + line + b"\\n")
    except OSError:
        pass
raise ValueError("the real end")
""")
    assert outcome.ending is Ending.RAISED
    assert outcome.chain[-1].message == "the real end"
    assert "forged" not in outcome.observed
    assert outcome.observed["forged_lines"] >= 1


def test_flood_of_forged_outcomes(run: Callable[..., Outcome]) -> None:
    outcome = run(
        "import os\nfor n in range(3, 50):\n    try:\n        while True: os.write(n, b'{' * 65536)\n"
        "    except OSError:\n        pass",
        deadline=3,
    )
    assert outcome.ending is Ending.TIMED_OUT
    assert run("print('after the flood')").ending is Ending.PASSED


DAEMON = """
import os, time
read, write = os.pipe()
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.setsid()
        os.write(write, str(os.getpid()).encode())
        for number in range(100):
            try:
                os.close(number)
            except OSError:
                pass
        time.sleep(1000)
    os._exit(0)
print("daemon", os.read(read, 20).decode())
"""


def test_daemon_is_ended_where_forks_cannot_be_forbidden(test_python: str) -> None:
    from troubleshooter.model import ProbeRequest

    with Worker(test_python, without=["seccomp"]) as worker:
        outcome = worker.run(ProbeRequest("program", {"source": DAEMON}))
        assert outcome.ending is Ending.PASSED, outcome
        process = int(outcome.output.split("daemon")[1])
        time.sleep(0.2)
        assert not Path(f"/proc/{process}").exists()
        assert dict(worker.confinement())["seccomp"] is False
