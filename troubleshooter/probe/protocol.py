"""One running worker process as the parent sees it: start it, send it lines, wait for its answers, end it."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from troubleshooter.errors import ProtocolError, WorkerUnavailable

WORKER_FILE = Path(__file__).parent / "worker" / "__main__.py"
LINE_LIMIT = 32 * 1024 * 1024
ERRORS_KEPT = 8 * 1024


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer of confinement: what it is called, and what pasted code could do without it."""

    name: str
    without: str


LAYERS = (
    Layer("descriptors", "write to files and pipes that were open before"),
    Layer("scratch", "leave files outside of a temporary folder"),
    Layer("limits", "use up the memory and the disk"),
    Layer("namespace", "use the network"),
    Layer("landlock", "read and change your files"),
    Layer("seccomp", "start programs and processes, open sockets"),
)

# What a worker may know of our environment. Nothing else: pasted code can read it.
ALLOWED = frozenset(
    {
        "PATH",
        "HOME",
        "USER",
        "LOGNAME",
        "LANG",
        "LANGUAGE",
        "TZ",
        "LD_LIBRARY_PATH",
        "DYLD_LIBRARY_PATH",
        "SYSTEMROOT",
        "SYSTEMDRIVE",
        "WINDIR",
        "TEMP",
        "TMP",
        "TMPDIR",
        "APPDATA",
        "LOCALAPPDATA",
        "USERPROFILE",
        "PATHEXT",
        "COMSPEC",
        "NUMBER_OF_PROCESSORS",
        "VIRTUAL_ENV",
        "CONDA_PREFIX",
        "PYENV_VERSION",
        "PYENV_ROOT",
        "PYTHONNOUSERSITE",
        "PYTHONUSERBASE",
        "TF_USE_LEGACY_KERAS",
        "TF_ENABLE_ONEDNN_OPTS",
        "OMP_NUM_THREADS",
    }
)
SET = {
    "CUDA_VISIBLE_DEVICES": "-1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "KERAS_BACKEND": "tensorflow",
    "MPLBACKEND": "Agg",
    "PYTHONHASHSEED": "0",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONIOENCODING": "utf-8",
}


def worker_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """The environment of a worker: the allowed names of `environ`, and what makes runs alike."""
    kept = {name: value for name, value in environ.items() if name.upper() in ALLOWED or name.startswith("LC_")}
    folders = [folder for folder in environ.get("PYTHONPATH", "").split(os.pathsep) if folder and not _ours(folder)]
    return {**kept, **({"PYTHONPATH": os.pathsep.join(folders)} if folders else {}), **SET}


def _ours(folder: str) -> bool:
    """Whether our own package could be imported from a folder."""
    return (Path(folder) / "troubleshooter" / "probe").is_dir()


class Connection:
    """A worker process. Answers are kept by request until somebody waits for them; all of them are untrusted."""

    def __init__(self, interpreter: str, scratch: str, environment: Mapping[str, str], without: Iterable[str]) -> None:
        command = [interpreter, str(WORKER_FILE), "--scratch", scratch, "--without", ",".join(sorted(without))]
        try:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=dict(environment),
                cwd=scratch,
                start_new_session=True,
            )
        except OSError as problem:
            raise WorkerUnavailable(
                f"{interpreter} cannot be started: {problem.strerror or problem}",
                where=interpreter,
                hint="name a Python that has TensorFlow with --python",
            ) from problem
        self._news = threading.Condition()
        self._answers: dict[int, Mapping[str, Any]] = {}
        self._hello: Mapping[str, Any] | None = None
        self._ended = False
        self._errors = b""
        self._count = 0
        self._sending = threading.Lock()
        self._lines_reader = threading.Thread(target=self._read_lines, name="worker lines", daemon=True)
        self._errors_reader = threading.Thread(target=self._read_errors, name="worker errors", daemon=True)
        self._lines_reader.start()
        self._errors_reader.start()

    @property
    def alive(self) -> bool:
        """Whether the process can still be asked."""
        return not self._ended and self._process.poll() is None

    @property
    def errors(self) -> str:
        """The end of what the worker itself wrote to its standard error, its last words included."""
        if self._ended:
            self._errors_reader.join(1.0)
        return self._errors.decode("utf-8", "replace").strip()

    @property
    def refusal(self) -> str:
        """Why the worker refused to start, or an empty string."""
        hello = self._hello or {}
        return str(hello.get("reason", "refused")) if hello.get("event") == "refused" else ""

    def send(self, operation: str, **fields: Any) -> int:
        """Send one request and return its number; a worker that is gone is noticed when its answer is awaited."""
        with self._sending:
            self._count += 1
            line = json.dumps({"id": self._count, "op": operation, **fields}) + "\n"
            stdin = self._process.stdin
            with contextlib.suppress(OSError, ValueError):
                if stdin is not None:
                    stdin.write(line.encode())
                    stdin.flush()
            return self._count

    def wait(self, number: int, seconds: float | None) -> Mapping[str, Any] | None:
        """The answer to a request; None when the seconds are over. Raises ProtocolError when the worker has ended."""
        with self._news:
            self._news.wait_for(lambda: number in self._answers or self._ended, seconds)
            if number in self._answers:
                return self._answers[number]
            if self._ended:
                raise ProtocolError("the worker ended without an answer", hint=self.errors[-2000:])
            return None

    def answered(self, number: int) -> Mapping[str, Any] | None:
        """The answer to a request where there is one already."""
        return self._answers.get(number)

    def end(self) -> None:
        """Ask the process to stop, then end it and everything it started."""
        self.send("stop")
        with contextlib.suppress(OSError, ValueError):
            if self._process.stdin is not None:
                self._process.stdin.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(0.5)
        self.kill()

    def kill(self) -> None:
        """End the process and everything below it at once."""
        if self._process.poll() is None:
            below = _descendants(self._process.pid)
            for process in (self._process.pid, *below):
                _kill(process)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(5)

    def _read_lines(self) -> None:
        """Take the worker's lines until its end (a thread of its own)."""
        stream = self._process.stdout
        assert stream is not None
        waiting = b""
        with contextlib.suppress(OSError, ValueError):
            while data := os.read(stream.fileno(), 1 << 16):
                *lines, waiting = (waiting + data).split(b"\n")
                for line in lines:
                    self._take(line)
                if len(waiting) > LINE_LIMIT:
                    break
        with self._news:
            self._ended = True
            self._news.notify_all()

    def _take(self, line: bytes) -> None:
        """Keep one line of the worker; one that is not the protocol is dropped."""
        try:
            message = json.loads(line)
        except (ValueError, RecursionError):
            return
        if not isinstance(message, dict):
            return
        with self._news:
            if message.get("event") in {"hello", "refused"} and self._hello is None:
                self._hello = message
            elif isinstance(message.get("id"), int) and isinstance(message.get("result"), dict):
                self._answers[message["id"]] = message["result"]
            self._news.notify_all()

    def _read_errors(self) -> None:
        """Keep the end of the worker's standard error (a thread of its own)."""
        stream = self._process.stderr
        assert stream is not None
        with contextlib.suppress(OSError, ValueError):
            while data := os.read(stream.fileno(), 1 << 16):
                self._errors = (self._errors + data)[-ERRORS_KEPT:]


def _descendants(root: int) -> list[int]:
    """The processes below one, from /proc; empty where there is none."""
    parents: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError, ValueError, IndexError):
            fields = (folder / "stat").read_bytes().rsplit(b")", 1)[1].split()
            parents.setdefault(int(fields[1]), []).append(int(folder.name))
    found, open_ends = [], [root]
    while open_ends:
        below = parents.get(open_ends.pop(), [])
        found += below
        open_ends += below
    return found


def _kill(process: int) -> None:
    """End one process; one that is gone already is fine."""
    with contextlib.suppress(OSError):
        os.kill(process, getattr(signal, "SIGKILL", signal.SIGTERM))


def now() -> float:
    """A clock for deadlines."""
    return time.monotonic()
