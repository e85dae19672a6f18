"""
What the process asks of the kernel in vain: sockets, other processes, signals to others, and files to write.

A seccomp filter (Linux, man 2 seccomp), which any user may lay on itself and nobody can take off again. It needs no
library and no privilege; where there is none (another system or processor), the other limits still hold.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
import sys
from collections.abc import Iterator
from typing import Final

_MACHINES: Final = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
"""The column of the tables below, and the kernel's name of the processor (linux/audit.h)."""

_NEVER: Final = (
    # x86_64, aarch64
    (41, 198),  # socket
    (53, 199),  # socketpair
    (425, 425),  # io_uring_setup
    (56, 220),  # clone
    (435, 435),  # clone3
    (57, None),  # fork
    (58, None),  # vfork
    (59, 221),  # execve
    (322, 281),  # execveat
    (62, 129),  # kill
    (200, 130),  # tkill
    (234, 131),  # tgkill
    (129, 138),  # rt_sigqueueinfo
    (297, 240),  # rt_tgsigqueueinfo
    (424, 424),  # pidfd_send_signal
    (101, 117),  # ptrace
    (311, 271),  # process_vm_writev
    (272, 97),  # unshare
    (308, 268),  # setns
    (165, 40),  # mount
    (321, 280),  # bpf
)
_CHANGES: Final = (
    (85, None),  # creat
    (437, 437),  # openat2
    (87, None),  # unlink
    (263, 35),  # unlinkat
    (82, None),  # rename
    (264, 38),  # renameat
    (316, 276),  # renameat2
    (83, None),  # mkdir
    (258, 34),  # mkdirat
    (84, None),  # rmdir
    (86, None),  # link
    (265, 37),  # linkat
    (88, None),  # symlink
    (266, 36),  # symlinkat
    (76, 45),  # truncate
    (90, None),  # chmod
    (268, 53),  # fchmodat
    (92, None),  # chown
    (94, None),  # lchown
    (260, 54),  # fchownat
    (133, None),  # mknod
    (259, 33),  # mknodat
)
_OPENS: Final = (((2, None), 24), ((257, 56), 32))
"""open and openat, and where in the call its flags stand."""
_TO_WRITE: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT

_LOAD, _IS, _IS_ABOVE, _HAS_BITS, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER, _PROCESSOR = 0, 4
_GRANTED: Final = 0x7FFF0000
_DENIED: Final = 0x00050000 | errno.EPERM
_NO_NEW_PRIVILEGES, _SET_SECCOMP, _FILTER = 38, 22, 2
_X32: Final = 0x40000000

_Step = tuple[int, int, int, int]
"""Code, steps to jump over when true and when false, operand."""


def deny(*, writes: bool) -> bool:
    """Deny these to this process from now on; files are only read unless `writes`. Whether the kernel took it."""
    known = _MACHINES.get(platform.machine())
    if sys.platform != "linux" or known is None or sys.maxsize < 2**32:
        return False
    steps = list(_program(*known, writes=writes))
    code = b"".join(struct.pack("=HBBI", *step) for step in steps)
    held = ctypes.create_string_buffer(code)
    # struct sock_fprog: how many, padding, where
    program = ctypes.create_string_buffer(struct.pack("@HP", len(steps), ctypes.addressof(held)))
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    prctl.argtypes = [ctypes.c_int, *[ctypes.c_ulong] * 4]
    if prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0):
        return False
    return not prctl(_SET_SECCOMP, _FILTER, ctypes.addressof(program), 0, 0)


def _program(column: int, processor: int, *, writes: bool) -> Iterator[_Step]:
    """The filter: each denied call jumps over one grant to the refusal after it."""
    refuse: _Step = (_RETURN, 0, 0, _DENIED)
    yield _LOAD, 0, 0, _PROCESSOR
    yield _IS, 1, 0, processor
    yield refuse
    yield _LOAD, 0, 0, _NUMBER
    if column == 0:
        yield _IS_ABOVE, 0, 1, _X32
        yield refuse
    for numbers in (*_NEVER, *(() if writes else _CHANGES)):
        if (number := numbers[column]) is not None:
            yield _IS, 0, 1, number
            yield refuse
    for numbers, place in () if writes else _OPENS:
        if (number := numbers[column]) is not None:
            yield _IS, 0, 4, number
            yield _LOAD, 0, 0, place
            yield _HAS_BITS, 0, 1, _TO_WRITE
            yield refuse
            yield _RETURN, 0, 0, _GRANTED
    yield _RETURN, 0, 0, _GRANTED
