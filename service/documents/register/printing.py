"""The register as a paper: what one organisation numbered in one year, on request, for the binder."""

from __future__ import annotations

from dataclasses import dataclass

from service.catalog import AccountRecord, Catalog
from service.congress.model import UNION
from service.documents.compiled import compiled
from service.documents.fields.register import register_fields
from service.documents.packs import Packs
from service.documents.register.refusals import NothingEntered
from service.docx import DocumentProperties

TEMPLATE = "register"
OF_ANOTHER_REGISTER = frozenset({"recognition_decision"})
"""Papers that the union above issues: it numbers them in a register of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedRegister:
    """The Word file, and whose register of which year it is."""

    organisation: str
    year: int
    content: bytes

    @property
    def title(self) -> str:
        """What it is called in a folder."""
        return f"Sổ đăng ký văn bản năm {self.year} {self.organisation}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintRegister:
    """Prints the register within the subtree of whoever asks; it is a view, so nothing of it is kept."""

    catalog: Catalog
    packs: Packs

    def __call__(self, *, account: AccountRecord, organisation_id: str, year: int) -> PrintedRegister | None:
        """
        The register of one organisation and year, voided numbers with their reasons; nothing when it is not theirs to see.

        Raises `NothingEntered` where no number was given, `CatalogUnavailable`.
        """
        with self.catalog.read() as work:
            place = work.organisations.find(organisation_id)
            if place is None or not place.lineage.startswith(account.organisation.lineage):
                return None
            rows = work.register.rows(lineage=place.lineage, organisation_id=place.id, year=year)
            above = work.organisations.ancestors(place)[:-1]
            now = work.now()
        own = [row for row in rows if row.template not in OF_ANOTHER_REGISTER]
        if not own:
            raise NothingEntered(place.name, year)
        fields = register_fields(
            own, organisation=place.name, upper=above[-1].name if above else "", year=year
        )
        file = self.packs.packs[UNION].book[TEMPLATE]
        properties = DocumentProperties(title=file.title, subject=place.name, creator=place.name, created=now)
        content = compiled(file.sha256, file.source).render(fields, properties=properties)
        return PrintedRegister(organisation=place.name, year=year, content=content)
