"""Making the catalog anew from the archive's files, and letting it take the place of the one in use."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from service.archive.registered import put_back, register_of
from service.archive.sealed import SealedSet, SetReader, media_type_of
from service.catalog import (
    Catalog,
    CongressRecord,
    EditionRecord,
    Link,
    OrganisationRecord,
    Replacement,
    SetRecord,
    Work,
)
from service.congress.text import fold, number_key
from service.storage import Inventory, OcflRoot

_AT_ONCE = 25
"""Sets that are put back in one transaction: a commit costs as much as a set."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuilt:
    """
    What came back. `lost` are sealed sets that the catalog in use knows and the archive does not hold; where
    there are any, that catalog stays in use. `doubles` are papers whose number another paper bears. `kept_as` is where it is kept after the swap.
    """

    sets: int
    documents: int
    lost: tuple[str, ...] = ()
    doubles: tuple[str, ...] = ()
    kept_as: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RebuildCatalog:
    """
    Puts back every sealed set from the files of the archive, with the ids, numbers and words it had.

    It may be stopped at any moment and goes on where it was. People, tokens and what is not sealed are
    carried over from the catalog in use, as far as there is one.
    """

    sets: SetReader
    enter_older: Callable[[Catalog], tuple[str, ...]]
    """Enters numbers that stand in manifests alone; the papers whose number another one has."""
    log_ended: Callable[[], Link | None] = lambda: None
    """The newest entry of the audit log that an anchor in the archive vouches for."""

    @property
    def root(self) -> OcflRoot:
        """The archive that is read."""
        return self.sets.root

    def __call__(
        self, new: Replacement, *, told: Callable[[int], None] = lambda _: None, forget_lost: bool = False
    ) -> Rebuilt:
        """
        Rebuild and swap; `told` hears how many sets came back so far.

        Raises `StorageError`, `CatalogUnavailable`, `CatalogInUse`; the same call may be made again.
        """
        self.root.settle_all()
        new.carry_people()
        sets = documents = 0
        missing = self._missing(new)
        while batch := list(islice(missing, _AT_ONCE)):
            with new.catalog.begin() as work:
                for one in batch:
                    put_back_set(work, one)
                work.commit()
            sets += len(batch)
            documents += sum(len(one.documents) for one in batch)
            told(sets)
        self._registers(new)
        self._shelve(new)
        new.carry_unsealed()
        _entered_since(new)
        doubles = self.enter_older(new.catalog)
        lost = () if forget_lost else tuple(new.lost())
        if lost:
            return Rebuilt(sets=sets, documents=documents, lost=lost, doubles=doubles)
        with new.catalog.begin() as work:
            now = work.now()
            if work.audit.head() is None and (ended := self.log_ended()):
                work.audit.begin_after(
                    ended
                )  # the log was lost with the catalog; it goes on where it was anchored
            work.audit.note("catalog_rebuilt", subject=f"{sets} sets", at=now)
            work.commit()
        return Rebuilt(sets=sets, documents=documents, doubles=doubles, kept_as=new.swap(now))

    def _missing(self, new: Replacement) -> Iterator[SealedSet]:
        """The sets of the archive that are not put back yet, each congress's in order."""
        for object_id in self.root.object_ids():
            head = self.root.head(object_id)
            with new.catalog.read() as work:
                known = work.restoring.version_of(object_id)
            if head is None:
                continue
            yield from self.sets(head, after=known)

    def _registers(self, new: Replacement) -> None:
        """Put back what was entered since the seals: numbers, voided ones, signed copies."""
        for object_id in self.root.object_ids():
            if head := self.root.head(object_id):
                enter_register(new.catalog, self.root, head)

    def _shelve(self, new: Replacement) -> None:
        """Put the papers on the shelf in the order in which they were sealed: newest first is how they are found."""
        with new.catalog.begin() as work:
            waiting = iter(work.restoring.not_on_the_shelf())
            work.shelf.lay_indexes_aside()
            work.commit()
        while batch := list(islice(waiting, _AT_ONCE)):
            with new.catalog.begin() as work:
                for record in batch:
                    place_on_shelf(work, record)
                work.commit()
        with new.catalog.begin() as work:
            work.shelf.index()
            work.commit()


def place_on_shelf(work: Work, record: SetRecord) -> None:
    """Let the papers of a sealed set be found."""
    congress = work.congresses.find(record.congress_id)
    assert congress is not None  # noqa: S101 -- a foreign key says so
    documents = work.sets.documents(record.id)
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
            work.register.filed_before(congress.id, version=head.head)
        work.commit()


def _entered_since(new: Replacement) -> None:
    """Take over entries that the archive had not heard of yet, and promise to file them."""
    for congress_id, contents in new.entered():
        with new.catalog.begin() as work:
            congress = work.congresses.find(congress_id)
            touched = put_back(work, congress, map(json.loads, contents)) if congress else []
            for set_id in dict.fromkeys(touched):
                record = work.sets.find(set_id)
                if record is not None and record.state == "sealed":
                    work.outbox.promise("file", set_id, at=work.now())
            work.commit()


def put_back_set(work: Work, one: SealedSet) -> None:
    """Rows of a set with the ids they had; its papers are not on the shelf yet."""
    place = _place(work, one)
    work.restoring.congress(
        CongressRecord(id=one.congress_id, organisation=place, term=one.term, object_id=one.object_id)
    )
    edition = _edition(work, one, place)
    work.congresses.add_edition(edition)
    for sha256, content in one.templates.items():
        work.sets.keep_template(sha256, content)
    record = SetRecord(
        id=one.id,
        congress_id=one.congress_id,
        edition_id=edition.id,
        state="accepted",
        accepted_at=one.accepted_at,
    )
    work.sets.add(record, one.documents)
    work.sets.sealed(record, version=one.version, at=one.sealed_at)


def _place(work: Work, one: SealedSet) -> OrganisationRecord:
    place: OrganisationRecord | None = None
    for step in one.organisations:
        place = work.restoring.organisation(
            place, own_id=step["id"], name=step["name"], name_key=fold(step["name"]), level=step["level"]
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
