"""The layers that confine a child before any pasted code runs, each by itself and each reported."""

import ctypes
import os
import sys
import tempfile

from . import landlock, seccomp

LAYERS = ("descriptors", "scratch", "limits", "namespace", "landlock", "seccomp")
GIGABYTE = 1024**3
CLONE_NEWUSER = 0x10000000
CLONE_NEWNET = 0x40000000


class NotApplied(Exception):
    """Why one layer could not be applied."""


def apply(scratch, deadline, hidden):
    """Apply every layer in order; a list of {"layer", "applied", "why"}. `hidden` names layers left out by tests."""
    scratch = os.path.realpath(scratch)
    steps = {
        "descriptors": check_descriptors,
        "scratch": lambda: move_to(scratch),
        "limits": lambda: limit_resources(deadline),
        "namespace": leave_namespaces,
        "landlock": lambda: landlock.restrict(scratch),
        "seccomp": seccomp.restrict,
    }
    return [attempt(layer, steps[layer], hidden) for layer in LAYERS]


def nothing(why):
    """The report where no layer is known to hold."""
    return [{"layer": layer, "applied": False, "why": why} for layer in LAYERS]


def attempt(layer, step, hidden):
    """Apply one layer and say whether it holds."""
    if layer in hidden or (layer == "limits" and "resource" in hidden):
        return {"layer": layer, "applied": False, "why": "hidden"}
    try:
        step()
    except Exception as problem:
        return {"layer": layer, "applied": False, "why": str(problem)[:300] or type(problem).__name__}
    return {"layer": layer, "applied": True, "why": ""}


def open_descriptors():
    """The numbers of the open descriptors of this process."""
    for folder in ("/proc/self/fd", "/dev/fd"):
        try:
            return [int(name) for name in os.listdir(folder)]
        except OSError:
            continue
    return list(range(1024))


def close_all_but(kept):
    """Close what was inherited: pasted code once forged an outcome through an inherited pipe."""
    for number in open_descriptors():
        if number > 2 and number != kept:
            try:
                os.close(number)
            except OSError:
                continue


def check_descriptors():
    """At most the standard three and the report pipe may be open (done by `close_all_but` before)."""
    if not sys.platform.startswith("linux"):
        raise NotApplied("not checked on this platform")
    still = [number for number in open_descriptors() if number > 2 and os.path.exists("/proc/self/fd/%d" % number)]
    if len(still) > 1:
        raise NotApplied("descriptors are still open: %s" % still)


def move_to(scratch):
    """Make the scratch folder the current one, the home and the place of temporary files."""
    os.chdir(scratch)
    for name in ("TMPDIR", "TEMP", "TMP", "HOME", "USERPROFILE", "MPLCONFIGDIR", "XDG_CACHE_HOME"):
        os.environ[name] = scratch
    tempfile.tempdir = scratch
    if os.name == "posix":
        os.umask(0o077)


def limit_resources(deadline):
    """Data, processor time, file size. Never AS (TensorFlow needs 2.5 GB of it) and never NPROC (aborts TensorFlow)."""
    import resource

    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    data = max(3 * GIGABYTE, min(4 * GIGABYTE, memory // 2))
    seconds = int(deadline * (os.cpu_count() or 1)) + 60
    wanted = (
        (resource.RLIMIT_DATA, data),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, GIGABYTE // 2),
        (resource.RLIMIT_CORE, 0),
    )
    for limit, value in wanted:
        hard = resource.getrlimit(limit)[1]
        most = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(limit, (most, most))
    try:
        with open("/proc/self/oom_score_adj", "w") as file:
            file.write("1000")
    except OSError:
        pass  # only decides who is ended first where memory runs out


def leave_namespaces():
    """A user and a network namespace of its own: no network device, no rights over the parent, root or not."""
    user, group = os.getuid(), os.getgid()
    library = ctypes.CDLL(None, use_errno=True)
    if not hasattr(library, "unshare"):
        raise NotApplied("this platform has no namespaces")
    if library.unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0:
        raise NotApplied("unshare: %s" % os.strerror(ctypes.get_errno()))
    try:
        write_file("/proc/self/setgroups", "deny")
        write_file("/proc/self/uid_map", "%d %d 1" % (user, user))
        write_file("/proc/self/gid_map", "%d %d 1" % (group, group))
    except OSError:
        return  # unmapped: the process is "nobody", which confines no less


def write_file(path, text):
    """Write a file of /proc at once."""
    with open(path, "w") as file:
        file.write(text)
