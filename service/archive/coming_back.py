"""Taking an exported bag in: into an empty archive, or a living one, without doubles."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from service.archive.bag import check_bag
from service.archive.putting_back import enter_register, put_back_sets
from service.archive.sealed import SealedSet, SetReader, is_sealed
from service.catalog import Catalog
from service.storage import Inventory, OcflRoot, ReadOnlyFolder, VersionTaken


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """Sets taken in, sets that were here already, and objects that were left out, each with the reason; papers whose number another has."""

    taken: int
    known: int
    left_out: dict[str, str] = field(default_factory=dict)
    doubles: tuple[str, ...] = ()


class InTheWay(Exception):
    """Something here contradicts what is to be taken in; the object is left out whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportBag:
    """
    Adds the versions of a bag that the archive lacks, then their rows.

    An object is taken in whole or not at all: where the archive holds another version of the same number, or
    the catalog another edition, it is named and left out. The same bag again changes nothing.
    """

    catalog: Catalog
    sets: SetReader
    enter_older: Callable[[Catalog], tuple[str, ...]]
    """Enters numbers that stand in manifests alone; the papers whose number another one has."""

    def __call__(self, folder: Path) -> Imported:
        """
        Take the bag `folder` in.

        Raises BagRefused when its files are not what it says, `StorageError`, `CatalogUnavailable`; the same
        call may be made again.
        """
        check_bag(folder)
        source = replace(self.sets, root=OcflRoot(ReadOnlyFolder(folder / "data")))
        # The public keys first: whoever holds a paper of that archive can prove it here too.
        for name, content in source.root.beside():
            self.sets.root.lay_beside(name, content)
        taken = known = 0
        left_out: dict[str, str] = {}
        for object_id in source.root.object_ids():
            theirs = source.root.head(object_id)
            assert theirs is not None  # noqa: S101 -- it was just listed
            try:
                here, new = self._take_in(source, theirs)
            except (InTheWay, VersionTaken) as error:
                left_out[object_id] = str(error)
            else:
                taken += new
                known += here
        doubles = self.enter_older(self.catalog) if taken else ()
        return Imported(taken=taken, known=known, left_out=left_out, doubles=doubles)

    def _take_in(self, source: SetReader, theirs: Inventory) -> tuple[int, int]:
        """Take one object in; how many of its sets were here, and how many are new."""
        root = self.sets.root
        ours = root.settle(theirs.object_id)
        held = ours.versions if ours else ()
        for mine, other in zip(held, theirs.versions, strict=False):
            if mine != other:
                raise InTheWay(f"version {mine.number} holds other files here")
        with self.catalog.read() as work:
            first = work.restoring.version_of(theirs.object_id)
        sets = list(source(theirs, after=first))
        with self.catalog.read() as work:
            for one in sets:
                if reason := work.restoring.obstacle(
                    object_id=one.object_id, congress_id=one.congress_id, serial=one.edition["serial"]
                ):
                    raise InTheWay(reason)
        for version in theirs.versions[len(held) :]:
            root.add_version(
                theirs.object_id,
                files={path: source.root.read_of(theirs, version.number, path) for path in version.files},
                created=version.created,
                message=version.message,
                user=version.user,
                expected_head=version.number - 1,
            )
        if sets:
            self._record(sets)
        enter_register(self.catalog, root, theirs)
        brought = sum(is_sealed(theirs, version.number) for version in theirs.versions)
        return brought - len(sets), len(sets)

    def _record(self, sets: list[SealedSet]) -> None:
        with self.catalog.begin() as work:
            put_back_sets(work, sets)
            for one in sets:
                work.audit.note("set_imported", subject=one.id, at=work.now())
            work.commit()
