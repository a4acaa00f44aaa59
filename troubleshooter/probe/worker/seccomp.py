"""Seccomp by a hand-made filter: no sockets, no programs, no processes, no hands on other processes."""

import ctypes
import errno
import os
import platform
import struct
import sys

PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS = 22, 38
MODE_FILTER = 2
CLONE_THREAD = 0x00010000
ALLOW, ERROR = 0x7FFF0000, 0x00050000
LOAD, JUMP_EQUAL, JUMP_SET, JUMP_MORE, RETURN = 0x20, 0x15, 0x45, 0x35, 0x06
NUMBER, ARCHITECTURE, FIRST, SECOND = 0, 4, 16, 24  # offsets in struct seccomp_data, little-endian
PR_SET_PDEATHSIG = 1

# (x86_64, aarch64) numbers; None where the call does not exist. Alphabetical.
DENIED = {
    "accept": (43, 202),
    "accept4": (288, 242),
    "acct": (163, 89),
    "add_key": (248, 217),
    "bind": (49, 200),
    "bpf": (321, 280),
    "chroot": (161, 51),
    "clock_settime": (227, 112),
    "connect": (42, 203),
    "delete_module": (176, 106),
    "execve": (59, 221),
    "execveat": (322, 281),
    "finit_module": (313, 273),
    "fork": (57, None),
    "fsmount": (432, 432),
    "fsopen": (430, 430),
    "init_module": (175, 105),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "io_uring_setup": (425, 425),
    "kcmp": (312, 272),
    "kexec_file_load": (320, 294),
    "kexec_load": (246, 104),
    "keyctl": (250, 219),
    "listen": (50, 201),
    "mknod": (133, None),
    "mknodat": (259, 33),
    "mount": (165, 40),
    "move_mount": (429, 429),
    "msgget": (68, 186),
    "name_to_handle_at": (303, 264),
    "open_by_handle_at": (304, 265),
    "open_tree": (428, 428),
    "perf_event_open": (298, 241),
    "personality": (135, 92),
    "pidfd_getfd": (438, 438),
    "pidfd_open": (434, 434),
    "pidfd_send_signal": (424, 424),
    "pivot_root": (155, 41),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "ptrace": (101, 117),
    "quotactl": (179, 60),
    "reboot": (169, 142),
    "request_key": (249, 218),
    "rt_sigqueueinfo": (129, 138),
    "rt_tgsigqueueinfo": (297, 240),
    "semget": (64, 190),
    "setdomainname": (171, 162),
    "sethostname": (170, 161),
    "setns": (308, 268),
    "settimeofday": (164, 170),
    "shmget": (29, 194),
    "socket": (41, 198),
    "swapoff": (168, 225),
    "swapon": (167, 224),
    "syslog": (103, 116),
    "umount2": (166, 39),
    "unshare": (272, 97),
    "userfaultfd": (323, 282),
    "vfork": (58, None),
}
# Landlock does not cover these. They answer "done" and do nothing, so that copying a file in scratch still works.
DO_NOTHING = {
    "chmod": (90, None),
    "chown": (92, None),
    "fchmod": (91, 52),
    "fchmodat": (268, 53),
    "fchmodat2": (452, 452),
    "fchown": (93, 55),
    "fchownat": (260, 54),
    "fremovexattr": (199, 16),
    "fsetxattr": (190, 7),
    "futimesat": (261, None),
    "ioprio_set": (251, 30),
    "lchown": (94, None),
    "lremovexattr": (198, 15),
    "lsetxattr": (189, 6),
    "removexattr": (197, 14),
    "sched_setaffinity": (203, 122),
    "sched_setattr": (314, 274),
    "sched_setparam": (142, 118),
    "sched_setscheduler": (144, 119),
    "setpriority": (141, 140),
    "setxattr": (188, 5),
    "utime": (132, None),
    "utimensat": (280, 88),
    "utimes": (235, None),
}
TO_ITSELF = {"kill": (62, 129), "tgkill": (234, 131), "tkill": (200, 130)}
LIMITS = (302, 261)  # prlimit64
CLONE, CLONE3, PRCTL = (56, 220), (435, 435), (157, 167)
ARCHITECTURES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}


class Program(ctypes.Structure):
    """struct sock_fprog."""

    _fields_ = (("length", ctypes.c_ushort), ("code", ctypes.c_void_p))


def step(code, value, when_true=0, when_false=0):
    """One BPF instruction."""
    return struct.pack("<HBBI", code, when_true, when_false, value)


def refuse(number, code):
    """Answer one system call with an error (or with 0: nothing done)."""
    return [step(JUMP_EQUAL, number, 0, 1), step(RETURN, ERROR | code)]


def only_if(number, offset, values, jump=JUMP_EQUAL):
    """Allow one system call only where an argument is (or has the bits of) one of the values."""
    tests = [step(jump, value, len(values) - place, 0) for place, value in enumerate(values)]
    body = [step(LOAD, offset), *tests, step(RETURN, ERROR | errno.EPERM), step(RETURN, ALLOW)]
    return [step(JUMP_EQUAL, number, 0, len(body)), *body]


def unless(number, offset, value):
    """Allow one system call except where an argument has the value."""
    body = [step(LOAD, offset), step(JUMP_EQUAL, value, 0, 1), step(RETURN, ERROR | errno.EPERM), step(RETURN, ALLOW)]
    return [step(JUMP_EQUAL, number, 0, len(body)), *body]


def build(machine, process):
    """The filter for this machine, as bytes, or None where its numbers are not known."""
    if machine not in ARCHITECTURES:
        return None
    column, audit = ARCHITECTURES[machine]
    code = [
        step(LOAD, ARCHITECTURE),
        step(JUMP_EQUAL, audit, 1, 0),
        step(RETURN, ERROR | errno.EPERM),
        step(LOAD, NUMBER),
        step(JUMP_MORE, 0x40000000, 0, 1),
        step(RETURN, ERROR | errno.EPERM),
    ]
    for table, answer in ((DENIED, errno.EPERM), (DO_NOTHING, 0)):
        for numbers in table.values():
            code += refuse(numbers[column], answer) if numbers[column] is not None else []
    code += refuse(CLONE3[column], errno.ENOSYS)
    code += only_if(CLONE[column], FIRST, [CLONE_THREAD], JUMP_SET)
    for numbers in TO_ITSELF.values():
        code += only_if(numbers[column], FIRST, [process])
    code += only_if(LIMITS[column], FIRST, [0, process])
    code += unless(PRCTL[column], FIRST, PR_SET_PDEATHSIG)
    return b"".join([*code, step(RETURN, ALLOW)])


def restrict():
    """Install the filter for this process; raises OSError where it cannot be."""
    if not sys.platform.startswith("linux") or sys.byteorder != "little" or struct.calcsize("P") != 8:
        raise OSError("this platform has no such filter")
    code = build(platform.machine(), os.getpid())
    if code is None:
        raise OSError("the system calls of %s are not known here" % platform.machine())
    library = ctypes.CDLL(None, use_errno=True)
    buffer = ctypes.create_string_buffer(code, len(code))
    program = Program(len(code) // 8, ctypes.addressof(buffer))
    library.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    if library.prctl(PR_SET_SECCOMP, ctypes.c_ulong(MODE_FILTER), ctypes.byref(program), 0, 0) != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
