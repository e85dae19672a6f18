"""Making the catalog anew from the archive's files, and letting it take the place of the one in use."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from service.archive.putting_back import enter_register, put_back_sets
from service.archive.reading_ahead import Place, Reading, ReadingAhead, read_sets
from service.archive.registered import REGISTER, put_back
from service.archive.sealed import SetReader, is_sealed
from service.catalog import Catalog, Link, Replacement
from service.storage import Inventory, OcflRoot

Item = TypeVar("Item")

_AT_ONCE = 10
"""Sets that are read together and put back in one transaction: a commit costs as much as a set."""

_SURVEYED_AT_ONCE = 100
"""Objects that one process looks at together."""


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

    open_reader: Callable[[], SetReader]
    """Opens the archive, here and in the processes that read it."""
    root: OcflRoot
    """The same archive."""
    enter_older: Callable[[Catalog], tuple[str, ...]]
    """Enters numbers that stand in manifests alone; the papers whose number another one has."""
    log_ended: Callable[[], Link | None] = lambda: None
    """The newest entry of the audit log that an anchor in the archive vouches for."""
    processes: int | None = None
    """How many read; as many as the machine has cores when nothing is said."""

    def __call__(
        self, new: Replacement, *, told: Callable[[int], None] = lambda _: None, forget_lost: bool = False
    ) -> Rebuilt:
        """
        Rebuild and swap; `told` hears how many sets came back so far.

        Raises `StorageError`, `CatalogUnavailable`, `CatalogInUse`; the same call may be made again.
        """
        self.root.settle_all()
        new.carry_people()
        with ReadingAhead(self.open_reader, processes=self.processes) as ahead:
            sets, documents = self._put_back(new, ahead, told)
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

    def _put_back(
        self, new: Replacement, ahead: ReadingAhead, told: Callable[[int], None]
    ) -> tuple[int, int]:
        """
        Put back what is not there yet; how many sets and papers.

        In the order in which they were sealed: newest first is how they are found.
        """
        with new.catalog.begin() as work:
            known = work.restoring.versions()
            work.shelf.lay_indexes_aside()
            work.commit()
        surveyed: list[_Surveyed] = []
        for some in ahead(_survey, _parts(list(self.root.object_ids()), _SURVEYED_AT_ONCE)):
            surveyed += some
        waiting = sorted(
            (sealed_at, one.object_id, version)
            for one in surveyed
            for version, sealed_at in one.sealed
            if version > known.get(one.object_id, 0)
        )
        places = [Place(object_id=object_id, version=version) for _, object_id, version in waiting]
        sets = documents = 0
        for batch in ahead(read_sets, _parts(places, _AT_ONCE)):
            with new.catalog.begin() as work:
                put_back_sets(work, batch)
                work.commit()
            sets += len(batch)
            documents += sum(len(one.documents) for one in batch)
            told(sets)
        for one in surveyed:
            if one.has_register and (head := self.root.head(one.object_id)):
                enter_register(new.catalog, self.root, head)
        with new.catalog.begin() as work:
            work.shelf.index()
            work.commit()
        return sets, documents


@dataclass(frozen=True, slots=True, kw_only=True)
class _Surveyed:
    """The versions of an object that brought a set, each with its time, and whether anything was entered since."""

    object_id: str
    sealed: tuple[tuple[int, dt.datetime], ...]
    has_register: bool


def _survey(reading: Reading, object_ids: Sequence[str]) -> list[_Surveyed]:
    root = reading.sets.root
    heads = (head for one in object_ids if (head := root.head(one)))
    return [
        _Surveyed(
            object_id=head.object_id,
            sealed=tuple(_sealed(head)),
            has_register=REGISTER in head.versions[-1].files,
        )
        for head in heads
    ]


def _sealed(head: Inventory) -> Iterator[tuple[int, dt.datetime]]:
    """Versions come back in their order, even where a clock went back between them: only behind the newest is gone on."""
    at = head.versions[0].created
    for version in head.versions:
        at = max(at, version.created)
        if is_sealed(head, version.number):
            yield version.number, at


def _parts(whole: list[Item], size: int) -> list[list[Item]]:
    return [whole[begin : begin + size] for begin in range(0, len(whole), size)]


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
