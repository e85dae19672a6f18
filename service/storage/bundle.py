"""
Many contents as one file, for what waits in staging: each behind its length.

Nothing in a bundle says whether it is whole; whoever takes contents out of one knows the digests that they must have.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from typing import Final

BUNDLE: Final = "bundle"
"""The name of the file."""

_LENGTH: Final = struct.Struct(">Q")


def bundled(contents: Iterable[bytes]) -> bytes:
    """
    The contents one after another, each behind its length in eight bytes.

        >>> list(unbundled(bundled([b"first", b"", b"third"])))
        [b'first', b'', b'third']
    """
    return b"".join(part for one in contents for part in (_LENGTH.pack(len(one)), one))


def unbundled(bundle: bytes) -> Iterator[bytes]:
    """The contents in their order; of one that was cut off, what is left of it."""
    begin = 0
    while begin + _LENGTH.size <= len(bundle):
        (length,) = _LENGTH.unpack_from(bundle, begin)
        begin += _LENGTH.size
        yield bundle[begin : begin + length]
        begin += length
