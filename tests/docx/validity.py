"""What an independent validator finds in a Word file, and what a rendering added to it."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

from openxml_audit import OpenXmlValidator

from service.docx import compile_template

Faults = Counter[tuple[str, str]]


@cache
def _validator() -> OpenXmlValidator:
    """It reads its schemas once, and keeps nothing of a file."""
    return OpenXmlValidator()


def faults(content: bytes, path: Path) -> Faults:
    """The faults of a Word file as (part, what is wrong); `path` is where it may be written."""
    path.write_bytes(content)
    return Counter((one.part_uri, one.description) for one in _validator().validate(str(path)).errors)


def added(source: bytes, fields: dict[str, object], path: Path) -> tuple[bytes, Faults]:
    """The paper of the template `source`, left at `path`, and the faults that the template did not have."""
    paper = compile_template(source).render(fields)
    found = faults(paper, path)
    if not found:
        return paper, found
    beside = path.with_suffix(".template.docx")
    known = faults(source, beside)
    beside.unlink()
    return paper, found - known
