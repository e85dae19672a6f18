"""Leaving with everything: a term, or the part of it below one organisation, as one BagIt bag."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from service.archive.bag import new_bag
from service.archive.listing import Listed, as_csv, as_html, listed
from service.archive.registered import register_of
from service.archive.sealed import SetReader
from service.congress.text import fold
from service.storage import Inventory, object_path


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What a bag holds."""

    objects: int
    papers: int
    copies: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportTerm:
    """
    Copies whole objects, with every version, into a bag whose `data/archive` is an OCFL root of its own.

    The archive's files are enough; the catalog is not asked. Nothing is checked twice: each file is checked
    against its digest on the way.
    """

    sets: SetReader

    def __call__(self, out: Path, *, term: str, organisation: str = "", on: dt.date) -> Exported:
        """
        The bag `out`, which must not be there yet.

        `organisation` are names from the top parted by ` / `, the root left out, and stands for its subtree.
        Raises FileExistsError, `StorageError`; then `out` is not there.
        """
        wanted = [fold(name) for name in organisation.split("/") if name.strip()]
        root, papers = self.sets.root, list[Listed]()
        objects = 0
        with new_bag(out) as bag:
            for path, content in (*root.root_files(), *root.beside()):
                bag.add(f"archive/{path}", content)
            for inventory in self._objects(term):
                sets = list(self.sets(inventory))
                if [fold(step["name"]) for step in sets[-1].organisations[1:]][: len(wanted)] != wanted:
                    continue
                objects += 1
                folder = f"archive/{object_path(inventory.object_id)}"
                for path, content in root.object_files(inventory):
                    bag.add(f"{folder}/{path}", content)
                entries = register_of(root, inventory)
                for one in sets:
                    papers += listed(one, inventory, folder, entries, is_superseded=one is not sets[-1])
            bag.add("index.csv", as_csv(papers))
            bag.add("index.html", as_html(papers, term=term))
            bag.finish(
                {
                    "External-Description": f"Văn kiện đại hội công đoàn, nhiệm kỳ {term}"
                    " / Papers of trade union congresses",
                    "Bag-Group-Identifier": f"vankien:{term}",
                    "Internal-Sender-Description": organisation or "all organisations",
                },
                on=on,
            )
        copies = sum(one.is_copy for one in papers)
        return Exported(objects=objects, papers=len(papers) - copies, copies=copies)

    def _objects(self, term: str) -> Iterator[Inventory]:
        for object_id in self.sets.root.object_ids():
            if object_path(object_id).startswith(f"{term}/") and (head := self.sets.root.head(object_id)):
                yield head
