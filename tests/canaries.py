"""Names of people in every way in which programs write text, and where they are found."""

from __future__ import annotations

import base64
import json
import unicodedata
import urllib.parse
from collections.abc import Iterable, Iterator
from functools import cache

from service.congress.text import fold


def forms(text: str) -> Iterator[str]:
    """The text composed, decomposed, in capitals, in small letters, and without its accents."""
    plain = fold(text)
    for one in (text, text.upper(), text.lower(), plain, plain.upper(), plain.title()):
        yield unicodedata.normalize("NFC", one)
        yield unicodedata.normalize("NFD", one)


def written(text: str) -> Iterator[bytes]:
    """The text as bytes, and as addresses, JSON, Python, XML and base64 write it."""
    raw = text.encode()
    for quoted in (urllib.parse.quote(text), urllib.parse.quote_plus(text)):
        yield from (quoted.encode(), quoted.replace("%20", " ").encode(), urllib.parse.quote(quoted).encode())
        yield _with_small_digits(quoted).encode()
    yield raw
    yield text.encode("utf-16-le")
    yield json.dumps(text).encode()[1:-1]
    yield json.dumps(json.dumps(text)).encode()[3:-3]
    yield repr(raw).encode()[2:-1]
    yield text.encode("ascii", "xmlcharrefreplace")
    for ahead in range(3):
        yield from _in_base64(raw, ahead)
        # The body of a message of Celery is JSON in base64.
        yield from _in_base64(json.dumps(text).encode()[1:-1], ahead)


def _with_small_digits(quoted: str) -> str:
    """`%C3%BD` as `%c3%bd`."""
    pieces = quoted.split("%")
    return "%".join([pieces[0], *(one[:2].lower() + one[2:] for one in pieces[1:])])


def _in_base64(raw: bytes, ahead: int) -> Iterator[bytes]:
    """What base64 makes of these bytes behind so many others, but for the signs that its neighbours share."""
    coded = base64.b64encode(b"\0" * ahead + raw)
    inner = coded[-(-ahead * 8 // 6) : (ahead + len(raw)) * 8 // 6]
    yield inner
    yield inner.replace(b"+", b"-").replace(b"/", b"_")


@cache
def spellings(text: str) -> frozenset[bytes]:
    """Everything by which the text would be recognised."""
    return frozenset(spelt for form in forms(text) for spelt in written(form))


def found_in(content: bytes, texts: Iterable[str]) -> list[str]:
    """Which of the texts stand in some bytes, in whatever spelling."""
    return [text for text in texts if any(spelt in content for spelt in spellings(text))]
