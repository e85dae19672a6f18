"""
Papers as PDF, by a LibreOffice that may or may not be on the machine.

It runs as a child of its own, one at a time in a process, with a profile that is thrown away, and is stopped with all it
started when it takes too long. The last papers are kept as PDF in memory: several people open the same one.

* OfficeError
  - OfficeBusy     another paper is being made into a PDF, and waiting did not help
  - OfficeFailed   LibreOffice stopped, took too long, or gave no PDF
"""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import tempfile
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

SECONDS = 60
"""How long one paper may take; a card takes two, the first after a start of the machine ten."""

_PATIENCE = 20
"""How long somebody waits, in seconds, for those before them."""

MOST_KEPT = 20
"""Papers kept as PDF, of a hundred kilobytes each."""

_LETTERS = "charset=1a1 1b0 1ea1 1ef9"
"""ơ, ư and two letters with marks, as fontconfig asks for them."""
_FAMILIES = ("Times New Roman", "Liberation Serif")
"""The face of the papers, and the one of the same widths: with any other the pages break elsewhere than in Word."""


class OfficeError(Exception):
    """There is no PDF."""

    retryable = True


class OfficeBusy(OfficeError):
    """Another paper is being made into a PDF."""


class OfficeFailed(OfficeError):
    """LibreOffice gave no PDF."""


@dataclass(frozen=True, slots=True)
class Office:
    """The LibreOffice at `program`."""

    program: Path
    _turn: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)
    _made: dict[bytes, bytes] = field(default_factory=dict, repr=False, compare=False)
    """The last PDFs by the digest of their paper, oldest first; changed by whoever's turn it is."""

    def pdf_of(self, docx: bytes) -> bytes:
        """The paper as PDF. Raises `OfficeBusy`, `OfficeFailed`."""
        digest = hashlib.sha256(docx).digest()
        if (made := self._made.get(digest)) is not None:
            return made
        if not self._turn.acquire(timeout=_PATIENCE):
            raise OfficeBusy
        try:
            return self._made.get(digest) or self._kept(digest, docx)
        finally:
            self._turn.release()

    def _kept(self, digest: bytes, docx: bytes) -> bytes:
        # Not where the process works: a paper holds names, and goes away with its folder.
        with tempfile.TemporaryDirectory(prefix="vankien-pdf-") as folder:
            pdf = self._converted(Path(folder), docx)
        while len(self._made) >= MOST_KEPT:
            del self._made[next(iter(self._made))]
        self._made[digest] = pdf
        return pdf

    def _converted(self, folder: Path, docx: bytes) -> bytes:
        paper = folder / "paper.docx"
        paper.write_bytes(docx)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [str(self.program), profile, "--headless", "--norestore", "--convert-to", "pdf"]
        child = subprocess.Popen(
            [*command, "--outdir", str(folder), str(paper)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env={"PATH": os.defpath, "HOME": str(folder), "LANG": "C.UTF-8"},
        )
        try:
            child.wait(SECONDS)
        except subprocess.TimeoutExpired:
            raise OfficeFailed from None
        finally:
            # What it started shares its session: none of that outlives the folder.
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
            child.wait()
        made = paper.with_suffix(".pdf")
        if child.returncode != 0 or not made.is_file():
            raise OfficeFailed
        return made.read_bytes()


def find_office(program: str) -> Office | None:
    """LibreOffice by that name or path; nothing where it, or a face with Vietnamese letters, is missing."""
    found = shutil.which(program)
    return Office(Path(found)) if found and _has_letters() else None


def _has_letters() -> bool:
    lister = shutil.which("fc-list")
    if lister is None:
        return False
    for family in _FAMILIES:
        asked = [lister, f":family={family}:{_LETTERS}"]
        if subprocess.run(asked, capture_output=True, check=False, timeout=30).stdout.strip():
            return True
    return False
