"""
The register of a congress as a file of the archive, and how the catalog gets it back from there.

`register.json` holds every entry, oldest first, and is all that is needed to make the register again. An entry is
written once; later versions of the file only append.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from typing import Any

from service.catalog import CongressRecord, CopyRecord, NumberRecord, Work
from service.congress.text import number_key
from service.storage import Damaged, Inventory, OcflRoot

FORMAT = "vankien/register/1"
"""The format of `register.json`; readers of later versions still read this one."""

REGISTER = "register.json"
STAGED_COPIES = "staging/signed"


def register_file(congress: CongressRecord, contents: Iterable[str]) -> bytes:
    """The bytes of `register.json`."""
    value = {
        "format": FORMAT,
        "congress": congress.id,
        "organisation": congress.organisation.name,
        "term": congress.term,
        "entries": [json.loads(content) for content in contents],
    }
    return f"{json.dumps(value, ensure_ascii=False, indent=1)}\n".encode()


def read_register(content: bytes) -> list[dict[str, Any]]:
    """The entries of a `register.json`. Raises Damaged for anything else."""
    try:
        value = json.loads(content)
        if value["format"] != FORMAT:
            raise Damaged(f"{REGISTER} has format {value['format']}")
        entries: list[dict[str, Any]] = value["entries"]
    except (ValueError, KeyError, TypeError) as error:
        raise Damaged(REGISTER) from error
    return entries


def register_of(root: OcflRoot, head: Inventory) -> list[dict[str, Any]]:
    """The entries in the newest version of an object, oldest first; none where nothing was entered."""
    if REGISTER not in head.versions[-1].files:
        return []
    return read_register(root.read_of(head, head.head, REGISTER))


def put_back(work: Work, congress: CongressRecord, entries: Iterable[Mapping[str, Any]]) -> list[str]:
    """
    Enter again what the catalog does not hold; the sets whose papers it was about.

    Papers bear their numbers again. A number of a paper that was never sealed stays taken.
    """
    touched: list[str] = []
    for entry in entries:
        if work.register_log.knows([entry["id"]]):
            continue
        content = json.dumps(entry, ensure_ascii=False)
        work.register_log.enter(congress.id, entry_id=entry["id"], content=content)
        if entry["entry"] in {"number_given", "number_voided"}:
            _number(work, congress, entry)
        if entry["entry"] == "copy_attached" and work.sets.has_document(entry["document"]):
            work.register.attach(_copy(entry))
        touched.append(entry["set"])
    return touched


def _number(work: Work, congress: CongressRecord, entry: Mapping[str, Any]) -> None:
    record = _given(congress, entry) if entry["entry"] == "number_given" else None
    if record is not None:
        work.register.reserve(record.series, record.number)
        if work.sets.has_document(record.document_id):
            work.register.keep(record)
            work.sets.mark(record.document_id, number=record.written, issued_on=record.issued_on)
            work.shelf.number(record.document_id, number_key(record.written), day=record.issued_on)
        return
    work.register.void(
        entry["number_id"],
        by=entry["by"],
        at=dt.datetime.fromisoformat(entry["at"]),
        reason=entry["reason"],
    )
    work.sets.mark(entry["document"], number=None, issued_on=None)
    work.shelf.number(entry["document"], None)


def _given(congress: CongressRecord, entry: Mapping[str, Any]) -> NumberRecord:
    day = entry["issued_on"]
    return NumberRecord(
        id=entry["number_id"],
        organisation_id=congress.organisation.id,
        symbol=entry["symbol"],
        year=entry["year"],
        number=entry["number"],
        congress_id=congress.id,
        document_id=entry["document"],
        state="given",
        issued_on=dt.date.fromisoformat(day) if day else None,
        signers=entry["signers"],
        given_at=dt.datetime.fromisoformat(entry["at"]),
        given_by=entry["by"],
        receivers=entry.get("receivers", ""),  # not said by the first releases
    )


def _copy(entry: Mapping[str, Any]) -> CopyRecord:
    day = entry["issued_on"]
    attached_at = dt.datetime.fromisoformat(entry["at"])
    return CopyRecord(
        id=entry["id"],
        document_id=entry["document"],
        path=entry["path"],
        staged=staged_copy(entry["id"], attached_at),
        sha256=entry["copy_sha256"],
        size=entry["size"],
        pages=entry["pages"],
        signatures=entry["digital_signatures"],
        name=entry["name"],
        number=entry["number"],
        issued_on=dt.date.fromisoformat(day) if day else None,
        attached_at=attached_at,
        attached_by=entry["by"],
    )


def staged_copy(copy_id: str, at: dt.datetime) -> str:
    """Where a signed copy waits for the archive, by the day on which it came."""
    return f"{STAGED_COPIES}/{at:%Y-%m-%d}/{copy_id}.pdf"
