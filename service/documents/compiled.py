"""Templates compiled once in a process; apart from the work of workers, since some processes have no business with that."""

from __future__ import annotations

from functools import lru_cache

from service.docx import CompiledTemplate, compile_template


@lru_cache(maxsize=64)
def compiled(sha256: str, source: bytes) -> CompiledTemplate:  # noqa: ARG001 -- the digest makes the key short to compare
    """The template with these bytes, compiled once in this process."""
    return compile_template(source)
