"""
Saying of a file or a code whether it is genuine, from the archive's files alone.

Neither database nor server is asked, and every format that was ever sealed is read.
"""

from __future__ import annotations

import difflib
import hashlib
import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from service.archive.proof import BadCode, read_code, read_key
from service.archive.registered import REGISTER, read_register
from service.archive.sealed import MANIFEST
from service.docx import DocxError, text_of
from service.docx.package import read_package
from service.storage import Inventory, OcflRoot

State = Literal["genuine", "superseded", "altered", "unknown"]

_MOST_DIFFERENCES = 20
_PROPERTY = re.compile(rb"<dc:(title|creator)>(.*?)</dc:\1>", re.DOTALL)
_CORE = "docProps/core.xml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A paper, or a signed copy of it, that the archive holds."""

    object_id: str
    version: int
    path: str
    organisation: str
    term: str
    title: str
    number: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """
    What is to be said; `known` is the paper of the archive that it is, or claims to be.

    `by` is the version whose set took its place. `differs` are lines, `-` in the archive and `+` in the file. `why` is
    the reason of a code that proves nothing.
    """

    state: State
    known: Known | None = None
    by: int | None = None
    differs: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verify:
    """Looks into the archive below `root`."""

    root: OcflRoot

    def file(self, content: bytes) -> Verdict:
        """Whether these bytes are a paper or signed copy of the archive. Raises `StorageError`."""
        sha256 = hashlib.sha256(content).hexdigest()
        for head in self._heads():
            paths = {path for path, held in head.sha256.items() if held == sha256}
            for version in head.versions:
                for logical, digest in version.files.items():
                    if head.manifest[digest] in paths and logical.startswith(("papers/", "signed/")):
                        return self._found(head, version.number, logical)
        return self._altered(content)

    def code(self, code: str) -> Verdict:
        """Whether the code of a paper holds, and what became of the paper. Raises `StorageError`."""
        try:
            claim = read_code(code, self.keys())
        except BadCode as error:
            return Verdict(state="altered" if error.reason == "forged" else "unknown", why=error.reason)
        for head in self._heads():
            for version, manifest in self._sealed(head):
                for paper in manifest["papers"]:
                    if paper["id"] != claim.document_id:
                        continue
                    if paper["fields_sha256"] != claim.fields_sha256:
                        return Verdict(
                            state="altered", known=_known(head, version, manifest, paper), why="digest"
                        )
                    return self._found(head, version, paper["path"])
        return Verdict(state="unknown", why="not_here")

    def keys(self) -> Mapping[str, bytes]:
        """The public keys of the archive, by id."""
        return dict(key for _, content in self.root.beside("proof-key-") if (key := read_key(content)))

    def _heads(self) -> Iterator[Inventory]:
        for object_id in self.root.object_ids():
            head = self.root.head(object_id)
            if head is not None:
                yield head

    def _sealed(self, head: Inventory) -> Iterator[tuple[int, dict[str, Any]]]:
        """The versions that brought a set, each with its manifest."""
        before = None
        for version in head.versions:
            digest = version.files.get(MANIFEST)
            if digest is not None and digest != before:
                yield version.number, json.loads(self.root.read_of(head, version.number, MANIFEST))
            before = digest

    def _found(self, head: Inventory, version: int, path: str) -> Verdict:
        sealed = list(self._sealed(head))
        newest = sealed[-1][0]
        if path.startswith("signed/"):
            entry = next(
                one
                for one in read_register(self.root.read_of(head, head.head, REGISTER))
                if one.get("path") == path
            )
            mine, manifest = next(one for one in sealed if one[1]["set"] == entry["set"])
            paper = {"path": path, "title": entry["title"], "number": entry["number"]}
        else:
            mine, manifest = next(one for one in reversed(sealed) if one[0] <= version)
            paper = next(one for one in manifest["papers"] if one["path"] == path)
        known = _known(head, mine, manifest, paper)
        is_current = mine == newest or head.version(newest).files.get(path) == head.version(mine).files.get(
            path
        )
        if path.startswith("signed/"):
            is_current = mine == newest
        return Verdict(
            state="genuine" if is_current else "superseded", known=known, by=None if is_current else newest
        )

    def _altered(self, content: bytes) -> Verdict:
        """A Word file that says by its properties which paper it was; with what was changed in it."""
        try:
            named = {
                name.decode(): html.unescape(value.decode())
                for name, value in _PROPERTY.findall(read_package(content).get(_CORE, b""))
            }
            lines = text_of(content).splitlines()
        except (DocxError, UnicodeDecodeError):
            return Verdict(state="unknown")
        nearest: tuple[float, Known, list[str]] | None = None
        for head in self._heads():
            for version, manifest in self._sealed(head):
                if manifest["organisation"] != named.get("creator"):
                    continue
                for paper in manifest["papers"]:
                    if paper["title"] != named.get("title"):
                        continue
                    held = text_of(self.root.read_of(head, version, paper["path"])).splitlines()
                    near = difflib.SequenceMatcher(None, held, lines, autojunk=False).ratio()
                    if nearest is None or near >= nearest[0]:
                        nearest = (near, _known(head, version, manifest, paper), held)
        if nearest is None:
            return Verdict(state="unknown")
        changes = [
            f"{line[0]} {line[1:]}"
            for line in difflib.unified_diff(nearest[2], lines, lineterm="", n=0)
            if line[:1] in "+-" and not line.startswith(("+++", "---"))
        ]
        return Verdict(state="altered", known=nearest[1], differs=tuple(changes[:_MOST_DIFFERENCES]))


def _known(head: Inventory, version: int, manifest: Mapping[str, Any], paper: Mapping[str, Any]) -> Known:
    return Known(
        object_id=head.object_id,
        version=version,
        path=paper["path"],
        organisation=manifest["organisation"],
        term=manifest["term"],
        title=paper["title"],
        number=paper.get("number"),
    )
