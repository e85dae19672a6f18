"""The entries of a register: what each says, as it will stand in the archive for decades."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import Any, Final

from service.catalog import CopyRecord, DocumentRecord, NumberRecord
from service.congress.model import Congress
from service.congress.text import clean
from service.documents.packs import Pack
from service.documents.papers import Types, signatories
from service.documents.press import planned_paper

_WHAT_FOR: Final = re.compile(r"\s*\(để\s[^)]*\)")
"""`(để b/c)`, `(để t/h)`: said on the paper, not in the register."""


def number_given(record: NumberRecord, document: DocumentRecord) -> dict[str, Any]:
    """A number was given to a paper, or its next edition bears it from now on."""
    return {
        "entry": "number_given",
        **_number(record, document),
        "issued_on": _day(record.issued_on),
        "signers": record.signers,
        "receivers": record.receivers,
        "by": record.given_by,
        "at": record.given_at.isoformat(),
    }


def number_voided(record: NumberRecord, document: DocumentRecord) -> dict[str, Any]:
    """A number was voided; it stays in the register and is never given again."""
    return {
        "entry": "number_voided",
        **_number(record, document),
        "reason": record.reason,
        "by": record.voided_by,
        "at": record.voided_at.isoformat() if record.voided_at else None,
    }


def copy_attached(record: CopyRecord, document: DocumentRecord) -> dict[str, Any]:
    """A signed copy joined a paper; `path` is where it lies in this and every later version."""
    about = paper(document)
    return {
        "entry": "copy_attached",
        **about,
        "path": record.path,
        "copy_sha256": record.sha256,
        "size": record.size,
        "type": "application/pdf",
        "pages": record.pages,
        "digital_signatures": record.signatures,
        "name": record.name,
        "number": record.number,
        "issued_on": _day(record.issued_on),
        "by": record.attached_by,
        "at": record.attached_at.isoformat(),
    }


def _number(record: NumberRecord, document: DocumentRecord) -> dict[str, Any]:
    return {
        "number_id": record.id,
        "symbol": record.symbol,
        "year": record.year,
        "number": record.number,
        "written": record.written,
        **paper(document),
    }


def paper(document: DocumentRecord) -> dict[str, Any]:
    """Which paper an entry is about; `set` and `document` are those of the set's manifest."""
    return {
        "document": document.id,
        "set": document.set_id,
        "template": document.template,
        "subject": document.subject,
        "title": document.title,
        "sha256": document.sha256,
    }


def signers_of(document: DocumentRecord, congress: Congress, types: Types) -> str:
    """The names under the paper, left to right, as the register writes them."""
    return ", ".join(name for _, name in signatories(planned_paper(document), congress, types))


def receivers_of(document: DocumentRecord, congress: Congress, pack: Pack) -> str:
    """Where the paper goes, as the register writes it: without what for, and without the line of who keeps it."""
    named = pack.types[document.template].receivers(planned_paper(document), congress)
    found = pack.book[document.template].receivers if named is None else named
    plain = (_WHAT_FOR.sub("", clean(one)).rstrip(" ;.") for one in found)
    return "; ".join(dict.fromkeys(one for one in plain if one))


def encode(entry_id: str, entry: dict[str, Any]) -> str:
    """One entry as it is kept and filed."""
    return json.dumps({"id": entry_id, **entry}, ensure_ascii=False)


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
