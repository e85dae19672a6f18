"""Organisations and their congresses over the terms, within the subtree of whoever looks."""

from __future__ import annotations

from dataclasses import dataclass

from service.catalog import (
    AccountRecord,
    Catalog,
    CongressRecord,
    FormerPlace,
    OrganisationRecord,
    SetRecord,
    Work,
)
from service.congress.model import Congress
from service.congress.text import fold
from service.documents.packs import Packs
from service.documents.portrait import Comparison, Portrait, compared_terms, portrait_of

MOST_SHOWN = 200
"""Organisations on one page; a province has thousands below it, and is looked through by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationPage:
    """
    An organisation: `above` from the account's own down to it, `below` directly under it (of `MOST_SHOWN` and one more there
    are others), its `congresses` from the newest term on, and `(term, kind, count)` of the papers at or below it.
    """

    organisation: OrganisationRecord
    above: tuple[OrganisationRecord, ...]
    below: tuple[OrganisationRecord, ...]
    congresses: tuple[CongressRecord, ...]
    papers: tuple[tuple[str, str, int], ...]
    former: tuple[FormerPlace, ...] = ()
    """What it was called and where it stood; only as far as it stood within the account's reach."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CongressPage:
    """A congress by the set that holds now, and every set it ever had, newest first; no portrait before the first seal."""

    congress: CongressRecord
    portrait: Portrait | None
    sets: tuple[SetRecord, ...]
    terms: tuple[CongressRecord, ...]
    """Every congress of the organisation, newest term first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TermsPage:
    """Two terms of one organisation beside each other; no comparison while one of them has no sealed set."""

    earlier: CongressRecord
    later: CongressRecord
    comparison: Comparison | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryDesk:
    """Looks at organisations and congresses; nothing that is not there, or not theirs to see."""

    catalog: Catalog
    packs: Packs

    def organisation(
        self, organisation_id: str, *, account: AccountRecord, name: str = ""
    ) -> OrganisationPage | None:
        """The organisation; of those below it only such as have `name` in theirs, with or without accents."""
        own = account.organisation
        with self.catalog.read() as work:
            found = work.organisations.find(organisation_id)
            if found is None or not found.lineage.startswith(own.lineage):
                return None
            line = work.organisations.ancestors(found)
            return OrganisationPage(
                organisation=found,
                above=tuple(one for one in line if one.lineage.startswith(own.lineage))[:-1],
                below=tuple(work.organisations.below(found, name_key=fold(name), limit=MOST_SHOWN + 1)),
                congresses=tuple(work.congresses.of_organisation(found.id)),
                papers=tuple(work.shelf.terms(lineage=found.lineage)),
                former=tuple(work.organisations.former_places(found, within=own.lineage)),
            )

    def congress(self, congress_id: str, *, account: AccountRecord) -> CongressPage | None:
        """The congress with its figures."""
        with self.catalog.read() as work:
            found = work.congresses.find(congress_id)
            if found is None or not found.organisation.lineage.startswith(account.organisation.lineage):
                return None
            return CongressPage(
                congress=found,
                portrait=self._portrait(work, found),
                sets=tuple(work.sets.of_congress(found.id)),
                terms=tuple(work.congresses.of_organisation(found.organisation.id)),
            )

    def terms(self, earlier_id: str, later_id: str, *, account: AccountRecord) -> TermsPage | None:
        """Two congresses of one organisation; nothing when they are of two."""
        with self.catalog.read() as work:
            pair = [work.congresses.find(one) for one in (earlier_id, later_id)]
            own = account.organisation.lineage
            seen = [one for one in pair if one and one.organisation.lineage.startswith(own)]
            if len(seen) != 2 or seen[0].organisation.id != seen[1].organisation.id:
                return None
            earlier, later = sorted(seen, key=lambda one: one.term)
            before, now = self._portrait(work, earlier), self._portrait(work, later)
            comparison = compared_terms(before, now) if before and now else None
        return TermsPage(earlier=earlier, later=later, comparison=comparison)

    def _portrait(self, work: Work, congress: CongressRecord) -> Portrait | None:
        sealed = work.sets.newest_sealed(congress.id)
        if sealed is None:
            return None
        edition = work.congresses.edition(sealed.edition_id)
        data = Congress.model_validate_json(edition.canonical)
        return portrait_of(data, self.packs.rule_set(edition.rule_set))
