"""Ending a process and everything it started, double-forked daemons included (Linux: we are their subreaper)."""

import ctypes
import os
import signal
import sys
import time

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36


def become_subreaper():
    """Orphans of our children become our children, so that none outlives us unseen. False where it cannot be."""
    if not sys.platform.startswith("linux"):
        return False
    return ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == 0


def die_with_parent():
    """Ask the kernel to kill this process when the worker dies (called in the child)."""
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def children_of(parent):
    """The process ids whose parent is `parent`, from /proc; empty where there is none."""
    found = []
    try:
        names = [name for name in os.listdir("/proc") if name.isdigit()]
    except OSError:
        return found
    for name in names:
        try:
            with open("/proc/%s/stat" % name, "rb") as file:
                after_name = file.read().rsplit(b")", 1)[1].split()
        except (OSError, IndexError):
            continue
        if int(after_name[1]) == parent:
            found.append(int(name))
    return found


def kill(process):
    """Kill one process and its group; one that is already gone is fine."""
    if process == os.getpid():
        return
    for send in (getattr(os, "killpg", None), os.kill):
        try:
            if send is not None:
                send(process, getattr(signal, "SIGKILL", signal.SIGTERM))
        except OSError:
            continue


def reap_all(seconds=5.0):
    """Kill every child of this process, and those that are handed to it meanwhile, until none is left."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        left = children_of(os.getpid())
        if not left:
            return
        for process in left:
            kill(process)
        try:
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        except OSError:
            continue
        time.sleep(0.005)
