"""The JSON about templates that the API gives out, and what may be asked of it."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from service.documents.fields.published import EVERYWHERE, FieldType, PublishedFields, published
from service.documents.paper import Kind
from service.documents.template_check import TemplateCheck
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
