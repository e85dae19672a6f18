"""The JSON about templates that the API gives out, and what may be asked of it."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import AfterValidator, Field

from service.catalog import TemplateVersion
from service.documents.fields.published import EVERYWHERE, FieldType, PublishedFields, published
from service.documents.paper import Kind
from service.documents.template_check import TemplateCheck
from service.documents.template_pages import VersionPage
from service.documents.templates import TemplateFile
from service.docx.lint.findings import Severity
from service.web.bodies import Body
from service.web.query import NoQuery


def _is_published(template: str) -> str:
    if template not in published():
        raise ValueError("no fields are published for it")
    return template


class CheckQuery(NoQuery):
    """Whose fields a file is compared with: those of `template`, or the nearest template of `kind`."""

    kind: Kind | None = None
    template: Annotated[str, Field(pattern=r"^[a-z][a-z_]*$"), AfterValidator(_is_published)] | None = None


_ID = r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"


class OrganisationQuery(NoQuery):
    """For which organisation; without one for the account's own."""

    organisation: Annotated[str, Field(pattern=_ID)] | None = None


class BringQuery(OrganisationQuery):
    """For which organisation a file is brought, and what it is called."""

    name: Annotated[str, Field(max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")] = ""


class SampleQuery(NoQuery):
    """Which sample a paper is made of; without one the first."""

    sample: Annotated[str, Field(pattern=r"^[a-z0-9-]{0,60}$")] = ""


class TemplateBody(Body):
    """One template: `symbol` stands in the number line, `originals` is how many are signed."""

    id: str
    kind: Kind
    title: str
    title_en: str
    symbol: str
    originals: int
    fields_version: int
    sha256: str
    fields: str


class TemplatesBody(Body):
    """Every template, in the order of the manifest."""

    items: list[TemplateBody]


class FieldBody(Body):
    """A field a template may use: `members[].name` is `name` of each entry of `members`, `goals[]` a list of texts."""

    name: str
    type: FieldType
    vi: str
    en: str
    example: str


class FieldsBody(Body):
    """The published fields of one template; `version` goes up when one is taken away or changes its meaning."""

    template: str
    version: int
    items: list[FieldBody]


class PlaceBody(Body):
    """Where in the Word file, in words and in numbers from 1; no number where it does not apply."""

    vi: str
    en: str
    part: str
    paragraph: int | None
    table: int | None
    row: int | None
    column: int | None


class TemplateFindingBody(Body):
    """A remark: what is wrong, what to do, the text of the tag, and what was probably meant."""

    code: str
    severity: Severity
    place: PlaceBody
    tag: str
    meant: str
    vi: str
    en: str
    do_vi: str
    do_en: str


class TemplateCheckBody(Body):
    """Everything to be said of a file; `used` are the fields it reads, with the variables of loops resolved."""

    template: str | None
    usable: bool
    findings: list[TemplateFindingBody]
    used: list[str]


class VersionBody(Body):
    """A Word file that an organisation brought; `sets` is in how many sets there are papers made with it."""

    id: str
    template: str
    organisation: str
    name: str
    sha256: str
    usable: bool
    current: bool
    sets: int | None
    brought_at: dt.datetime
    brought_by: str
    file: str


class VersionsBody(Body):
    """What an organisation brought, newest first; `current` may be of one above, and is nothing for the program's own."""

    organisation: str
    current: str | None
    items: list[VersionBody]


class UsedByBody(Body):
    """A set with papers that were made with a version."""

    set: str
    organisation: str
    term: str
    papers: int
    accepted_at: dt.datetime


class BroughtBody(Body):
    """A version, everything to be said of it, the samples to try it with, and the newest sets made with it."""

    version: VersionBody
    check: TemplateCheckBody
    samples: list[str]
    used_by: list[UsedByBody]


def version_body(version: TemplateVersion, *, is_current: bool, sets: int | None = None) -> VersionBody:
    """One version."""
    return VersionBody(
        id=version.id,
        template=version.template,
        organisation=version.organisation.id,
        name=version.name,
        sha256=version.sha256,
        usable=version.is_usable,
        current=is_current,
        sets=sets,
        brought_at=version.brought_at,
        brought_by=version.brought_by,
        file=f"/api/v1/templates/versions/{version.id}/file",
    )


def brought_body(page: VersionPage) -> BroughtBody:
    """A version with all that is known of it."""
    return BroughtBody(
        version=version_body(page.version, is_current=page.is_current),
        check=check_body(page.check),
        samples=[key for key, _ in page.samples],
        used_by=[
            UsedByBody(
                set=one.set_id,
                organisation=one.organisation,
                term=one.term,
                papers=one.papers,
                accepted_at=one.accepted_at,
            )
            for one in page.uses
        ],
    )


def template_body(template: TemplateFile) -> TemplateBody:
    """One line of the manifest."""
    names = ("id", "kind", "title", "title_en", "symbol", "originals", "fields_version", "sha256")
    return TemplateBody(
        **{name: getattr(template, name) for name in names}, fields=f"/api/v1/templates/{template.id}/fields"
    )


def fields_body(template: str, fields: PublishedFields) -> FieldsBody:
    """The published fields of one template."""
    items = [
        FieldBody(name=one.path, type=one.type, vi=one.vi, en=one.en, example=one.example)
        for one in (*fields.fields.values(), *EVERYWHERE)
    ]
    return FieldsBody(template=template, version=fields.version, items=items)


def check_body(check: TemplateCheck) -> TemplateCheckBody:
    """What was found in a file."""
    return TemplateCheckBody(
        template=check.template,
        usable=check.is_usable,
        findings=[TemplateFindingBody.model_validate(one.as_json()) for one in check.findings],
        used=list(check.used),
    )
