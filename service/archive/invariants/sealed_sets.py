"""I3, I9 and I11: one sealed version, held against the rows of its set."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from service.archive.invariants.findings import Findings
from service.archive.invariants.objects import Held
from service.catalog.witness import Row, Testimony

# What a catalog that is made again takes from the manifest, by the names both give it.
_OF_A_PAPER: Final = ("id", "kind", "subject", "source", "title", "title_en", "symbol", "originals", "template",
                      "template_sha256", "fields_sha256", "sha256", "size")  # fmt: skip
_RECEIVED: Final = ("edition/received.json", "edition/received.xlsx", "edition/received.form")


def check_version(row: Row, told: Testimony, documents: Sequence[Row], held: Held, found: Findings) -> None:
    """Hold the version of the sealed set `row` against its rows."""
    number = row["version"]
    where = f"{held.folder} v{number}"
    raw = held.content(number, "manifest.json")
    try:
        manifest: dict[str, Any] = json.loads(raw or b"")
        papers = {one["id"]: one for one in manifest["papers"]}
    except (ValueError, KeyError, TypeError):
        found.expect(False, "I11", f"{where} has no manifest that can be read")
        return
    if not found.expect(manifest["set"] == row["id"], "I3", f"{where} is not the set {row['id']}"):
        return
    found.expect(
        len(documents) == len(papers),
        "I3",
        f"{where} has {len(papers)} papers, its rows are {len(documents)}",
    )
    for document in documents:
        _paper(document, papers.get(document["id"]), number, held, where, found)
    _edition(row, manifest, told, held, where, found)
    _printed(manifest, held, number, where, found)


def _paper(
    document: Row, paper: Mapping[str, Any] | None, number: int, held: Held, where: str, found: Findings
) -> None:
    path = f"papers/{document['file_name']}"
    stored = held.file(number, path)
    is_it = stored is not None and (stored.sha256, stored.size) == (document["sha256"], document["size"])
    found.expect(is_it, "I3", f"{where}/{path} is not the file that its row tells of")
    if not found.expect(paper is not None, "I11", f"{where}: the manifest lacks paper {document['id']}"):
        return
    assert paper is not None  # noqa: S101 -- just held against the invariant
    # Format 1 said less; what it did not say is not compared.
    other = [name for name in _OF_A_PAPER if name in paper and paper[name] != document[name]]
    found.expect(
        not other, "I11", f"{where}: the manifest has another {', '.join(other)} of {path} than its row"
    )


def _edition(
    row: Row, manifest: Mapping[str, Any], told: Testimony, held: Held, where: str, found: Findings
) -> None:
    edition = next(one for one in told["editions"] if one["id"] == row["edition_id"])
    congress = next(one for one in told["congresses"] if one["id"] == row["congress_id"])
    said = manifest["edition"]
    pairs = {
        "congress": (manifest["congress"], congress["id"]),
        "term": (manifest["term"], congress["term"]),
        "edition": (
            (said["id"], said["serial"], said["sha256"]),
            (edition["id"], edition["serial"], edition["sha256"]),
        ),
        "rule set": (manifest["rule_set"]["key"], edition["rule_set"]),
        "time of the edition": (_time(said["received_at"]), edition["received_at"]),
    }
    if "sealed_at" in manifest:
        pairs["time of the seal"] = (_time(manifest["sealed_at"]), row["sealed_at"])
        pairs["time of acceptance"] = (_time(manifest["accepted_at"]), row["accepted_at"])
        pairs["sender"] = (said["received_by"]["name"], edition["sender"])
    other = [name for name, (ours, theirs) in pairs.items() if ours != theirs]
    found.expect(not other, "I11", f"{where}: the manifest has another {', '.join(other)} than the rows")
    received, canonical = told.kept[edition["id"]]
    as_it_came = [stored for path in _RECEIVED if (stored := held.file(row["version"], path))]
    found.expect(
        [received] == [one.sha256 for one in as_it_came], "I11", f"{where} lacks the data as they came"
    )
    stored = held.file(row["version"], "edition/congress.json")
    found.expect(stored and stored.sha256 == canonical, "I11", f"{where} lacks the data in canonical form")


def _printed(manifest: Mapping[str, Any], held: Held, number: int, where: str, found: Findings) -> None:
    """I9: the values that a paper is said to print are those its digest names."""
    lines = held.content(number, "fields.jsonl")
    if lines is None:
        return
    fields = {}
    for line in lines.splitlines():
        value = json.loads(line)
        fields[value["paper"]] = value["fields"]
    for paper in manifest["papers"]:
        text = json.dumps(
            fields.get(paper["id"]), sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str
        )
        same = hashlib.sha256(text.encode()).hexdigest() == paper["fields_sha256"]
        found.expect(
            same, "I9", f"{where}: fields.jsonl has other values for {paper['path']} than were printed"
        )


def _time(said: str) -> dt.datetime:
    return dt.datetime.fromisoformat(said).astimezone(dt.UTC)
