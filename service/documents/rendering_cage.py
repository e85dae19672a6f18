"""
Papers of which nothing is sealed, previews and those made of a draft: rendered in a process of its own where the template
was brought.

The engine bounds the steps and the work of a template, not what reading and compiling it takes, and whoever brings one is
not whoever runs this server. What the program brings along is rendered at once in this process.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from service.cage import CageDied, caged, serve
from service.documents.compiled import compiled
from service.docx import DocumentProperties, DocxError, compile_template


class NotRendered(Exception):
    """A template that was brought makes no paper of these values, or wants more memory or time than a paper may have."""

    retryable = False


def rendered(
    source: bytes,
    sha256: str,
    fields: Mapping[str, object],
    properties: DocumentProperties,
    *,
    here: bool,
) -> bytes:
    """
    The paper; `here` says that the template is one of the program, or that this process is a cage itself.

    `fields` are JSON values. Raises `DocxError` here, else `NotRendered` and `OSError` (ENOSPC).
    """
    if here:
        return compiled(sha256, source).render(fields, properties=properties)
    words = {
        "fields": fields,
        "properties": {**asdict(properties), "created": properties.created.isoformat()},
    }
    try:
        is_made, content = caged(__file__, "render", source, words)
    except CageDied as died:
        raise NotRendered(died.how) from died
    if not is_made:
        raise NotRendered("refused")
    return content


def _render(source: bytes, words: Mapping[str, Any]) -> tuple[Any, bytes]:
    told = words["properties"]
    properties = DocumentProperties(**{**told, "created": dt.datetime.fromisoformat(told["created"])})
    try:
        return True, compile_template(source).render(words["fields"], properties=properties)
    except DocxError:
        return False, b""


if __name__ == "__main__":
    sys.exit(serve({"render": _render}))
