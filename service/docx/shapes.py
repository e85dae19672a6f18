"""
The markup of a part of a Word file taken apart from its words, so that what has the same markup is walked through once.

A thousand cards of one template differ in their words alone, and words cannot change where a paragraph stands or which of them are in it.
Every word is still taken from the finished file, and what a parser would refuse in it is left to the parser.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_DECLARATION: Final = re.compile(
    rb"(?:<\?xml version=(['\"])1\.0\1 encoding=(['\"])UTF-8\2(?: standalone=(['\"])yes\3)?\?>\s*)?(?=<[A-Za-z])"
)
_BETWEEN_TAGS: Final = re.compile(rb">([^<]+)")
_HELD: Final = b">\0"
_OPEN, _CLOSE = "\ue000", "\ue001"
_PIECE: Final = re.compile(f"{_OPEN}([0-9]+){_CLOSE}|([^{_OPEN}]+)")
_MOST: Final = 512 * 1024
"""Bytes of markup up to which it is kept: a hundred cards in one file have three hundred thousand."""

_UNFIT: Final = bytes({*range(0x20), 0x7F} - {0, 0x09, 0x0A})
"""Bytes that no text may have, and the carriage return, which a parser turns into a line feed."""
_NEVER: Final = (b"]]>", b"\xef\xbf\xbe", b"\xef\xbf\xbf", _OPEN.encode(), _CLOSE.encode())
_ENTITY: Final = re.compile(rb"&(?:amp|lt|gt|quot|apos);")


@dataclass(frozen=True, slots=True)
class Parted:
    """`markup` has a sign in the place of each run of words; `words` are those, in order."""

    markup: bytes
    words: list[str]


def parted(content: bytes) -> Parted | None:
    """
    The markup and the words of the part `content`; nothing where a parser might read it otherwise, or would refuse it.

    That the markup is well-formed is for whoever parses `numbered(markup)` to say: with these words in it, it is then too.
    """
    begins = _DECLARATION.match(content)
    if begins is None or b"\0" in content or b"<!" in content:
        return None
    pieces = _BETWEEN_TAGS.split(content[begins.end() :])
    words = _plain(b"\0".join(pieces[1::2]))
    markup = _HELD.join(pieces[::2])
    if words is None or len(markup) > _MOST or b"<?" in markup:
        return None
    return Parted(markup, words.split("\0"))


def _plain(words: bytes) -> str | None:
    """Texts between tags, with NUL between them, as a parser reads them; nothing where that is not sure."""
    if len(words.translate(None, _UNFIT)) != len(words) or any(one in words for one in _NEVER):
        return None
    if b"&" in words and words.count(b"&") != len(_ENTITY.findall(words)):
        return None
    try:
        read = words.decode()
    except UnicodeDecodeError:
        return None
    if "&" in read:
        for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
            read = read.replace(entity, sign)
    return read


def numbered(markup: bytes) -> bytes:
    """The markup with the number of each run of words in its place; `pieces` finds the numbers again."""
    first, *others = markup.split(_HELD)
    return first + b"".join(
        f">{_OPEN}{number}{_CLOSE}".encode() + other for number, other in enumerate(others)
    )


def pieces(text: str) -> tuple[int | str, ...]:
    """A text of numbered markup: the numbers of the words in it, and signs that stand in the markup itself."""
    return tuple(int(found[1]) if found[1] else found[2] for found in _PIECE.finditer(text))
