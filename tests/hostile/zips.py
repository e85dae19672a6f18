"""Workbooks and templates that are damaged, lie, explode or act: a good file and one thing wrong with it."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
from collections.abc import Callable, Mapping
from random import Random

Parts = dict[str, bytes]
Deed = Callable[[Random, Parts], bytes]

_DOCTYPES = (
    b"<!DOCTYPE a>",
    b'<!DOCTYPE a SYSTEM "file:///etc/passwd">',
    b'<!DOCTYPE a [<!ENTITY % x SYSTEM "http://127.0.0.1:1/x"> %x;]>',
    b"<!DOCTYPE a [<!ENTITY l0 'lol'>"
    + b"".join(b"<!ENTITY l%d '%s'>" % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 12))
    + b"]>",
)
_NAMES = (
    "../evil.xml", "/etc/evil.xml", "a\\b.xml", "C:evil.xml", "word/./x.xml", "a//b.xml", "con", "x\x00.xml", "đ.xml",
    "word/document.xml ", "\u202efdp.xml", "a" * 3_000, ".", "..", "~root", "a\nb.xml",
)  # fmt: skip


def unpacked(source: bytes) -> Parts:
    """The parts of a good file."""
    with zipfile.ZipFile(io.BytesIO(source)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Mapping[str, bytes] | list[tuple[str | zipfile.ZipInfo, bytes]]) -> bytes:
    """The parts as a zip, whatever they are called."""
    target = io.BytesIO()
    entries = list(parts.items()) if isinstance(parts, Mapping) else parts
    with warnings.catch_warnings(), zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")
        for name, content in entries:
            info = (
                zipfile.ZipInfo(name) if isinstance(name, str) else name
            )  # no clock: the same seed, the same bytes
            archive.writestr(info, content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _xml(dice: Random, parts: Parts) -> str:
    return dice.choice([name for name in parts if name.endswith((".xml", ".rels"))])


def _with(parts: Parts, **changed: bytes) -> bytes:
    return packed({**parts, **changed})


def _in_root(content: bytes, more: bytes) -> bytes:
    """`more` before the end tag of the root."""
    at = content.rfind(b"</")
    return content[:at] + more + content[at:] if at > 0 else content + more


# --- the zip


def bytes_changed(dice: Random, parts: Parts) -> bytes:
    source = bytearray(packed(parts))
    for _ in range(dice.choice((1, 1, 2, 8, 64))):
        source[dice.randrange(len(source))] = dice.randrange(256)
    return bytes(source)


def cut(dice: Random, parts: Parts) -> bytes:
    source = packed(parts)
    return source[: dice.randrange(len(source))]


def around(dice: Random, parts: Parts) -> bytes:
    source, more = packed(parts), dice.randbytes(dice.choice((1, 22, 5_000)))
    return dice.choice((source + more, more + source, source + source, source[100:] + source[:100]))


def odd_name(dice: Random, parts: Parts) -> bytes:
    return packed([*parts.items(), (dice.choice(_NAMES), b"<x/>")])


def twice(dice: Random, parts: Parts) -> bytes:
    name = dice.choice(list(parts))
    return packed([*parts.items(), (dice.choice((name, name.upper(), name.lower())), b"<x/>")])


def missing(dice: Random, parts: Parts) -> bytes:
    gone = dice.choice(list(parts))
    return packed({name: content for name, content in parts.items() if name != gone})


def link(dice: Random, parts: Parts) -> bytes:
    info = zipfile.ZipInfo(dice.choice(("link.xml", *parts)))
    info.external_attr = dice.choice((0o120777, 0o020666, 0o010666)) << 16
    return packed(
        [
            *((name, content) for name, content in parts.items() if name != info.filename),
            (info, b"/etc/passwd"),
        ]
    )


def header_changed(dice: Random, parts: Parts) -> bytes:
    """One field of one local header, directory entry or the end of the directory, with another value."""
    source = bytearray(packed(parts))
    mark, size = dice.choice(((b"PK\x03\x04", 30), (b"PK\x01\x02", 46), (b"PK\x05\x06", 22)))
    places = [at for at in range(len(source) - size) if source[at : at + 4] == mark] or [len(source) - 22]
    at = dice.choice(places) + dice.randrange(4, size - 1)
    source[at : at + 2] = struct.pack("<H", dice.choice((0, 1, 9, 0x7FFF, 0xFFFF, dice.randrange(65_536))))
    return bytes(source)


def overlapping(dice: Random, parts: Parts) -> bytes:
    source = bytearray(packed(parts))
    entries = [at for at in range(len(source) - 46) if source[at : at + 4] == b"PK\x01\x02"]
    one, other = dice.sample(entries, 2)
    source[one + 42 : one + 46] = source[other + 42 : other + 46]
    return bytes(source)


def many_entries(dice: Random, parts: Parts) -> bytes:
    return packed({**parts, **{f"word/media/{n}.png": b"" for n in range(dice.choice((2_001, 5_000)))}})


def endless_directory(dice: Random, parts: Parts) -> bytes:
    entry = struct.pack("<4s6H3L5H2L", b"PK\x01\x02", *[20, 20], *[0] * 14)
    directory = entry * dice.choice((3_000, 90_000))
    return (
        b"PK\x03\x04" + directory + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 9, 9, len(directory), 4, 0)
    )


def bomb(dice: Random, parts: Parts) -> bytes:
    name = dice.choice(("word/media/image1.png", "xl/media/image1.png", "docProps/custom.xml", "bomb.bin"))
    return _with(
        parts, **{name: dice.choice((b"\0", b" ", b"<a>")) * dice.choice((3_000_000, 17_000_000, 52_000_000))}
    )


def bombs(dice: Random, parts: Parts) -> bytes:
    return _with(parts, **{f"word/media/{n}.png": b"\0" * 30_000_000 for n in range(4)})


def nested(dice: Random, parts: Parts) -> bytes:
    inner = packed({"a": b"\0" * 1_000_000})
    for n in range(dice.choice((2, 9))):
        inner = packed({f"{n}.zip": inner})
    return _with(parts, **{"word/embeddings/a.zip": inner})


def other_method(dice: Random, parts: Parts) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", dice.choice((zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA))) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, archive.compression)
    return target.getvalue()


def no_zip(dice: Random, parts: Parts) -> bytes:
    return dice.choice(
        (
            b"", b"PK", b"PK\x03\x04", b"PK\x05\x06" + bytes(18), b"%PDF-1.7\n", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
            b"{\\rtf1}", b"MZ" + bytes(500), b"<html><script>alert(1)</script>", dice.randbytes(4_000), bytes(1_000_000),
        )
    )  # fmt: skip


# --- the XML


def doctype(dice: Random, parts: Parts) -> bytes:
    name, head = _xml(dice, parts), dice.choice(_DOCTYPES)
    body = parts[name].partition(b"?>")[2] or parts[name]
    whole = b"<?xml version='1.0'?>" + head + body
    form = dice.choice(("utf-8", "utf-8", "utf-16", "utf-7"))
    if form != "utf-8":
        whole = f"<?xml version='1.0' encoding='{form}'?>".encode() + head + body
        whole = whole.decode().encode(form)
    return _with(parts, **{name: whole})


def deep(dice: Random, parts: Parts) -> bytes:
    name, depth = _xml(dice, parts), dice.choice((300, 20_000, 400_000))
    return _with(parts, **{name: _in_root(parts[name], b"<b>" * depth + b"</b>" * depth)})


def wide(dice: Random, parts: Parts) -> bytes:
    name, count = _xml(dice, parts), dice.choice((50_000, 700_000))
    return _with(parts, **{name: _in_root(parts[name], b"<b/>" * count)})


def long_text(dice: Random, parts: Parts) -> bytes:
    name = _xml(dice, parts)
    return _with(parts, **{name: _in_root(parts[name], dice.choice((b"x", b"{", b"&amp;")) * 11_000_000)})


def many_attributes(dice: Random, parts: Parts) -> bytes:
    name, count = _xml(dice, parts), dice.choice((2_000, 60_000))
    attributes = b" ".join(b"a%d='%d'" % (n, n) for n in range(count))
    return _with(parts, **{name: _in_root(parts[name], b"<b " + attributes + b"/>")})


def bad_text(dice: Random, parts: Parts) -> bytes:
    name = _xml(dice, parts)
    odd = (
        b"\x00",
        b"\xff\xfe",
        b"\xed\xa0\x80",
        b"&#0;",
        b"&#xD800;",
        b"&x;",
        b"]]>",
        b"<![CDATA[",
        b"<?xml?>",
        b"\xef\xbf\xbf",
    )
    return _with(parts, **{name: _in_root(parts[name], dice.choice(odd))})


def broken_xml(dice: Random, parts: Parts) -> bytes:
    name = _xml(dice, parts)
    content = parts[name]
    start, end = sorted(dice.randrange(len(content) + 1) for _ in range(2))
    return _with(
        parts,
        **{name: dice.choice((content[:start], content[:start] + content[end:], b"", b"<a/>", content * 2))},
    )


def swapped(dice: Random, parts: Parts) -> bytes:
    one, other = _xml(dice, parts), _xml(dice, parts)
    return _with(parts, **{one: parts[other], other: parts[one]})


DEEDS: tuple[Deed, ...] = (
    bytes_changed, bytes_changed, cut, around, odd_name, twice, missing, link, header_changed, header_changed, overlapping,
    many_entries, endless_directory, bomb, bombs, nested, other_method, no_zip, doctype, doctype, deep, wide, long_text,
    many_attributes, bad_text, broken_xml, broken_xml, swapped,
)  # fmt: skip
"""Whatever can be done to a file of either kind."""
