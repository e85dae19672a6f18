"""Word files after somebody changed them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping


def with_parts(source: bytes, changes: Mapping[str, Callable[[str], str]]) -> bytes:
    """The Word file `source` with the XML of some of its parts changed."""
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(source)) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, changes[name](content.decode()).encode() if name in changes else content)
    return changed.getvalue()


def with_words(source: bytes, *changes: tuple[str, str]) -> bytes:
    """The Word file `source` after somebody changed words of its body; each must stand there."""

    def change(xml: str) -> str:
        for before, after in changes:
            assert before in xml
            xml = xml.replace(before, after)
        return xml

    return with_parts(source, {"word/document.xml": change})
