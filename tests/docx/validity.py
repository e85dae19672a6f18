"""What an independent validator finds in a Word file, and what a rendering added to it."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Collection, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from openxml_audit import OpenXmlValidator
from openxml_audit.schema.validator import SchemaValidator

from service.docx import compile_template

Faults = Counter[tuple[str, str]]


class _PassingOver(SchemaValidator):  # type: ignore[misc]  # it has no types
    """It holds parts to their schemas one by one, and passes over some: most of its time went to styles that no paper changes."""

    passed_over: Collection[str] = ()

    def validate_part(self, part: Any, context: Any) -> Any:
        return context.errors if part.uri in self.passed_over else super().validate_part(part, context)


@cache
def _validator() -> tuple[OpenXmlValidator, _PassingOver]:
    validator, schemas = OpenXmlValidator(), _PassingOver()
    validator._schema_validator = schemas
    return validator, schemas


def faults(content: bytes, path: Path, *, but_of: Collection[str] = ()) -> Faults:
    """
    The faults of a Word file as (part, what is wrong); `path` is where it may be written.

    The parts `but_of` (`/word/styles.xml`) are not held to their schemas.
    """
    path.write_bytes(content)
    validator, schemas = _validator()
    schemas.passed_over = but_of
    return Counter((one.part_uri, one.description) for one in validator.validate(str(path)).errors)


def added(source: bytes, fields: dict[str, object], path: Path) -> tuple[bytes, Faults]:
    """The paper of the template `source`, left at `path`, and the faults that the template did not have."""
    paper = compile_template(source).render(fields)
    same = same_parts(source, paper)  # their faults are those of the template
    found = faults(paper, path, but_of=same)
    if not found:
        return paper, found
    beside = path.with_suffix(".template.docx")
    known = faults(source, beside, but_of=same)
    beside.unlink()
    return paper, found - known


def same_parts(source: bytes, paper: bytes) -> set[str]:
    """The parts that a paper has from its template to the byte."""
    before = parts(source)
    return {f"/{name}" for name, content in parts(paper).items() if before.get(name) == content}


@lru_cache(maxsize=4)
def parts(content: bytes) -> Mapping[str, bytes]:
    """The files of a package by their names."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
