"""
A sealed set as the files of one version: what is written at the seal, and read when the catalog is rebuilt.

Nothing outside the files is needed. `manifest.json` says what the set is, where its organisation stands in
the tree, and ties every paper to the digests of its template and fields and to the engine; `fields.jsonl`
holds, a line for each paper, the values it printed and the words it is found by. Those words stand there
as they were: a later release folds them its own way.

* UnknownFormat   a later release sealed it
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from service.archive.found_by import WordsSaid
from service.catalog import DocumentRecord, OrganisationRecord
from service.catalog.records import MediaType
from service.storage import Damaged, Inventory, OcflRoot, StorageError, Version, written

FORMAT = "vankien/set/2"
"""The format of `manifest.json`; the one before it is still read."""

FORMAT_1 = "vankien/set/1"

MANIFEST = "manifest.json"
FIELDS = "fields.jsonl"
RECEIVED: Mapping[str, str] = {
    "application/json": "edition/received.json",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "edition/received.xlsx",
    "application/x-www-form-urlencoded": "edition/received.form",
}
"""Where the data stand as they came, by media type."""
CANONICAL = "edition/congress.json"
FINDINGS = "findings.json"

Read = Callable[[str], bytes]
"""The bytes of a logical path of one version."""


class UnknownFormat(StorageError):
    """The version was sealed in a format that this release does not know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """What a paper printed, and the words it is found by, as they stand in it."""

    paper: str
    fields: Mapping[str, Any]
    said: WordsSaid

    def line(self) -> bytes:
        """Its line of `fields.jsonl`."""
        value = {"paper": self.paper, "fields": self.fields, "head": self.said.head, "body": self.said.body}
        return (json.dumps(value, sort_keys=True, ensure_ascii=False, default=str) + "\n").encode()

    @property
    def sha256(self) -> str:
        """The digest of the fields, as the manifest has it."""
        return digest_of(self.fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedSet:
    """
    Everything that one version says.

    `organisations` goes from the root to the congress's own, each with its id, or none where the version
    did not say it (format 1). `supersedes` is the id of the set before.
    """

    id: str
    congress_id: str
    object_id: str
    version: int
    term: str
    organisations: tuple[Mapping[str, Any], ...]
    edition: Mapping[str, Any]
    accepted_at: dt.datetime
    sealed_at: dt.datetime
    supersedes: str | None
    rule_set: str
    documents: tuple[DocumentRecord, ...]
    templates: Mapping[str, bytes]
    received: bytes
    canonical: bytes
    findings: str


def digest_of(fields: Mapping[str, Any]) -> str:
    """The SHA-256 of the fields in one canonical form."""
    text = json.dumps(fields, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def read_printed(lines: bytes) -> Iterator[Printed]:
    """The papers of `fields.jsonl`. Raises Damaged."""
    for line in lines.splitlines():
        try:
            value = json.loads(line)
            said = WordsSaid(head=value["head"], body=value["body"])
            yield Printed(paper=value["paper"], fields=value["fields"], said=said)
        except (ValueError, TypeError, KeyError) as error:
            raise Damaged(FIELDS) from error


def paper_path(document: DocumentRecord) -> str:
    """The logical path of a paper in its version."""
    return f"papers/{document.file_name}"


def lineage_of(organisations: Iterable[OrganisationRecord]) -> list[dict[str, str]]:
    """The organisations from the root down, as the manifest has them."""
    return [{"id": one.id, "name": one.name, "level": one.level} for one in organisations]


def manifest_paper(document: DocumentRecord) -> dict[str, Any]:
    """A paper as the manifest has it; its place in the list is its place in the set."""
    # I11: every column that a catalog made again needs.
    return {
        "id": document.id,
        "path": paper_path(document),
        "kind": document.kind,
        "subject": document.subject,
        "source": document.source,
        "title": document.title,
        "title_en": document.title_en,
        "symbol": document.symbol,
        "originals": document.originals,
        "number": document.number,
        "issued_on": document.issued_on.isoformat() if document.issued_on else None,
        "template": document.template,
        "template_sha256": document.template_sha256,
        "fields_sha256": document.fields_sha256,
        "sha256": document.sha256,
        "size": document.size,
    }


def encode(manifest: Mapping[str, Any]) -> bytes:
    """The bytes of `manifest.json`."""
    return written(manifest, indent=1)


def read_set(
    read: Read,
    *,
    object_id: str,
    version: int,
    user: str,
    upgrade: Callable[[dict[str, Any], Read], bytes],
    without: Container[str] = (),
) -> SealedSet:
    """
    The set that a version holds.

    `user` is who the version says made it; `upgrade` gives a manifest of format 1 what it lacks and returns
    its `fields.jsonl`; templates whose digest is among `without` are not read. Raises UnknownFormat, Damaged, Missing.
    """
    try:
        manifest = json.loads(read(MANIFEST))
        if manifest["format"] == FORMAT_1:
            _fill_in(manifest, user)
            printed = upgrade(manifest, read)
        elif manifest["format"] == FORMAT:
            printed = read(FIELDS)
        else:
            raise UnknownFormat(f"{object_id} v{version} has format {manifest['format']}")
        return _set_of(manifest, read, printed, object_id=object_id, version=version, without=without)
    except (ValueError, KeyError, TypeError) as error:
        raise Damaged(f"{object_id} v{version}: {MANIFEST} is not what a seal writes") from error


@dataclass(frozen=True, slots=True, kw_only=True)
class SetReader:
    """Reads the sets of an archive's objects; `upgrade` gives a manifest of format 1 what it lacks."""

    root: OcflRoot
    upgrade: Callable[[dict[str, Any], Read], bytes]

    def __call__(self, inventory: Inventory, *, after: int = 0) -> Iterator[SealedSet]:
        """The sets of an object, of the versions behind `after`. Raises UnknownFormat, Damaged, Missing."""
        for version in inventory.versions[after:]:
            if is_sealed(inventory, version.number):
                yield self.of(inventory, version)

    def of(self, inventory: Inventory, version: Version, *, without: Container[str] = ()) -> SealedSet:
        """The set that a version brought, but for templates (sha256) that are at hand. Raises as the call does."""
        return read_set(
            partial(self.root.read_of, inventory, version.number),
            object_id=inventory.object_id,
            version=version.number,
            user=version.user,
            upgrade=self.upgrade,
            without=without,
        )


def papers_of(set_id: str, papers: Sequence[Mapping[str, Any]], printed: bytes) -> tuple[DocumentRecord, ...]:
    """The papers of a manifest in their order, with the words they are found by. Raises Damaged."""
    found = {one.paper: one for one in read_printed(printed)}
    return tuple(_document(set_id, place, paper, found[paper["id"]]) for place, paper in enumerate(papers))


def is_sealed(inventory: Inventory, number: int) -> bool:
    """Whether that version brought a set; others only file what was entered since the one before."""
    if number == 1:
        return True
    files, before = inventory.version(number).files, inventory.version(number - 1).files
    return files.get(MANIFEST) != before.get(MANIFEST)


def _fill_in(manifest: dict[str, Any], user: str) -> None:
    """Format 1 knew one time, and called whoever sent the edition by name only."""
    received_at = manifest["edition"]["received_at"]
    manifest |= {"accepted_at": received_at, "sealed_at": received_at, "supersedes": None}
    manifest["edition"]["received_by"] = {"id": None, "name": user}


def _set_of(
    manifest: Mapping[str, Any],
    read: Read,
    printed: bytes,
    *,
    object_id: str,
    version: int,
    without: Container[str],
) -> SealedSet:
    papers = manifest["papers"]
    templates = {one["template_sha256"]: one["template"] for one in papers}
    return SealedSet(
        id=manifest["set"],
        congress_id=manifest["congress"],
        object_id=object_id,
        version=version,
        term=manifest["term"],
        organisations=tuple(manifest["organisations"]),
        edition=manifest["edition"],
        accepted_at=dt.datetime.fromisoformat(manifest["accepted_at"]),
        sealed_at=dt.datetime.fromisoformat(manifest["sealed_at"]),
        supersedes=manifest["supersedes"],
        rule_set=manifest["rule_set"]["key"],
        documents=papers_of(manifest["set"], papers, printed),
        templates={
            sha256: read(f"templates/{name}.docx")
            for sha256, name in templates.items()
            if sha256 not in without
        },
        received=read(RECEIVED[media_type_of(manifest["edition"])]),
        canonical=read(CANONICAL),
        findings=read(FINDINGS).decode(),
    )


def media_type_of(edition: Mapping[str, Any]) -> MediaType:
    """What the edition of a manifest came as; the first sets did not say it, and all were JSON."""
    media_type: MediaType = edition.get("media_type", "application/json")
    return media_type


def _document(set_id: str, place: int, paper: Mapping[str, Any], printed: Printed) -> DocumentRecord:
    found_by = printed.said.folded()
    told = ("id", "kind", "subject", "source", "title", "title_en", "symbol", "originals", "number",
            "template", "template_sha256", "fields_sha256", "sha256", "size")  # fmt: skip
    return DocumentRecord(
        **{name: paper[name] for name in told},
        set_id=set_id,
        position=place,
        chunk=0,
        file_name=paper["path"].removeprefix("papers/"),
        issued_on=dt.date.fromisoformat(paper["issued_on"]) if paper["issued_on"] else None,
        state="rendered",
        head=found_by.head,
        accented=found_by.accented,
        body=found_by.body,
    )
