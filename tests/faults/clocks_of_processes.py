"""Clocks that are wrong in earnest: Debian's libfaketime, preloaded into a process, reads from a file how far its clock is off."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tests.faults.killing import Broken

NOT_INSTALLED: Final = "no clock can be set: libfaketime is not installed (Debian: apt-get install faketime)"

_ASK: Final = """
import ctypes, datetime, json, sqlite3, threading, time
c = ctypes.CDLL(None)
c.time.restype = ctypes.c_long
told = {
    "time.time": time.time(),
    "datetime.now": datetime.datetime.now(tz=datetime.UTC).timestamp(),
    "time() of C, as OpenSSL asks": c.time(None),
    "SQLite": float(sqlite3.connect(":memory:").execute("SELECT strftime('%s', 'now')").fetchone()[0]),
}
thread = threading.Thread(target=lambda: told.update({"time.time in a thread": time.time()}))
thread.start()
thread.join()
print(json.dumps({"wall": told, "monotonic": time.monotonic()}))
"""
_NEAR: Final = 20.0
"""Seconds that starting a process may take on a busy machine."""
_AN_HOUR: Final = 3600.0


def library() -> Path | None:
    """The library for programs with threads, where it is installed."""
    return next(iter(sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clocks:
    """A file for each process, by its name: how many seconds its clock is ahead of the true one."""

    folder: Path
    library: Path
    ahead: dict[str, float] = field(default_factory=dict)

    def env(self, name: str) -> Mapping[str, str]:
        """
        What the environment of a process of that name has to say.

        The clock that only counts on (CLOCK_MONOTONIC) and the stamps of files are left alone, as where an operator sets the
        clock of a machine.
        """
        if name not in self.ahead:
            self.set(0.0, name)
        return {
            "LD_PRELOAD": str(self.library),
            "FAKETIME_TIMESTAMP_FILE": str(self.folder / name),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "DONT_FAKE_MONOTONIC": "1",  # as older releases call it
            "NO_FAKE_STAT": "1",
        }

    def program(self, name: str, argv: Sequence[str]) -> list[str]:
        """The program under the clock of that name."""
        return ["env", *(f"{variable}={said}" for variable, said in self.env(name).items()), *argv]

    def set(self, seconds: float, *names: str) -> None:
        """Put the clocks of these, or of all, so far ahead of the true time; one after another, and each at once."""
        for name in names or tuple(self.ahead):
            draft = self.folder / f"{name}.draft"
            draft.write_text(f"{seconds:+.0f}\n")
            draft.chmod(0o644)
            draft.replace(self.folder / name)
            self.ahead[name] = seconds

    def require_wrong(self) -> None:
        """
        Ask a program what time it is, hours ahead and years behind; raises `Broken` where one way of asking knows better.

        And where the clock that only counts on was moved, too.
        """
        for seconds in (5 * _AN_HOUR, -20 * 365 * 24 * _AN_HOUR):
            self.set(seconds, "asked")
            told = json.loads(subprocess.check_output(self.program("asked", [sys.executable, "-c", _ASK])))
            off = {name: moment - time.time() - seconds for name, moment in told["wall"].items()}
            off["time.monotonic"] = told["monotonic"] - time.monotonic()
            if wrong := {name: by for name, by in off.items() if abs(by) > _NEAR}:
                raise Broken(f"with a clock that is {seconds:+.0f} s ahead these are off by seconds: {wrong}")
        del self.ahead["asked"]


@contextmanager
def clocks() -> Iterator[Clocks]:
    """Clocks that were asked and found to be movable; raises `Broken` without libfaketime."""
    found = library()
    if found is None:
        raise Broken(NOT_INSTALLED)
    folder = Path(tempfile.mkdtemp(prefix="vankien-clocks-"))
    # PostgreSQL runs as another user and has to read its own.
    folder.chmod(0o755)
    try:
        held = Clocks(folder=folder, library=found)
        held.require_wrong()
        yield held
    finally:
        shutil.rmtree(folder)
        _sweep()


def _sweep() -> None:
    """Remove what the library shared in memory, and processes that were killed have left there."""
    for left in Path("/dev/shm").glob("*faketime_*"):  # noqa: S108 -- where the system keeps it
        if not Path(f"/proc/{left.name.rpartition('_')[2]}").exists():
            left.unlink(missing_ok=True)
