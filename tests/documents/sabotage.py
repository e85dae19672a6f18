"""Templates that somebody spoiled in Word: each tag deleted, each pair of tags of one kind in each other's place."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from itertools import combinations

from tests.word_files import with_parts

_TAG = re.compile(r"\{\{ ([\w.]+) \}\}")
_STORIES = ("word/document.xml", "word/footer1.xml", "word/header1.xml")


def spoilt(source: bytes) -> Iterator[tuple[str, bytes]]:
    """Every template that is one slip away from `source`, with what was done."""
    tags = list(dict.fromkeys(_TAG.findall(_words(source))))
    for tag in tags:
        yield f"-{tag}", _changed(source, {tag: None})
    for one, other in combinations(tags, 2):
        if one.rpartition(".")[0] == other.rpartition(".")[0]:
            yield f"{one} <> {other}", _changed(source, {one: other, other: one})


def _words(source: bytes) -> str:
    with zipfile.ZipFile(BytesIO(source)) as package:
        return "".join(package.read(name).decode() for name in _STORIES if name in package.namelist())


def _changed(source: bytes, new: dict[str, str | None]) -> bytes:
    def put(found: re.Match[str]) -> str:
        tag = new.get(found[1], found[1])
        return f"{{{{ {tag} }}}}" if tag else ""

    with zipfile.ZipFile(BytesIO(source)) as package:
        stories = [name for name in _STORIES if name in package.namelist()]
    return with_parts(source, {name: lambda xml: _TAG.sub(put, xml) for name in stories})
