"""Templates that organisations brought: their versions, which one holds where, and the sets made with each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, distinct, func, insert, select

from service.catalog.organisations import in_subtree, organisation_record
from service.catalog.records import OrganisationRecord, TemplateChoice, TemplateVersion
from service.catalog.tables import (
    account,
    congress,
    document,
    document_set,
    organisation,
    template_choice,
    template_version,
)
from service.catalog.upsert import insert_or_keep

_BROUGHT_BY, _CHOSEN_BY = account.alias("brought"), account.alias("chosen")
_VERSION_COLUMNS: tuple[Any, ...] = (
    template_version,
    _BROUGHT_BY.c.name.label("brought_name"),
    *(column.label(f"o_{column.name}") for column in organisation.c),
)
_VERSIONS: Select[Any] = (
    select(*_VERSION_COLUMNS)
    .join(organisation, organisation.c.id == template_version.c.organisation_id)
    .join(_BROUGHT_BY, _BROUGHT_BY.c.id == template_version.c.brought_by)
)
_LATER = template_choice.alias("later")


def _choices(*where: Any) -> Select[Any]:
    return (
        select(*_VERSION_COLUMNS, template_choice.c.chosen_at, _CHOSEN_BY.c.name.label("chosen_name"))
        .select_from(template_choice)
        .join(_CHOSEN_BY, _CHOSEN_BY.c.id == template_choice.c.chosen_by)
        .outerjoin(template_version, template_version.c.id == template_choice.c.version_id)
        .outerjoin(organisation, organisation.c.id == template_version.c.organisation_id)
        .outerjoin(_BROUGHT_BY, _BROUGHT_BY.c.id == template_version.c.brought_by)
        .where(*where)
    )


_DECIDED = _choices(
    template_choice.c.organisation_id.in_(bindparam("line", expanding=True)),
    ~(
        select(_LATER.c.seq)
        .where(
            _LATER.c.organisation_id == template_choice.c.organisation_id,
            _LATER.c.template == template_choice.c.template,
            _LATER.c.seq > template_choice.c.seq,
        )
        .exists()
    ),
    template_choice.c.version_id.is_not(None),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateUse:
    """A set whose papers were made with a version: how many of them, and of which congress."""

    set_id: str
    state: str
    accepted_at: dt.datetime
    papers: int
    organisation: str
    term: str


def _version(row: Row[Any]) -> TemplateVersion:
    return TemplateVersion(
        id=row.id,
        organisation=organisation_record(row, "o_"),
        template=row.template,
        sha256=row.sha256,
        name=row.name,
        fields_version=row.fields_version,
        is_usable=row.is_usable,
        brought_at=row.brought_at,
        brought_by=row.brought_name,
    )


class Templates:
    """Versions are added and never changed; what holds is the last choice of the nearest organisation."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, record: TemplateVersion, *, account_id: str) -> TemplateVersion:
        """Keep a version whose bytes are kept; the one that stands when the organisation brought the same file before."""
        insert_or_keep(
            self._connection,
            template_version,
            {
                "id": record.id,
                "organisation_id": record.organisation.id,
                "template": record.template,
                "sha256": record.sha256,
                "name": record.name,
                "fields_version": record.fields_version,
                "is_usable": record.is_usable,
                "brought_at": record.brought_at,
                "brought_by": account_id,
            },
        )
        row = self._connection.execute(
            _VERSIONS.where(
                template_version.c.organisation_id == record.organisation.id,
                template_version.c.template == record.template,
                template_version.c.sha256 == record.sha256,
            )
        ).one()
        return _version(row)

    def find(self, version_id: str, *, lineage: str) -> TemplateVersion | None:
        """The version with that id, if it was brought in the subtree of `lineage`."""
        row = self._connection.execute(
            _VERSIONS.where(template_version.c.id == version_id, in_subtree(lineage))
        ).first()
        return _version(row) if row else None

    def versions(self, organisation_id: str, template: str, *, limit: int = 100) -> list[TemplateVersion]:
        """What the organisation brought for a template, newest first."""
        rows = self._connection.execute(
            _VERSIONS.where(
                template_version.c.organisation_id == organisation_id, template_version.c.template == template
            )
            .order_by(template_version.c.brought_at.desc(), template_version.c.id)
            .limit(limit)
        )
        return [_version(row) for row in rows]

    def choose(
        self,
        place: OrganisationRecord,
        template: str,
        version: TemplateVersion | None,
        *,
        at: dt.datetime,
        account_id: str,
    ) -> None:
        """From now on the organisation and all below it use `version`, or again what holds above it."""
        self._connection.execute(
            insert(template_choice).values(
                organisation_id=place.id,
                template=template,
                version_id=version.id if version else None,
                chosen_at=at,
                chosen_by=account_id,
            )
        )

    def choices(self, organisation_id: str, template: str, *, limit: int = 100) -> list[TemplateChoice]:
        """What the organisation chose for a template, newest first."""
        rows = self._connection.execute(
            _choices(template_choice.c.organisation_id == organisation_id)
            .where(template_choice.c.template == template)
            .order_by(template_choice.c.seq.desc())
            .limit(limit)
        )
        return [_choice(row) for row in rows]

    def decided(self, lineage: str) -> Mapping[str, TemplateVersion]:
        """
        The version that holds for the organisation of that lineage, by template: the nearest organisation on the way up
        that chose one decides. Templates for which nobody did are not there.
        """
        rows = self._connection.execute(_DECIDED, {"line": lineage.strip("/").split("/")})
        versions = sorted((_version(row) for row in rows), key=lambda one: len(one.organisation.lineage))
        return {one.template: one for one in versions}

    def sets_made(self, versions: Sequence[TemplateVersion]) -> Mapping[str, int]:
        """In how many sets there is a paper made with each version, by its id."""
        rows = self._connection.execute(
            self._made()
            .with_only_columns(template_version.c.id, func.count(distinct(document.c.set_id)))
            .where(template_version.c.id.in_([one.id for one in versions]))
            .group_by(template_version.c.id)
        )
        made = {version_id: count for version_id, count in rows}  # noqa: C416 -- rows are not pairs to a type checker
        return {one.id: made.get(one.id, 0) for one in versions}

    def uses(self, version: TemplateVersion, *, limit: int) -> list[TemplateUse]:
        """The sets with a paper made with the version, newest first."""
        rows = self._connection.execute(
            self._made()
            .with_only_columns(
                document_set.c.id,
                document_set.c.state,
                document_set.c.accepted_at,
                func.count().label("papers"),
                organisation.c.name,
                congress.c.term,
            )
            .where(template_version.c.id == version.id)
            .group_by(
                document_set.c.id,
                document_set.c.state,
                document_set.c.accepted_at,
                organisation.c.name,
                congress.c.term,
            )
            .order_by(document_set.c.accepted_at.desc(), document_set.c.id)
            .limit(limit)
        )
        return [
            TemplateUse(
                set_id=row.id,
                state=row.state,
                accepted_at=row.accepted_at,
                papers=row.papers,
                organisation=row.name,
                term=row.term,
            )
            for row in rows
        ]

    def made_with(self, template: str, sha256: str, *, lineage: str) -> TemplateVersion | None:
        """
        The version that a paper of the organisation with that lineage was made with: the newest of these bytes that it or one
        above it brought; nothing for the template that comes with the system.
        """
        row = self._connection.execute(
            _VERSIONS.where(
                template_version.c.template == template,
                template_version.c.sha256 == sha256,
                template_version.c.organisation_id.in_(lineage.strip("/").split("/")),
            )
            .order_by(template_version.c.brought_at.desc(), template_version.c.id)
            .limit(1)
        ).first()
        return _version(row) if row else None

    def _made(self) -> Select[Any]:
        """Papers made with the very bytes of a version, in the subtree of whoever brought it."""
        owner = organisation.alias("owner")
        return (
            select(template_version)
            .join(owner, owner.c.id == template_version.c.organisation_id)
            .join(
                document,
                (document.c.template_sha256 == template_version.c.sha256)
                & (document.c.template == template_version.c.template),
            )
            .join(document_set, document_set.c.id == document.c.set_id)
            .join(congress, congress.c.id == document_set.c.congress_id)
            .join(organisation, organisation.c.id == congress.c.organisation_id)
            .where(organisation.c.lineage.like(owner.c.lineage + "%"))
        )


def _choice(row: Row[Any]) -> TemplateChoice:
    return TemplateChoice(
        version=_version(row) if row.id else None, chosen_at=row.chosen_at, chosen_by=row.chosen_name
    )
