"""
The way out: parts into the zip file that a .docx is. No clock and no choice: the same parts give the same bytes.

What is the same in every paper of a template comes first and is packed once; a paper adds its own parts at the end.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, NamedTuple

try:
    from isal import ISAL_VERSION, isal_zlib
except ImportError:  # a machine without it packs more slowly, and says so in ENGINE_VERSION
    isal_zlib = None  # type: ignore[assignment]

_LOCAL: Final = struct.Struct("<4s5H3L2H")
_CENTRAL: Final = struct.Struct("<4s6H3L5H2L")
_END: Final = struct.Struct("<4s4H2LH")
_DOS_DATE: Final = (0 << 9) | (1 << 5) | 1  # 1 January 1980, the first day a zip can tell
_VERSION: Final = 20
_STORED: Final = 0
_DEFLATED: Final = 8
_RAW: Final = -zlib.MAX_WBITS
_LEVEL: Final = 1 if isal_zlib else 6
_CONSTANT_LEVEL: Final = 3 if isal_zlib else 9
_LIBRARY: Final = isal_zlib or zlib

crc32 = _LIBRARY.crc32


def deflated(content: bytes, level: int = _LEVEL) -> bytes:
    """`content` as a raw deflate stream."""
    if isal_zlib:
        return isal_zlib.compress(content, level, _RAW)
    packer = zlib.compressobj(level, zlib.DEFLATED, _RAW)
    return packer.compress(content) + packer.flush()


def _deflater() -> str:
    """
    The deflater by name, version, level and what it makes of a sample.

    Two builds of one version may pack differently (other instructions, other hash); then the sample tells.
    """
    sample = b"".join(
        b'<w:p w:rsidR="%08X"><w:r><w:t>%d</w:t></w:r></w:p>' % (n * n, n * 7) for n in range(400)
    )
    seen = hashlib.sha256(deflated(sample) + deflated(sample[:5_000], _CONSTANT_LEVEL)).hexdigest()[:8]
    name = f"isal/{ISAL_VERSION}" if isal_zlib else f"zlib/{zlib.ZLIB_RUNTIME_VERSION}"
    return f"{name}-{_LEVEL}-{seen}"


class Entry(NamedTuple):
    """One packed part, ready to be written."""

    name: bytes
    crc: int
    size: int
    packed: bytes
    method: int = _DEFLATED


def pack(name: bytes, content: bytes) -> Entry:
    """`content` deflated under `name`, fast."""
    return Entry(name, crc32(content), len(content), deflated(content))


def unpacked(name: bytes, content: bytes) -> Entry:
    """`content` as it is: deflating a part of a few hundred bytes costs more than it saves."""
    return Entry(name, crc32(content), len(content), content, _STORED)


def pack_chunks(name: bytes, chunks: Iterable[bytes]) -> Entry:
    """The same for a part that is too long to be held whole."""
    crc, size = 0, 0
    packer = _LIBRARY.compressobj(_LEVEL, zlib.DEFLATED, _RAW)
    packed = []
    for chunk in chunks:
        crc, size = crc32(chunk, crc), size + len(chunk)
        packed.append(packer.compress(chunk))
    packed.append(packer.flush())
    return Entry(name, crc, size, b"".join(packed))


def pack_constant(name: bytes, content: bytes) -> Entry:
    """`content` deflated under `name`, small: this is done once for a template."""
    return Entry(name, crc32(content), len(content), deflated(content, _CONSTANT_LEVEL))


@dataclass(frozen=True, slots=True)
class Package:
    """A zip without its last entries: what is the same in every paper of a template."""

    local: bytes
    central: bytes
    count: int

    def closed(self, entries: Iterable[Entry]) -> bytes:
        """The whole zip, with `entries` as the last."""
        local, central, offset, count = _records(entries, len(self.local))
        directory = b"".join(central)
        count += self.count
        end = _END.pack(b"PK\x05\x06", 0, 0, count, count, len(self.central) + len(directory), offset, 0)
        return b"".join((self.local, *local, self.central, directory, end))


def package(entries: Iterable[Entry]) -> Package:
    """The zip that begins with `entries`."""
    local, central, _, count = _records(entries, 0)
    return Package(b"".join(local), b"".join(central), count)


def _records(entries: Iterable[Entry], offset: int) -> tuple[list[bytes], list[bytes], int, int]:
    """Each entry as it stands in the file and in its directory, where the next would begin, and their number."""
    local: list[bytes] = []
    central: list[bytes] = []
    for name, crc, size, packed, method in entries:
        common = (_VERSION, 0, method, 0, _DOS_DATE, crc, len(packed), size, len(name), 0)
        local += (_LOCAL.pack(b"PK\x03\x04", *common), name, packed)
        central += (_CENTRAL.pack(b"PK\x01\x02", _VERSION, *common, 0, 0, 0, 0, offset), name)
        offset += _LOCAL.size + len(name) + len(packed)
    return local, central, offset, len(central) // 2


DEFLATER: Final = _deflater()
