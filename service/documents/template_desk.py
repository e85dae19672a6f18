"""
Templates of organisations: brought as Word files, examined, tried with sample data, and chosen for a subtree.

A version is never changed and never taken away; what papers are made with is the last choice of the nearest organisation
(`decided`). A set that was accepted keeps the files it was accepted with.

* TemplateDeskRefused
  - NoSuchTemplate      no template of that id, organisation or version within the account's subtree
  - NotAWordFile        what was brought is nothing that may be opened; nothing is kept
  - NotUsable           papers cannot be made with that version
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from service.catalog import (
    AccountRecord,
    Catalog,
    OrganisationRecord,
    TemplateVersion,
    Work,
)
from service.congress.text import clean
from service.documents.decided import decided
from service.documents.examining import Examined, sample_paper
from service.documents.packs import Pack, Packs
from service.documents.samples import Samples, samples_of
from service.documents.template_check import TemplateCheck
from service.documents.template_pages import TemplateLine, TemplatePage, TemplateShelf, VersionPage
from service.documents.templates import TemplateFile

_EXAMINATIONS_KEPT = 64
MOST_USES = 50
"""Sets that are named on the page of a version."""


class TemplateDeskRefused(Exception):
    """Nothing was done."""

    retryable = False


class NoSuchTemplate(TemplateDeskRefused):
    """There is no such template, organisation or version, or the account may not see it."""


class NotAWordFile(TemplateDeskRefused):
    """What was brought may not be opened; `check` says why."""

    def __init__(self, check: TemplateCheck) -> None:
        super().__init__("the file is refused")
        self.check = check


class NotUsable(TemplateDeskRefused):
    """Papers cannot be made with the version; its page says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateDesk:
    """Everything an administrator does about templates, within their own subtree; `by` is the administrator."""

    catalog: Catalog
    packs: Packs
    samples: Samples
    examine: Callable[[bytes, str], Examined]
    """What is to be said of the bytes in the place of the template of that id; in a process of its own."""
    new_id: Callable[[], str] = lambda: str(uuid.uuid4())
    files: Mapping[str, tuple[Pack, TemplateFile]] = field(init=False)
    _latest: dict[tuple[str, str], Examined] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        known = {
            one.id: (pack, one) for pack in self.packs.packs.values() for one in pack.book.templates.values()
        }
        # A template without a type is printed by the program itself (the register) and stays as it is.
        usable = {name: held for name, held in known.items() if name in held[0].types}
        object.__setattr__(self, "files", usable)

    def shelf(self, *, organisation_id: str | None = None, by: AccountRecord) -> TemplateShelf:
        """All templates for an organisation, by default one's own. Raises NoSuchTemplate."""
        with self.catalog.read() as work:
            place = _place(work, organisation_id, by)
            holding = work.templates.decided(place.lineage)
        lines = tuple(self._line(name, holding) for name in self.files)
        return TemplateShelf(organisation=place, lines=lines)

    def page(self, template: str, *, organisation_id: str | None = None, by: AccountRecord) -> TemplatePage:
        """One template for an organisation. Raises NoSuchTemplate."""
        self._file(template)
        with self.catalog.read() as work:
            place = _place(work, organisation_id, by)
            holding = work.templates.decided(place.lineage)
            versions = work.templates.versions(place.id, template)
            made = work.templates.sets_made(versions)
            choices = tuple(work.templates.choices(place.id, template))
        return TemplatePage(
            organisation=place,
            line=self._line(template, holding),
            versions=tuple((one, made[one.id]) for one in versions),
            choices=choices,
        )

    def current(
        self, template: str, *, organisation_id: str | None = None, by: AccountRecord
    ) -> TemplateFile:
        """The template with the Word file that holds for the organisation. Raises NoSuchTemplate."""
        pack, _ = self._file(template)
        with self.catalog.read() as work:
            place = _place(work, organisation_id, by)
            return decided(work, pack.book, place.lineage, wanted=(template,))[template]

    def bring(
        self,
        template: str,
        source: bytes,
        *,
        name: str,
        organisation_id: str | None = None,
        by: AccountRecord,
    ) -> TemplateVersion:
        """
        Keep a Word file as a version of the template; it is not used before somebody chooses it.

        The same file again is the same version. Raises NotAWordFile, NoSuchTemplate.
        """
        _, file = self._file(template)
        sha256 = hashlib.sha256(source).hexdigest()
        examined = self._examined(sha256, source, template)
        if examined.copy is None:
            raise NotAWordFile(examined.check)
        with self.catalog.begin() as work:
            place = _place(work, organisation_id, by)
            work.sets.keep_templates({sha256: source})
            now, new = work.now(), self.new_id()
            version = TemplateVersion(
                id=new,
                organisation=place,
                template=template,
                sha256=sha256,
                name=clean(name)[:200] or f"{template}.docx",
                fields_version=file.fields_version,
                is_usable=examined.check.is_usable,
                brought_at=now,
                brought_by=by.name,
            )
            kept = work.templates.add(version, account_id=by.id)
            if kept.id == new:
                work.audit.note("template_brought", subject=kept.id, at=now, account_id=by.id)
            work.commit()
        return kept

    def version(self, version_id: str, *, by: AccountRecord) -> VersionPage:
        """Everything about a version. Raises NoSuchTemplate."""
        with self.catalog.read() as work:
            version = _version(work, version_id, by)
            source = work.sets.template(version.sha256)
            holding = work.templates.decided(version.organisation.lineage)
            uses = tuple(work.templates.uses(version, limit=MOST_USES + 1))
        pack, file = self._file(version.template)
        held = holding.get(version.template)
        samples: dict[str, str] = {}
        for one, _ in samples_of(file.id, pack, self.samples):
            samples.setdefault(one.congress.organisation.name, one.key)
        return VersionPage(
            version=version,
            line=self._line(version.template, holding),
            check=self._examined(version.sha256, source, file.id).check,
            is_current=held is not None and held.id == version.id,
            samples=tuple((key, name) for name, key in samples.items()),
            uses=uses,
        )

    def source(self, version_id: str, *, by: AccountRecord) -> tuple[TemplateVersion, bytes]:
        """The version and its bytes, as they were brought. Raises NoSuchTemplate."""
        with self.catalog.read() as work:
            version = _version(work, version_id, by)
            return version, work.sets.template(version.sha256)

    def annotated(self, version_id: str, *, by: AccountRecord) -> tuple[TemplateVersion, bytes]:
        """The version and a copy of it with a Word comment at each fault. Raises NoSuchTemplate."""
        version, source = self.source(version_id, by=by)
        examined = self._examined(version.sha256, source, version.template)
        if examined.copy is None:  # the gate is stricter than when it was brought
            raise NotAWordFile(examined.check)
        return version, examined.copy

    def preview(
        self, version_id: str, *, sample: str = "", by: AccountRecord
    ) -> tuple[TemplateVersion, bytes]:
        """
        A paper made with the version, of the sample with that key or of the first.

        Raises NoSuchTemplate, NotUsable, NotRendered.
        """
        version, source = self.source(version_id, by=by)
        pack, file = self._file(version.template)
        if not self._examined(version.sha256, source, file.id).check.is_usable:
            raise NotUsable
        for one, paper in samples_of(file.id, pack, self.samples):
            if sample in {"", one.key}:
                here = version.sha256 == file.sha256
                return version, sample_paper(source, version.sha256, one, paper, pack, here=here)[0]
        raise NoSuchTemplate

    def choose(self, version_id: str, *, by: AccountRecord) -> TemplateVersion:
        """
        From now on papers of the organisation that brought the version, and of all below it, are made with it.

        What is being made stays as it was decided. Raises NoSuchTemplate, NotUsable.
        """
        with self.catalog.read() as work:
            version = _version(work, version_id, by)
            source = work.sets.template(version.sha256)
        # Examined anew: fields and rules of paper may have changed since it was brought.
        if not self._examined(version.sha256, source, version.template).check.is_usable:
            raise NotUsable
        with self.catalog.begin() as work:
            held = next(
                iter(work.templates.choices(version.organisation.id, version.template, limit=1)), None
            )
            if held is None or held.version is None or held.version.id != version.id:
                self._choose(work, version.organisation, version.template, version, by)
                work.commit()
        return version

    def set_aside(
        self, template: str, *, organisation_id: str | None = None, by: AccountRecord
    ) -> OrganisationRecord:
        """
        From now on the organisation has again what holds above it: the nearest version there, or the program's.

        Raises NoSuchTemplate.
        """
        self._file(template)
        with self.catalog.begin() as work:
            place = _place(work, organisation_id, by)
            held = next(iter(work.templates.choices(place.id, template, limit=1)), None)
            if held is not None and held.version is not None:
                self._choose(work, place, template, None, by)
                work.commit()
        return place

    def _choose(
        self,
        work: Work,
        place: OrganisationRecord,
        template: str,
        version: TemplateVersion | None,
        by: AccountRecord,
    ) -> None:
        now = work.now()
        work.templates.choose(place, template, version, at=now, account_id=by.id)
        event = "template_chosen" if version else "template_set_aside"
        subject = version.id if version else f"{place.id} {template}"
        work.audit.note(event, subject=subject, at=now, account_id=by.id)

    def _file(self, template: str) -> tuple[Pack, TemplateFile]:
        if template not in self.files:
            raise NoSuchTemplate(template)
        return self.files[template]

    def _line(self, template: str, holding: Mapping[str, TemplateVersion]) -> TemplateLine:
        pack, file = self.files[template]
        return TemplateLine(file=file, pack=pack, current=holding.get(template))

    def _examined(self, sha256: str, source: bytes, template: str) -> Examined:
        """A page and the files it leads to ask the same within a minute, and an examination takes a moment."""
        key = (template, sha256)
        found = self._latest.get(key)
        if found is None:
            found = self.examine(source, template)
            if len(self._latest) >= _EXAMINATIONS_KEPT:
                self._latest.clear()
            self._latest[key] = found
        return found


def _place(work: Work, organisation_id: str | None, by: AccountRecord) -> OrganisationRecord:
    """The organisation of that id, by default the account's own, within its subtree."""
    place = work.organisations.find(organisation_id or by.organisation.id)
    if place is None or not place.lineage.startswith(by.organisation.lineage):
        raise NoSuchTemplate
    return place


def _version(work: Work, version_id: str, by: AccountRecord) -> TemplateVersion:
    version = work.templates.find(version_id, lineage=by.organisation.lineage)
    if version is None:
        raise NoSuchTemplate
    return version
