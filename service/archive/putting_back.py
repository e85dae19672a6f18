"""Putting back what the archive's files say: sealed sets, and what was entered since."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from service.archive.registered import put_back, register_of
from service.archive.sealed import SealedSet, media_type_of
from service.catalog import (
    Catalog,
    CongressRecord,
    DocumentRecord,
    EditionRecord,
    OrganisationRecord,
    SetRecord,
    Work,
)
from service.congress.text import fold, number_key
from service.storage import Inventory, OcflRoot


def put_back_sets(work: Work, sets: Sequence[SealedSet]) -> None:
    """Rows of sets with the ids they had, and their papers on the shelf, in this order."""
    # A set that was read together with another may be without the templates that both have.
    work.sets.keep_templates({sha256: content for one in sets for sha256, content in one.templates.items()})
    for one in sets:
        _put_back(work, one)


def _put_back(work: Work, one: SealedSet) -> None:
    place = _place(work, one)
    congress = CongressRecord(id=one.congress_id, organisation=place, term=one.term, object_id=one.object_id)
    work.restoring.congress(congress)
    edition = _edition(work, one, place)
    work.congresses.add_edition(edition)
    record = SetRecord(
        id=one.id,
        congress_id=one.congress_id,
        edition_id=edition.id,
        state="sealed",
        accepted_at=one.accepted_at,
        sealed_at=one.sealed_at,
        version=one.version,
    )
    work.restoring.set(record, one.documents)
    _shelve(work, record, congress, one.documents)


def _place(work: Work, one: SealedSet) -> OrganisationRecord:
    place: OrganisationRecord | None = None
    for step in one.organisations:
        place = work.restoring.organisation(
            place,
            own_id=step["id"],
            name=step["name"],
            name_key=fold(step["name"]),
            level=step["level"],
            at=one.sealed_at,
        )
    assert place is not None  # noqa: S101 -- the root is in every list
    return place


def _edition(work: Work, one: SealedSet, place: OrganisationRecord) -> EditionRecord:
    told = one.edition
    received_at = dt.datetime.fromisoformat(told["received_at"])
    sender = told["received_by"]
    return EditionRecord(
        id=told["id"],
        congress_id=one.congress_id,
        serial=told["serial"],
        received=one.received,
        media_type=media_type_of(told),
        canonical=one.canonical,
        sha256=told["sha256"],
        rule_set=one.rule_set,
        findings=one.findings,
        received_at=received_at,
        received_by=work.restoring.sender(
            own_id=sender["id"], name=sender["name"], place=place, at=received_at
        ),
    )


def place_on_shelf(
    work: Work, record: SetRecord, congress: CongressRecord, documents: Sequence[DocumentRecord]
) -> None:
    """Let the papers of a sealed set of `congress` be found."""
    # Whoever moves the organisation waits for these papers, or has moved it already.
    held = replace(congress, organisation=work.organisations.hold(congress.organisation.id))
    _shelve(work, record, held, documents)


def _shelve(
    work: Work, record: SetRecord, congress: CongressRecord, documents: Sequence[DocumentRecord]
) -> None:
    work.shelf.place(
        documents,
        congress_id=congress.id,
        organisation_id=congress.organisation.id,
        lineage=congress.organisation.lineage,
        term=congress.term,
        day=record.accepted_at.date(),
        number_keys=[number_key(one.number) if one.number else None for one in documents],
    )


def enter_register(catalog: Catalog, root: OcflRoot, head: Inventory) -> None:
    """Enter again what the register in the newest version of an object holds and the catalog does not."""
    entries = register_of(root, head)
    if not entries:
        return
    with catalog.begin() as work:
        congress = work.congresses.of_object(head.object_id)
        if congress is not None and put_back(work, congress, entries):
            work.register_log.filed_before(congress.id, version=head.head)
        work.commit()
