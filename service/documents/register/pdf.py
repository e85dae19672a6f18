"""
Looking into a PDF without trusting it: pages, signatures, and what has no place in an archive.

Whatever comes from outside is read in a process of its own, with little memory and time, which nobody misses when it
dies. Nothing in the file is run, and not a byte of it is changed.
"""

from __future__ import annotations

from dataclasses import dataclass

from service.cage import CageDied, caged
from service.documents import pdf_report
from service.documents.register.refusals import CopyRefused


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
        said, _ = caged(pdf_report.__file__, "report", content)
    except CageDied as death:
        raise CopyRefused(("unreadable",)) from death
    if said["reasons"]:
        raise CopyRefused(tuple(said["reasons"]))
    return Pdf(pages=said["pages"], signatures=said["signatures"])
