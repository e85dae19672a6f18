"""I8 and I9: sealed papers are made once more from what was kept, and must come out the same and agree with their data."""

from __future__ import annotations

import random
from dataclasses import dataclass

from service.archive.invariants import Findings
from service.archive.proof import Signer
from service.catalog import Catalog, SetRecord
from service.congress.model import Congress
from service.documents.packs import Packs
from service.documents.press import Press


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderAgain:
    """Makes the papers of sealed sets again; nothing is stored."""

    catalog: Catalog
    packs: Packs
    signer: Signer

    def __call__(self, found: Findings, *, sets: int, chance: random.Random) -> None:
        """Make the papers of so many sealed sets, chosen at random, and compare. Raises `CatalogUnavailable`."""
        with self.catalog.read() as work:
            sealed = [one for one in work.sets.recent(lineage="/", limit=10_000) if one.state == "sealed"]
        for record in chance.sample(sealed, min(sets, len(sealed))):
            self._set(record, found)

    def _set(self, record: SetRecord, found: Findings) -> None:
        with self.catalog.read() as work:
            edition = work.congresses.edition(record.edition_id)
            documents = tuple(work.sets.documents(record.id))
            templates = work.sets.templates(one.template_sha256 for one in documents)
        congress = Congress.model_validate_json(edition.canonical)
        press = Press.of(edition, congress, self.packs, templates, self.signer)
        papers = [press.make(one, documents) for one in documents]
        for made in papers:
            same = made.record.sha256 == made.document.sha256
            name = made.document.file_name
            found.expect(same, "I8", f"{name} of set {record.id} comes out with other bytes")
        found.expect(True, "I9", "")
        for wrong in press.disagreements(papers):
            found.expect(False, "I9", f"{wrong.title_en} of set {record.id}: {wrong.en}")
