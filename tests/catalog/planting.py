"""A congress with one accepted set, on each database."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from service.catalog import AccountRecord, Catalog, CongressRecord, DocumentRecord, EditionRecord, SetRecord

NOON = dt.datetime(2023, 2, 24, 12, tzinfo=dt.UTC)


@dataclass(frozen=True, kw_only=True)
class Planted:
    """What every test finds in the catalog."""

    account: AccountRecord
    congress: CongressRecord
    record: SetRecord
    documents: list[DocumentRecord]
    messages: list[int]


def a_document(set_id: str, position: int, *, chunk: int = 0, **changes: object) -> DocumentRecord:
    values: dict[str, object] = {
        "id": f"{set_id}-{position}",
        "set_id": set_id,
        "position": position,
        "chunk": chunk,
        "template": "resolution",
        "template_sha256": "t" * 64,
        "kind": "resolution",
        "subject": str(position),
        "title": f"Nghị quyết {position}",
        "title_en": f"Resolution {position}",
        "source": "",
        "symbol": "NQ-ĐH",
        "originals": 2,
        "file_name": f"resolution/{position}.docx",
        "number": None,
        "issued_on": None,
    }
    return DocumentRecord(**{**values, **changes})  # type: ignore[arg-type]  # as the fields say


def plant_set(
    catalog: Catalog, congress: CongressRecord, account: AccountRecord, name: str, *, chunks: int = 2
) -> Planted:
    with catalog.begin() as work:
        serial = work.congresses.next_serial(congress.id)
        edition = EditionRecord(
            id=f"e-{name}",
            congress_id=congress.id,
            serial=serial,
            received=b"{}",
            media_type="application/json",
            canonical=b"{}",
            sha256="0" * 64,
            rule_set="TLD-XII",
            findings="[]",
            received_at=NOON,
            received_by=account.id,
        )
        work.congresses.add_edition(edition)
        record = SetRecord(
            id=f"s-{name}", congress_id=congress.id, edition_id=edition.id, state="accepted", accepted_at=NOON
        )
        work.sets.keep_templates({"t" * 64: b"template"})
        documents = [a_document(record.id, position, chunk=position) for position in range(chunks)]
        work.sets.add(record, documents)
        messages = [work.outbox.add("produce", record.id, chunk=chunk, at=NOON) for chunk in range(chunks)]
        work.commit()
    return Planted(account=account, congress=congress, record=record, documents=documents, messages=messages)
