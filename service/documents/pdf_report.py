"""
The program that reads a PDF, in a process of its own (`service.cage`): pypdf alone, so that it starts quickly.

Nothing in the file is run. `service.documents.register.pdf` starts it and believes only what it says.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from typing import Any, Final

from service.cage import serve

MOST_PAGES: Final = 500

_MOST_OBJECTS: Final = 200_000
_ACTIONS: Final = {
    "/JavaScript": "javascript",
    "/Launch": "launch",
    "/ImportData": "launch",
    "/SubmitForm": "launch",
    "/GoToE": "embedded",
    "/RichMediaExecute": "media",
    "/Rendition": "media",
}
_SUBTYPES: Final = {
    "/FileAttachment": "embedded",
    "/RichMedia": "media",
    "/Movie": "media",
    "/Sound": "media",
    "/Screen": "media",
    "/3D": "media",
}
_NAMES: Final = {"/JS": "javascript", "/JavaScript": "javascript", "/EF": "embedded", "/XFA": "form"}


def _report(content: bytes, _: Any) -> tuple[dict[str, Any], bytes]:
    return _examined(content), b""


def _examined(content: bytes) -> dict[str, Any]:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted:
            return {"reasons": ["encrypted"]}
        pages = len(reader.pages)
        found = set[str]()
        signatures = 0
        for one in _dictionaries(reader.trailer):
            found.update(_active(one))
            signatures += one.get("/Type") == "/Sig" or (one.get("/FT") == "/Sig" and "/V" in one)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {"reasons": ["unreadable"]}
    if pages == 0:
        found.add("no_pages")
    if pages > MOST_PAGES:
        found.add("too_many_pages")
    return {"reasons": sorted(found), "pages": pages, "signatures": signatures}


def _active(one: Any) -> Iterator[str]:
    """What in one dictionary acts, carries another file, or plays."""
    if (act := _ACTIONS.get(str(one.get("/S")))) is not None:
        yield act
    if (kind := _SUBTYPES.get(str(one.get("/Subtype")))) is not None:
        yield kind
    if one.get("/Type") == "/EmbeddedFile":
        yield "embedded"
    yield from (reason for name, reason in _NAMES.items() if name in one)


def _dictionaries(trailer: Any) -> Iterator[Any]:
    """Every dictionary that can be reached, each once. Raises ValueError for absurdly many."""
    from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

    seen: set[tuple[int, int]] = set()
    waiting: list[Any] = [trailer]
    while waiting:
        one = waiting.pop()
        if isinstance(one, IndirectObject):
            if (one.idnum, one.generation) in seen:
                continue
            seen.add((one.idnum, one.generation))
            if len(seen) > _MOST_OBJECTS:
                raise ValueError("too many objects")
            one = one.get_object()
        if isinstance(one, DictionaryObject):
            yield one
            waiting.extend(dict.values(one))
        elif isinstance(one, ArrayObject):
            waiting.extend(list.__iter__(one))


if __name__ == "__main__":
    sys.exit(serve({"report": _report}))
