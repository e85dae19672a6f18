"""A paper made of data that are still being typed: looked at, printed on the night of the count, kept nowhere."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from service.catalog import Catalog, OrganisationRecord
from service.congress.model import Congress
from service.congress.rules import RuleSet
from service.documents.decided import decided
from service.documents.fields.unbroken import unbroken
from service.documents.packs import Packs
from service.documents.paper import PlannedPaper
from service.documents.papers import fields_for
from service.documents.places import nearest_known
from service.documents.qr import FIELD
from service.documents.rendering_cage import rendered
from service.docx import DocumentProperties


@dataclass(frozen=True, slots=True, kw_only=True)
class TryPaper:
    """
    Renders one paper as the workers would: the same template, the same values.

    It has no code that proves it, since nothing of it is sealed.
    """

    catalog: Catalog
    packs: Packs

    def __call__(
        self,
        paper: PlannedPaper,
        congress: Congress,
        rule_set: RuleSet,
        *,
        own: OrganisationRecord,
        at: dt.datetime,
    ) -> bytes:
        """The Word file of a paper that is ready; `own` is whose data they are. Raises NotReady, DocxError, NotRendered."""
        pack = self.packs.of(congress)
        with self.catalog.read() as work:
            place = nearest_known(work, congress.organisation, own)
            book = decided(work, pack.book, place.lineage, wanted=(paper.template,))
        file = book[paper.template]
        fields = unbroken(fields_for(paper, congress, rule_set, pack.types), congress)
        properties = DocumentProperties(
            title=paper.title,
            subject=congress.organisation.name,
            creator=congress.organisation.name,
            created=at,
        )
        here = file.sha256 == pack.book[paper.template].sha256
        return rendered(file.source, file.sha256, {**fields, FIELD: ""}, properties, here=here)
