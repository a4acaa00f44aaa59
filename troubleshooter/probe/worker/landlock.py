"""Landlock (Linux 5.13 and newer) by ctypes: which files a child may touch. Nothing can lift it afterwards."""

import ctypes
import os
import site
import stat
import sys

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
PR_SET_NO_NEW_PRIVS = 38
EXECUTE, WRITE_FILE, READ_FILE, READ_DIR = 1, 2, 4, 8
FIRST_13 = (1 << 13) - 1  # the rights of version 1
REFER, TRUNCATE, IOCTL_DEVICE = 1 << 13, 1 << 14, 1 << 15
READ = READ_FILE | READ_DIR
ON_FILES = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEVICE
HOME_AT_START = os.path.expanduser("~")  # a child's HOME is its scratch folder later
DEVICES_TO_READ = ("/dev/null", "/dev/zero", "/dev/urandom", "/dev/random")


class Ruleset(ctypes.Structure):
    """struct landlock_ruleset_attr."""

    _fields_ = (("files", ctypes.c_uint64), ("network", ctypes.c_uint64), ("scoped", ctypes.c_uint64))


class Beneath(ctypes.Structure):
    """struct landlock_path_beneath_attr."""

    _pack_ = 1
    _layout_ = "ms"
    _fields_ = (("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32))


def call(number, *arguments):
    """One system call; raises OSError."""
    library = ctypes.CDLL(None, use_errno=True)
    result = library.syscall(ctypes.c_long(number), *arguments)
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
    return result


def version():
    """The version of Landlock's interface that this kernel has; raises OSError where there is none."""
    if not sys.platform.startswith("linux"):
        raise OSError("this platform has no Landlock")
    return call(CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint32(1))


def rights(interface):
    """(file rights, network rights, scopes, size of the structure) that this version knows."""
    files = FIRST_13
    files |= REFER if interface >= 2 else 0
    files |= TRUNCATE if interface >= 3 else 0
    files |= IOCTL_DEVICE if interface >= 5 else 0
    size = 24 if interface >= 6 else 16 if interface >= 4 else 8
    return files, 3 if interface >= 4 else 0, 3 if interface >= 6 else 0, size


def restrict(scratch):
    """Allow writing in scratch and /dev/null and reading of `readable()`; everything else is denied from now on."""
    files, network, scopes, size = rights(version())
    attributes = Ruleset(files, network, scopes)
    ruleset = call(CREATE_RULESET, ctypes.byref(attributes), ctypes.c_size_t(size), ctypes.c_uint32(0))
    try:
        for path in readable():
            allow(ruleset, path, files & READ)
        allow(ruleset, os.devnull, files & (READ | WRITE_FILE | TRUNCATE))
        allow(ruleset, scratch, files & ~(EXECUTE | IOCTL_DEVICE))
        if ctypes.CDLL(None).prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
            raise OSError("no_new_privs was refused")
        call(RESTRICT_SELF, ctypes.c_int(ruleset), ctypes.c_uint32(0))
    finally:
        os.close(ruleset)


def allow(ruleset, path, access):
    """Add one path to the ruleset; one that does not exist or cannot be opened is left out."""
    try:
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        if not stat.S_ISDIR(os.fstat(descriptor).st_mode):
            access &= ON_FILES
        rule = Beneath(access, descriptor)
        call(ADD_RULE, ctypes.c_int(ruleset), ctypes.c_int(1), ctypes.byref(rule), ctypes.c_uint32(0))
    finally:
        os.close(descriptor)


def readable():
    """What may be read: the interpreter, its libraries, what every user may read in /etc, /proc, /sys."""
    folders = {sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix, os.path.dirname(sys.executable)}
    folders.update(["/usr", "/lib", "/lib64", "/lib32", "/bin", "/sbin", "/proc", "/sys"])
    folders.update(site.getsitepackages() if hasattr(site, "getsitepackages") else [])
    folders.add(site.getusersitepackages() if hasattr(site, "getusersitepackages") else "")
    folders.update(sys.path)
    folders.update(os.environ.get("LD_LIBRARY_PATH", "").split(os.pathsep))
    folders.add(os.path.dirname(os.path.abspath(__file__)))
    kept = {os.path.realpath(path) for path in folders if path and os.path.isabs(path)}
    return sorted(path for path in kept if not holds_home(path)) + public_settings() + list(DEVICES_TO_READ)


def homes():
    """The person's home folder, by the password file and by what HOME said at the start."""
    found = [HOME_AT_START]
    try:
        import pwd

        found.append(pwd.getpwuid(os.getuid()).pw_dir)
    except (ImportError, KeyError):
        pass  # a user without an entry has only HOME
    return [os.path.realpath(path) for path in found if path and os.path.isabs(path)]


def holds_home(path):
    """Whether a folder is the home folder or above it: then it may not be opened as a whole."""
    return any(home == path or home.startswith(path.rstrip("/") + "/") for home in homes()) or path == "/"


def public_settings():
    """The entries of /etc that everybody may read: a child of root must not read more than that."""
    try:
        entries = list(os.scandir("/etc"))
    except OSError:
        return []
    return [entry.path for entry in entries if may_be_read_by_all(entry)]


def may_be_read_by_all(entry):
    """Whether `others` may read this entry."""
    try:
        return bool(entry.stat().st_mode & 0o004)
    except OSError:
        return False
