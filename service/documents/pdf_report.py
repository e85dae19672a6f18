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

# Lists of what is refused, where Word files and workbooks have lists of what is allowed: a PDF may hold any name at all, and
# every scanner and signing program writes some of its own, while what acts, carries or plays is told by the few names of
# the standard (ISO 32000-2, 12.5.6 and 12.6.4). Jumps within the file, and addresses that somebody has to click, are no harm.
_ACTIONS: Final = {
    "/JavaScript": "javascript",
    "/Launch": "launch",
    "/ImportData": "launch",
    "/SubmitForm": "launch",
    "/GoToR": "launch",
    "/Thread": "launch",
    "/GoToE": "embedded",
    "/Movie": "media",
    "/Sound": "media",
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
            signatures += str(one.get("/Type")) == "/Sig" or (one.get("/FT") == "/Sig" and "/V" in one)
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
    if any(_acts_unasked(action) for action in _unasked(one)):
        yield "launch"
    if str(one.get("/Type")) == "/EmbeddedFile":
        yield "embedded"
    yield from (reason for name, reason in _NAMES.items() if name in one)


def _unasked(one: Any) -> Iterator[Any]:
    """What is done when the file, a page or a field is opened, left or passed over, without a click."""
    if "/OpenAction" in one:
        yield one["/OpenAction"]
    if "/AA" in one:
        yield from (one["/AA"][when] for when in one["/AA"])


def _acts_unasked(action: Any) -> bool:
    """Whether it does more than to jump within the file; what `_ACTIONS` names is told there."""
    if not isinstance(action, dict):
        return False  # a place in the file, to begin there
    kind = str(action.get("/S"))
    return kind not in _ACTIONS and (kind != "/GoTo" or "/Next" in action)


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
