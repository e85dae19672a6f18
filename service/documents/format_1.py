"""
Versions sealed in the format `vankien/set/1`: what they did not write down is worked out from their data.

They hold the congress data and the findings, so the plan tells the papers' marks and the fields their words.
Where a later release plans or prints otherwise, the manifest's own words stay.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any

from service.archive.sealed import CANONICAL, FINDINGS, Printed, Read
from service.congress.finding import Finding
from service.congress.model import Congress
from service.congress.rules import load_rule_set
from service.congress.text import fold
from service.documents.paper import PlannedPaper
from service.documents.papers import NotReady, fields_for
from service.documents.plan import Plan, plan
from service.documents.searching import words_said
from service.documents.templates import TemplateBook


@dataclass(frozen=True, slots=True, kw_only=True)
class UpgradeFormat1:
    """Gives a manifest of format 1 what format 2 would have said; `root` is the organisation above all others."""

    book: TemplateBook
    root: str

    def __call__(self, manifest: dict[str, Any], read: Read) -> bytes:
        """Fill the manifest in; the lines of its `fields.jsonl`."""
        congress = Congress.model_validate_json(read(CANONICAL))
        findings = tuple(Finding(**one) for one in json.loads(read(FINDINGS)))
        rule_set = load_rule_set(manifest["rule_set"]["key"])
        manifest["organisations"] = self._lineage(congress)
        owed = plan(congress, findings, self.book)
        lines = []
        papers = [_paper(owed, one) for one in manifest["papers"]]
        for one, own in zip(manifest["papers"], papers, strict=True):
            paper = replace(own, beside=tuple(other for other in papers if other is not own))
            one |= {"title_en": paper.title_en, "source": paper.source}
            one |= {"symbol": paper.symbol, "originals": paper.originals}
            try:
                fields = fields_for(paper, congress, rule_set)
            except NotReady:  # a later release wants more of this paper than it printed
                fields = {}
            said = words_said(paper, congress, fields)
            lines.append(Printed(paper=one["id"], fields=fields, said=said).line())
        return b"".join(lines)

    def _lineage(self, congress: Congress) -> list[dict[str, Any]]:
        chain = [{"id": None, "name": self.root, "level": "national"}]
        return chain + [
            {"id": None, "name": one.name, "level": one.level}
            for one in congress.organisation.lineage
            if fold(one.name) != fold(self.root)
        ]


def _paper(owed: Plan, one: dict[str, Any]) -> PlannedPaper:
    """The paper as it is planned today, under the title it was sealed with."""
    names = (one["template"], one["subject"])
    today = next((paper for paper in owed.papers if (paper.template, paper.subject) == names), None)
    return PlannedPaper(
        template=one["template"],
        kind=one["kind"],
        subject=one["subject"],
        source=today.source if today else "",
        title=one["title"],
        title_en=today.title_en if today else one["title"],
        symbol=today.symbol if today else "",
        originals=today.originals if today else 1,
        state=today.state if today else "lacking",
    )
