"""I8 and I9: sealed papers are made once more from what was kept, and must come out the same and agree with their data."""

from __future__ import annotations

import random
from dataclasses import dataclass

from service.archive.invariants import Findings
from service.archive.proof import Signer
from service.catalog import Catalog, SetRecord
from service.congress.model import Congress
from service.documents.agreement import PrintedPaper, disagreements
from service.documents.packs import Packs
from service.documents.printed_values import printed_by
from service.documents.produce import make_paper, planned_paper


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
            templates = {one.template_sha256: work.sets.template(one.template_sha256) for one in documents}
        congress = Congress.model_validate_json(edition.canonical)
        rule_set, types = self.packs.rule_set(edition.rule_set), self.packs.of(congress).types
        papers = []
        for one in documents:
            made = make_paper(
                one,
                congress,
                rule_set,
                types,
                edition,
                templates[one.template_sha256],
                self.signer,
                documents,
            )
            same = made.record.sha256 == one.sha256
            found.expect(same, "I8", f"{one.file_name} of set {record.id} comes out with other bytes")
            papers.append(
                PrintedPaper(
                    document_id=one.id,
                    paper=planned_paper(one),
                    content=made.content,
                    fields=made.printed.fields,
                    printed=printed_by(one.template_sha256, templates[one.template_sha256]),
                )
            )
        wrong = disagreements(papers, congress, rule_set, types)
        found.expect(True, "I9", "")
        for one_wrong in wrong:
            found.expect(False, "I9", f"{one_wrong.title_en} of set {record.id}: {one_wrong.en}")
