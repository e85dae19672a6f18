"""A small archive whose every paper is known, to ask questions with known answers."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from service.catalog import AccountRecord, Catalog, DocumentRecord, EditionRecord, SetRecord
from service.congress.text import apostrophe_joined, exact, fold, number_key

NOON = dt.datetime(2023, 2, 24, 12, tzinfo=dt.UTC)
SHA = "0" * 64


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A paper by the name the questions give it; `people` stand in its head, `body` in its text."""

    name: str
    kind: str
    title: str
    number: str | None = None
    issued_on: dt.date | None = None
    people: tuple[str, ...] = ()
    body: str = ""


@dataclass(frozen=True, kw_only=True)
class Held:
    """One congress: its organisation from the first below the root, its term, its papers in their order."""

    chain: tuple[str, ...]
    term: str
    papers: tuple[Paper, ...]


def plant(catalog: Catalog, congresses: tuple[Held, ...]) -> AccountRecord:
    """Seal every congress, in this order; the administrator at the root."""
    with catalog.begin() as work:
        root = work.organisations.plant_root(name="Tổng Liên đoàn", name_key="tong lien doan")
        account = work.accounts.add(
            name="quan-tri", role="administrator", organisation=root, password_hash=None, at=NOON
        )
        work.sets.keep_templates({SHA: b"template"})
        work.commit()
    for number, held in enumerate(congresses):
        _seal(catalog, account, number, held)
    return account


def _seal(catalog: Catalog, account: AccountRecord, number: int, held: Held) -> None:
    with catalog.begin() as work:
        place = account.organisation
        for name in held.chain:
            place = work.organisations.under(place, name=name, name_key=fold(name), level="grassroots")
        object_id = f"vankien:{held.term}/{'.'.join(held.chain)}"
        congress = work.congresses.of(place, term=held.term, object_id=object_id)
        edition = EditionRecord(
            id=f"edition-{number}",
            congress_id=congress.id,
            serial=work.congresses.next_serial(congress.id),
            received=b"{}",
            media_type="application/json",
            canonical=b"{}",
            sha256=SHA,
            rule_set="TLD-XII",
            findings="[]",
            received_at=NOON,
            received_by=account.id,
        )
        work.congresses.add_edition(edition)
        record = SetRecord(
            id=f"set-{number}",
            congress_id=congress.id,
            edition_id=edition.id,
            state="accepted",
            accepted_at=NOON,
        )
        documents = [_document(record.id, *placed, held) for placed in enumerate(held.papers)]
        work.sets.add(record, documents)
        work.sets.sealed(record, version=edition.serial, at=NOON)
        work.shelf.place(
            documents,
            congress_id=congress.id,
            organisation_id=place.id,
            lineage=place.lineage,
            term=held.term,
            day=NOON.date(),
            number_keys=[number_key(one.number) if one.number else None for one in documents],
        )
        work.commit()


def _document(set_id: str, position: int, paper: Paper, held: Held) -> DocumentRecord:
    head = "\n".join([paper.title, held.chain[-1], paper.number or "", *paper.people])
    return DocumentRecord(
        id=paper.name,
        set_id=set_id,
        position=position,
        chunk=0,
        template=paper.kind,
        template_sha256=SHA,
        kind=paper.kind,
        subject=str(position),
        title=paper.title,
        title_en=paper.title,
        source="",
        symbol="NQ-ĐH",
        originals=2,
        file_name=f"{paper.kind}/{position}.docx",
        number=paper.number,
        issued_on=paper.issued_on,
        sha256=SHA,
        head=apostrophe_joined(head),
        accented=exact(head),
        body=fold(paper.body),
    )
