"""
Looking into a PDF without trusting it: pages, signatures, and what has no place in an archive.

Whatever comes from outside is read in a process of its own, with little memory and time, which nobody misses when it
dies. Nothing in the file is run, and not a byte of it is changed.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from typing import Final

from service.documents import pdf_report
from service.documents.register.refusals import CopyRefused

_SECONDS: Final = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Pdf:
    """A PDF that may be kept; `signatures` counts the digital ones, which nobody has verified here."""

    pages: int
    signatures: int


def look_into(content: bytes) -> Pdf:
    """
    What the PDF is, by its content. Raises `CopyRefused`, whose reasons are all that speaks against it:
    `not_pdf`, `unreadable`, `encrypted`, `no_pages`, `too_many_pages`, `javascript`, `launch`, `embedded`, `media`, `form`.
    """
    if b"%PDF-" not in content[:1024]:
        raise CopyRefused(("not_pdf",))
    try:
        child = subprocess.run(
            [sys.executable, "-I", pdf_report.__file__],
            input=content,
            capture_output=True,
            timeout=_SECONDS,
            check=True,
        )
        said = json.loads(child.stdout)
    except (subprocess.SubprocessError, ValueError) as error:
        raise CopyRefused(("unreadable",)) from error
    if said["reasons"]:
        raise CopyRefused(tuple(said["reasons"]))
    return Pdf(pages=said["pages"], signatures=said["signatures"])
