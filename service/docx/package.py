"""
The gate on the way in: the zip file that a .docx is, read without trust.

Sizes are counted while inflating, and what the central directory says must be what the entries say, so that every
reader of the file sees the same parts.
"""

from __future__ import annotations

import io
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from service.docx.errors import PackageRefused

MAX_FILE: Final = 20 * 1024 * 1024
MAX_ENTRIES: Final = 2_000
MAX_PART: Final = 50 * 1024 * 1024
MAX_TOTAL: Final = 100 * 1024 * 1024
MAX_RATIO: Final = 200
"""Times a part of more than `SMALL` bytes may be larger than it lies in the file; Word's own XML reaches about 60."""
SMALL: Final = 1024 * 1024
_KEPT: Final = 64 * 1024
"""Bytes of a part, packed or not, up to which it is kept unpacked for the next file that has it."""

_BEGINNING: Final = b"PK\x03\x04"
_LOCAL: Final = struct.Struct("<4s5H3L2H")
_END: Final = struct.Struct("<4s4H2LH")
_MAX_DIRECTORY: Final = MAX_ENTRIES * 1024
"""Bytes of the directory, which zipfile reads whole before anybody can count its entries."""
_OTHER_NAME: Final = b"\x75\x70"
"""The extra field with a second name, which some readers take instead (PKWARE APPNOTE 4.6.9)."""
_ENCRYPTED: Final = 0x1 | 0x40 | 0x2000
_PLAIN_NAME: Final = re.compile(r"[A-Za-z0-9_.()\[\]%@~+,=&;' -]+(/[A-Za-z0-9_.()\[\]%@~+,=&;' -]+)*")


def begins_as_zip(source: bytes) -> bool:
    """Whether the first bytes are those of a zip: of anything else `read_package` says so by them, and reads no further."""
    return source.startswith(_BEGINNING)


def read_package(source: bytes) -> dict[str, bytes]:
    """
    The parts of the zip `source`, name to bytes, in the order of its directory.

    Raises PackageRefused (codes `too-large`, `not-a-zip`, `too-many-entries`, `entry-name`, `duplicate-entry`, `symlink`,
    `encrypted`, `compression`, `zip-structure`).
    """
    if len(source) > MAX_FILE:
        raise PackageRefused("too-large", f"the file is larger than {MAX_FILE} bytes")
    parts: dict[str, bytes] = {}
    left = MAX_TOTAL
    for info, begin in _checked_directory(source):
        parts[info.filename] = _inflate(source, info, begin, min(left, MAX_PART))
        left -= len(parts[info.filename])
    return parts


def _checked_directory(source: bytes) -> list[tuple[zipfile.ZipInfo, int]]:
    """The entries, each with the place where its packed bytes begin."""
    stated = _stated(source)
    try:
        with zipfile.ZipFile(io.BytesIO(source)) as archive:
            infos = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError, struct.error) as error:
        raise PackageRefused("not-a-zip", "this is not a Word file (.docx)") from error
    if len(infos) != stated:
        raise PackageRefused("zip-structure", "the directory has more or fewer entries than it says")
    infos = [info for info in infos if not (info.is_dir() and info.file_size == 0)]
    # zipfile cuts a name at NUL and turns backslashes; `orig_filename` is what is in the file
    _check_names(tuple([info.orig_filename for info in infos]))
    for info in infos:
        _check_kind(info)
    begins = [_data_start(source, info) for info in infos]
    _check_overlap(infos, begins)
    return list(zip(infos, begins, strict=True))


def _stated(source: bytes) -> int:
    """How many entries the directory says it has; zipfile makes an object of each before anybody can count."""
    if not begins_as_zip(source) or source[-_END.size :][:4] != b"PK\x05\x06":
        if b"PK\x05\x06" in source:
            raise PackageRefused("zip-structure", "there is data before or after the zip")
        raise PackageRefused("not-a-zip", "this is not a Word file (.docx)")
    _, _, _, _, entries, size, *_ = _END.unpack(source[-_END.size :])
    if entries > MAX_ENTRIES or size > _MAX_DIRECTORY:
        raise PackageRefused("too-many-entries", f"the file has more than {MAX_ENTRIES} entries")
    return int(entries)


def _check_kind(info: zipfile.ZipInfo) -> None:
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind not in {0, stat.S_IFREG, stat.S_IFDIR}:
        raise PackageRefused("symlink", "an entry is a link or a device, not a file", info.filename)
    if any(field == _OTHER_NAME for field in _extra_fields(info.extra)):
        raise PackageRefused("entry-name", "an entry has two names", info.filename)


def _extra_fields(extra: bytes) -> Iterator[bytes]:
    """The ids of the extra fields of an entry."""
    while len(extra) >= 4:
        yield extra[:2]
        extra = extra[4 + int.from_bytes(extra[2:4], "little") :]


@lru_cache(maxsize=64)
def _check_names(names: tuple[str, ...]) -> None:
    """Papers of one template have the same: names that passed are not looked at again."""
    seen = set()
    for name in names:
        if not _PLAIN_NAME.fullmatch(name) or any(set(piece) <= {"."} for piece in name.split("/")):
            raise PackageRefused("entry-name", "an entry has a name that no Word file has", repr(name))
        if name.casefold() in seen:
            raise PackageRefused("duplicate-entry", "two entries have the same name", name)
        seen.add(name.casefold())


def _check_overlap(infos: list[zipfile.ZipInfo], begins: list[int]) -> None:
    end = 0
    for begin, info in sorted(zip(begins, infos, strict=True), key=lambda one: one[1].header_offset):
        if info.header_offset < end:
            raise PackageRefused("zip-structure", "two entries share the same bytes", info.filename)
        end = begin + info.compress_size


def _data_start(source: bytes, info: zipfile.ZipInfo) -> int:
    """Where the packed bytes of an entry begin, if its own header is what the directory says."""
    header = source[info.header_offset : info.header_offset + _LOCAL.size]
    if info.header_offset < 0 or len(header) < _LOCAL.size:
        raise PackageRefused("zip-structure", "the entry lies outside the file", info.filename)
    mark, _, flags, method, *_, name_length, extra_length = _LOCAL.unpack(header)
    name_start = info.header_offset + _LOCAL.size
    start = name_start + int(name_length) + int(extra_length)
    name = source[name_start : name_start + name_length]
    same = mark == _BEGINNING and method == info.compress_type and flags == info.flag_bits
    if not same or name != info.orig_filename.encode() or start + info.compress_size > len(source):
        raise PackageRefused("zip-structure", "the entry and the directory disagree", info.filename)
    return start


def _inflate(source: bytes, info: zipfile.ZipInfo, begin: int, limit: int) -> bytes:
    packed = _packed(source, info, begin)
    # A paper has most of its parts from its template, as thousands of others have: those are unpacked once.
    small = info.file_size <= _KEPT and len(packed) <= _KEPT and limit == MAX_PART
    unpack = _unpacked_again if small else _unpacked
    return unpack(packed, info.compress_type, info.file_size, info.CRC, info.filename, limit)


def _unpacked(packed: bytes, method: int, size: int, crc: int, name: str, limit: int) -> bytes:
    if method == zipfile.ZIP_STORED:
        content, complete = packed[: limit + 1], True
    else:
        inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            content = inflater.decompress(packed, limit + 1)
        except zlib.error as error:
            raise PackageRefused("zip-structure", "the entry is damaged", name) from error
        complete = inflater.eof and not inflater.unused_data
    if len(content) > limit:
        raise PackageRefused("too-large", "the entry unpacks to too many bytes", name)
    if len(content) > max(SMALL, MAX_RATIO * len(packed)):
        raise PackageRefused("too-large", f"the entry unpacks to more than {MAX_RATIO} times its size", name)
    if not complete or len(content) != size or zlib.crc32(content) != crc:
        raise PackageRefused("zip-structure", "the entry is not what its header says", name)
    return content


_unpacked_again = lru_cache(maxsize=128)(_unpacked)


def _packed(source: bytes, info: zipfile.ZipInfo, begin: int) -> bytes:
    if info.flag_bits & _ENCRYPTED:
        raise PackageRefused("encrypted", "the file is protected by a password", info.filename)
    if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise PackageRefused("compression", "the entry is packed in a way Word does not use", info.filename)
    return source[begin : begin + info.compress_size]
