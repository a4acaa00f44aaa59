"""The watch over one child: its lines, its output and its deadline. Whatever comes from it is untrusted."""

# ruff: noqa: B905  (zip has no `strict` before Python 3.10)

import json
import os
import re
import secrets
import select
import shutil
import subprocess
import sys
import tempfile
import time

from . import child, tree, wire

OUTPUT_KEPT = 16 * 1024
IMPORT_SECONDS = 120.0  # of a fresh process, before the time of its probe begins
ENDINGS = ("passed", "raised", "timed-out", "died", "refused")
LEGACY = re.compile(r"""TF_USE_LEGACY_KERAS['"]\s*(?:\]\s*=|,)\s*['"]?(?:1|true)""", re.IGNORECASE)
TOKEN = re.compile(r"\A[0-9a-z_]{4,40}\Z")


def outcome(ending, **more):
    """An outcome with every field filled."""
    result = {
        "ending": ending,
        "exception": [],
        "observed": {},
        "warnings": [],
        "output": "",
        "seconds": 0.0,
        "reason": "",
        "confinement": [],
    }
    result.update(more)
    return result


class Watched:
    """One running child: its process id, the wire of its outcome, its output so far, and what it reported."""

    def __init__(self, process, lines, output, secret, ready):
        self.process = process
        self.lines = lines
        self.output = output
        self.secret = secret
        self.ready = ready
        self.printed = b""
        self.dropped = 0
        self.forged = 0
        self.report = {}

    def read_output(self):
        """Take what the child printed; only the first and last part of a flood are kept."""
        try:
            data = os.read(self.output, 65536)
        except OSError:
            data = b""
        if not data:
            return False
        self.printed += data
        if len(self.printed) > 4 * OUTPUT_KEPT:
            self.dropped += len(self.printed) - 2 * OUTPUT_KEPT
            self.printed = self.printed[:OUTPUT_KEPT] + self.printed[-OUTPUT_KEPT:]
        return True

    def read_report(self):
        """Take the child's lines. One without the secret was written by the pasted code: counted, not believed."""
        self.lines.fill()
        message = self.lines.take()
        while message is not None:
            if secrets.compare_digest(str(message.pop("secret", "")).encode(), self.secret.encode()):
                self.report.update(message)
            else:
                self.forged += 1
            message = self.lines.take()

    def text(self):
        """What was printed, as text, with a note where the middle of a flood is missing."""
        head, tail = self.printed, b""
        if self.dropped:
            head, tail = self.printed[:OUTPUT_KEPT], self.printed[OUTPUT_KEPT:]
        note = "\n... %d bytes left out ...\n" % self.dropped if self.dropped else ""
        return head.decode("utf-8", "replace") + note + tail.decode("utf-8", "replace")


def run(server, request):
    """Run one probe request in a child of its own and return its outcome; nothing of the child is left behind."""
    scratch, kept = scratch_for(server.scratch, request)
    if scratch is None:
        return outcome("refused", reason="no such scratch folder")
    started = time.monotonic()
    seconds = max(0.1, float(request.get("deadline") or 60.0))
    request = {key: request.get(key) for key in ("name", "arguments", "deadline")}
    request["scratch"] = scratch
    request["secret"] = secrets.token_hex(16)
    watched = start(server, request)
    stop = ""
    try:
        stop = attend(server, watched, seconds)
    finally:
        status = leave(watched.process) if stop == "closed" else None
        if status is None:
            stop = "silent" if stop == "closed" else stop
            tree.kill(watched.process)
            status = wait_for(watched.process)
        tree.reap_all()
        os.close(watched.lines.source)
        os.close(watched.output)
    result = judge(watched, stop, status)
    result["seconds"] = time.monotonic() - started
    if kept and result["ending"] == "passed":
        result["observed"]["scratch"] = os.path.basename(scratch)
    else:
        shutil.rmtree(scratch, ignore_errors=True)
    return result


def scratch_for(base, request):
    """(the folder of this probe, whether it outlives it). A reload names the folder that its save left."""
    token = (request.get("arguments") or {}).get("scratch")
    if token is None:
        return tempfile.mkdtemp(prefix="probe_", dir=base), request.get("name") == "save"
    folder = os.path.join(base, str(token))
    if not TOKEN.match(str(token)) or not os.path.isdir(folder) or os.path.islink(folder):
        return None, False
    return folder, False


def start(server, request):
    """Start the child: a fork of the warm process, or a fresh one where that cannot be or Keras must be another."""
    source = str((request.get("arguments") or {}).get("source") or "")
    environment = dict(os.environ)
    legacy = LEGACY.search(source) is not None and not environment.get("TF_USE_LEGACY_KERAS")
    if server.forks and not legacy:
        return start_fork(server, request)
    if legacy:
        environment["TF_USE_LEGACY_KERAS"] = "1"  # read while TensorFlow is imported, which is before the program runs
    return start_fresh(server, request, environment)


def start_fork(server, request):
    """Fork the warm process; the child never returns from here."""
    report_out, report_in = os.pipe()
    output_out, output_in = os.pipe()
    process = os.fork()
    if process == 0:
        child.run_fork(request, report_in, output_in, server.hidden)
    os.close(report_in)
    os.close(output_in)
    return Watched(process, wire.Wire(report_out, None), output_out, request["secret"], ready=True)


def start_fresh(server, request, environment):
    """Start a fresh process for the probe, where forking is not possible; it imports TensorFlow itself."""
    main = os.path.join(os.path.dirname(os.path.abspath(__file__)), "__main__.py")
    command = [sys.executable, main, "--scratch", request["scratch"], "--once", "--without", ",".join(server.hidden)]
    output_out, output_in = os.pipe()
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=output_in,
        cwd=request["scratch"],
        start_new_session=True,
        env=environment,
    )
    os.close(output_in)
    try:
        wire.Wire(None, process.stdin.fileno()).send(request)
        process.stdin.close()
    except OSError:
        pass  # it died at once: the missing outcome says so
    report = os.dup(process.stdout.fileno())
    process.stdout.close()
    process.returncode = 0  # we wait for it ourselves
    return Watched(process.pid, wire.Wire(report, None), output_out, request["secret"], ready=False)


def attend(server, watched, seconds):
    """Serve the child's pipes until it is done ("" then) or gone ("closed"), or has to be stopped."""
    output_open = True
    importing = not watched.ready
    deadline = time.monotonic() + seconds + (IMPORT_SECONDS if importing else 0)
    if asked_to_stop(server):
        return "cancelled"
    while not watched.lines.closed and not watched.report.get("done"):
        if importing and watched.report.get("ready"):
            importing, deadline = False, time.monotonic() + seconds
        left = deadline - time.monotonic()
        if left <= 0:
            return "deadline"
        waiting = [watched.lines.source, server.lines.source] + ([watched.output] if output_open else [])
        ready = select.select(waiting, [], [], left)[0]
        if watched.output in ready:
            output_open = watched.read_output()
        if watched.lines.source in ready:
            watched.read_report()
        if server.lines.source in ready:
            server.lines.fill()
        if asked_to_stop(server):
            return "cancelled"
    while output_open and select.select([watched.output], [], [], 0)[0] and not watched.dropped:
        output_open = watched.read_output()
    return "" if watched.report.get("done") else "closed"


def asked_to_stop(server):
    """Whether the parent cancelled the probe or is gone. Other requests stay where they are."""
    lines = server.lines.waiting.split(b"\n")
    asked = [operation_of(line) for line in lines[:-1]]
    server.lines.waiting = b"\n".join(line for line, name in zip(lines, [*asked, ""]) if name != "cancel")
    return server.lines.closed or "cancel" in asked or "stop" in asked


def operation_of(line):
    """What a waiting line asks for."""
    try:
        message = json.loads(line.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return ""
    return message.get("op", "") if isinstance(message, dict) else ""


def leave(process, seconds=1.0):
    """The exit status of a child that has closed its pipe, None when it does not leave by itself."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            done, status = os.waitpid(process, os.WNOHANG) if os.name == "posix" else (0, 0)
        except OSError:
            return None
        if done:
            return status_of(status)
        time.sleep(0.01)
    return None


def wait_for(process):
    """The exit status of the child, negative for a signal, None when it cannot be known."""
    try:
        return status_of(os.waitpid(process, 0)[1])
    except OSError:
        return None


def status_of(status):
    """An exit status as a number, negative for a signal."""
    if os.name != "posix":
        return status
    return -os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)


def judge(watched, stop, status):
    """The outcome, from what the child reported and how it stopped. A stop after the program ran keeps its result."""
    report = watched.report
    result = outcome(
        str(report.get("ending", "")),
        exception=list_of_dicts(report.get("exception")),
        output=watched.text(),
        observed=report["observed"] if isinstance(report.get("observed"), dict) else {},
        warnings=[str(text)[:2000] for text in list_of(report.get("warnings"))[:20]],
        confinement=list_of_dicts(report.get("confinement")),
        reason=str(report.get("reason", ""))[:4000],
    )
    if watched.forged:
        result["observed"]["forged_lines"] = watched.forged
    if report.get("done") and result["ending"] in ENDINGS:
        return result
    ending, reason = how_it_stopped(stop, status)
    if result["ending"] not in ENDINGS:
        result["ending"], result["reason"] = ending, reason
    else:
        result["reason"] = "the program had run, but looking at what it left was stopped: " + reason
        result["observed"]["incomplete"] = ending
    return result


def how_it_stopped(stop, status):
    """(ending, reason in words) of a child without a finished outcome."""
    if stop == "deadline":
        return "timed-out", "it was still running when its time was over"
    if stop == "cancelled":
        return "refused", "it was cancelled"
    if stop == "silent":
        return "died", "it closed the pipe of its outcome"
    if status is not None and status < 0:
        return "died", "the process was ended by signal %d" % -status
    return "died", "the process ended with status %s and no outcome" % (status,)


def list_of(value):
    """`value` where it is a list, else an empty one."""
    return value if isinstance(value, list) else []


def list_of_dicts(value):
    """The dicts of a list."""
    return [item for item in list_of(value)[:100] if isinstance(item, dict)]
