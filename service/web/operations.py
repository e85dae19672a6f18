"""Every operation of the API and of health as data: what it takes and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import BaseModel

from service.congress.model import Congress
from service.web.bodies import (
    AcceptedBody,
    DocumentBody,
    DocumentsBody,
    LiveBody,
    PlanBody,
    ReadyBody,
    SetBody,
    TermsBody,
)
from service.web.downloads import DOCX, PDF, XLSX, ZIP
from service.web.query import DocumentsQuery, NoQuery, WorkbookQuery
from service.web.register_bodies import (
    CopiesBody,
    CopyBody,
    CopyQuery,
    GiveNumberBody,
    NumberBody,
    PrintQuery,
    RegisterBody,
    RegisterQuery,
    VoidNumberBody,
)
from service.web.template_bodies import (
    BringQuery,
    BroughtBody,
    CheckQuery,
    FieldsBody,
    OrganisationQuery,
    SampleQuery,
    TemplateCheckBody,
    TemplatesBody,
    VersionBody,
    VersionsBody,
)
from service.web.webhook_bodies import AddWebhookBody, DeliveriesBody, WebhookBody, WebhooksBody

JSON = "application/json"

Content = tuple[str, type[BaseModel] | None]
"""Media type, and the model of what it holds; none for bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """
    One method of one path.

    `answers` are the good ones by status (nothing for an empty body), `problems` the statuses of the others;
    `takes` is the media type of a body of bytes, `forms` those of bodies of names and texts; beside a `body` they are
    other ways of sending the same.
    """

    name: str
    method: str
    path: str
    summary: str
    answers: Mapping[int, Content | None]
    problems: tuple[int, ...] = ()
    headers: tuple[str, ...] = ()
    query: type[NoQuery] = NoQuery
    body: type[BaseModel] | None = None
    takes: str = ""
    forms: tuple[str, ...] = ()
    has_key: bool = False
    may_wait: bool = False
    is_open: bool = False
    in_path: Mapping[str, str] = field(default_factory=dict)


_OF_SET = {"set_id": "Id of the set."}
_OF_DOCUMENT = {"document_id": "Id of the document."}
_OF_TEMPLATE = {"template_id": "Id of the template."}
_OF_VERSION = {"version_id": "Id of the version."}
_OF_WEBHOOK = {"webhook_id": "Id of the webhook."}
_USUAL = (400, 401, 403, 429, 503)
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")

OPERATIONS: tuple[Operation, ...] = (
    Operation(
        name="sendCongress",
        method="post",
        path="/api/v1/congresses",
        summary="Send congress data; its papers are made, sealed and archived. Repeating with the same key is safe.",
        body=Congress,
        takes=XLSX,
        forms=_FORMS,
        has_key=True,
        answers={202: (JSON, AcceptedBody)},
        headers=("Location",),
        problems=(*_USUAL, 413, 415, 422),
    ),
    Operation(
        name="planPapers",
        method="post",
        path="/api/v1/plans",
        summary="What these data would make, and everything that is wrong or missing; nothing is stored.",
        body=Congress,
        takes=XLSX,
        forms=_FORMS,
        answers={200: (JSON, PlanBody)},
        problems=(*_USUAL, 413, 415, 422),
    ),
    Operation(
        name="getNewWorkbook",
        method="get",
        path="/api/v1/workbooks/new",
        summary="An empty Excel workbook for congress data, with lists and explanations.",
        query=WorkbookQuery,
        answers={200: (XLSX, None)},
        headers=("Content-Disposition",),
        problems=_USUAL,
    ),
    Operation(
        name="markWorkbook",
        method="post",
        path="/api/v1/workbooks/marked",
        summary="The workbook that was sent, each faulty cell coloured and commented; nothing is stored.",
        takes=XLSX,
        answers={200: (XLSX, None)},
        headers=("Content-Disposition",),
        problems=(*_USUAL, 413),
    ),
    Operation(
        name="getSet",
        method="get",
        path="/api/v1/sets/{set_id}",
        summary="How far a set is: its papers, what is held back and why, and what was found in the data.",
        in_path=_OF_SET,
        may_wait=True,
        answers={200: (JSON, SetBody)},
        headers=("Preference-Applied",),
        problems=(*_USUAL, 404),
    ),
    Operation(
        name="getSetFile",
        method="get",
        path="/api/v1/sets/{set_id}/file",
        summary="All sealed papers of a set as one zip.",
        in_path=_OF_SET,
        answers={200: (ZIP, None)},
        headers=("Content-Disposition",),
        problems=(*_USUAL, 404, 409, 500),
    ),
    Operation(
        name="sendSetAgain",
        method="post",
        path="/api/v1/sets/{set_id}/again",
        summary="Send the data of a set that was given up once more, under the templates of today. Repeating is safe.",
        in_path=_OF_SET,
        answers={202: (JSON, AcceptedBody)},
        headers=("Location",),
        problems=(*_USUAL, 404, 409, 422),
    ),
    Operation(
        name="listTerms",
        method="get",
        path="/api/v1/terms",
        summary="The terms that have papers, with counts by kind.",
        answers={200: (JSON, TermsBody)},
        problems=_USUAL,
    ),
    Operation(
        name="findDocuments",
        method="get",
        path="/api/v1/documents",
        summary="Sealed papers, best first; accents and case do not matter.",
        query=DocumentsQuery,
        answers={200: (JSON, DocumentsBody)},
        headers=("Link",),
        problems=(*_USUAL, 422),
    ),
    Operation(
        name="getDocument",
        method="get",
        path="/api/v1/documents/{document_id}",
        summary="One sealed paper.",
        in_path=_OF_DOCUMENT,
        answers={200: (JSON, DocumentBody)},
        problems=(*_USUAL, 404),
    ),
    Operation(
        name="getDocumentFile",
        method="get",
        path="/api/v1/documents/{document_id}/file",
        summary="The Word file, checked against its digest on the way out.",
        in_path=_OF_DOCUMENT,
        answers={200: (DOCX, None), 304: None},
        headers=("Content-Disposition", "ETag", "Repr-Digest"),
        problems=(*_USUAL, 404, 500),
    ),
    Operation(
        name="giveNumber",
        method="post",
        path="/api/v1/documents/{document_id}/number",
        summary="Give a paper the next number of its organisation, symbol and year; one that has a number keeps it.",
        in_path=_OF_DOCUMENT,
        body=GiveNumberBody,
        answers={200: (JSON, NumberBody), 201: (JSON, NumberBody)},
        problems=(*_USUAL, 404, 409, 413, 415, 422, 500),
    ),
    Operation(
        name="voidNumber",
        method="post",
        path="/api/v1/documents/{document_id}/number/void",
        summary="Void the number of a paper; it stays in the register with the reason and is never given again.",
        in_path=_OF_DOCUMENT,
        body=VoidNumberBody,
        answers={200: (JSON, NumberBody)},
        problems=(*_USUAL, 404, 409, 413, 415, 422),
    ),
    Operation(
        name="listSignedCopies",
        method="get",
        path="/api/v1/documents/{document_id}/signed-copies",
        summary="The signed copies of a paper, oldest first.",
        in_path=_OF_DOCUMENT,
        answers={200: (JSON, CopiesBody)},
        problems=(*_USUAL, 404),
    ),
    Operation(
        name="attachSignedCopy",
        method="post",
        path="/api/v1/documents/{document_id}/signed-copies",
        summary="Keep a scan or digitally signed PDF with its paper, as it is; the same bytes again change nothing.",
        in_path=_OF_DOCUMENT,
        query=CopyQuery,
        takes=PDF,
        answers={200: (JSON, CopyBody), 201: (JSON, CopyBody)},
        problems=(*_USUAL, 404, 413, 422),
    ),
    Operation(
        name="getSignedCopyFile",
        method="get",
        path="/api/v1/documents/{document_id}/signed-copies/{copy_id}/file",
        summary="The signed copy, checked against its digest on the way out.",
        in_path=_OF_DOCUMENT | {"copy_id": "Id of the signed copy."},
        answers={200: (PDF, None), 304: None},
        headers=("Content-Disposition", "ETag", "Repr-Digest"),
        problems=(*_USUAL, 404, 500),
    ),
    Operation(
        name="readRegister",
        method="get",
        path="/api/v1/register",
        summary="Numbers given and voided: newest year first, then by symbol, organisation and number.",
        query=RegisterQuery,
        answers={200: (JSON, RegisterBody)},
        headers=("Link",),
        problems=_USUAL,
    ),
    Operation(
        name="printRegister",
        method="get",
        path="/api/v1/register/file",
        summary="The register of an organisation and year as a Word file, with the ten columns of the regulation.",
        query=PrintQuery,
        answers={200: (DOCX, None)},
        headers=("Content-Disposition",),
        problems=(*_USUAL, 404, 409),
    ),
    Operation(
        name="listTemplates",
        method="get",
        path="/api/v1/templates",
        summary="The Word templates that papers are made from.",
        answers={200: (JSON, TemplatesBody)},
        problems=_USUAL,
    ),
    Operation(
        name="getTemplateFields",
        method="get",
        path="/api/v1/templates/{template_id}/fields",
        summary="The fields a template may use, with meanings and examples.",
        in_path=_OF_TEMPLATE,
        answers={200: (JSON, FieldsBody)},
        problems=(*_USUAL, 404),
    ),
    Operation(
        name="checkTemplate",
        method="post",
        path="/api/v1/templates/check",
        summary="Everything that is wrong with a Word template, where it is, and what to do; nothing is stored.",
        query=CheckQuery,
        takes=DOCX,
        answers={200: (JSON, TemplateCheckBody)},
        problems=(*_USUAL, 413),
    ),
    Operation(
        name="listTemplateVersions",
        method="get",
        path="/api/v1/templates/{template_id}/versions",
        summary="The Word files an organisation brought for a template, newest first, and which one holds.",
        in_path=_OF_TEMPLATE,
        query=OrganisationQuery,
        answers={200: (JSON, VersionsBody)},
        problems=(*_USUAL, 404),
    ),
    Operation(
        name="bringTemplate",
        method="post",
        path="/api/v1/templates/{template_id}/versions",
        summary="Keep a Word file as a version of a template; it is examined, and not used before it is chosen.",
        in_path=_OF_TEMPLATE,
        query=BringQuery,
        takes=DOCX,
        answers={201: (JSON, BroughtBody)},
        headers=("Location",),
        problems=(*_USUAL, 404, 413, 422),
    ),
    Operation(
        name="setTemplateAside",
        method="post",
        path="/api/v1/templates/{template_id}/set-aside",
        summary="Let an organisation use again what holds above it, or the program's own file.",
        in_path=_OF_TEMPLATE,
        query=OrganisationQuery,
        answers={200: (JSON, VersionsBody)},
        problems=(*_USUAL, 404),
    ),
    Operation(
        name="getTemplateVersion",
        method="get",
        path="/api/v1/templates/versions/{version_id}",
        summary="A version: what was found in it, and the sets that were made with it.",
        in_path=_OF_VERSION,
        answers={200: (JSON, BroughtBody)},
        problems=(*_USUAL, 404),
    ),
    Operation(
        name="getTemplateVersionFile",
        method="get",
        path="/api/v1/templates/versions/{version_id}/file",
        summary="The Word file as it was brought.",
        in_path=_OF_VERSION,
        answers={200: (DOCX, None)},
        headers=("Content-Disposition",),
        problems=(*_USUAL, 404),
    ),
    Operation(
        name="getAnnotatedTemplate",
        method="get",
        path="/api/v1/templates/versions/{version_id}/annotated",
        summary="The Word file with a comment at each fault.",
        in_path=_OF_VERSION,
        answers={200: (DOCX, None)},
        headers=("Content-Disposition",),
        problems=(*_USUAL, 404, 422),
    ),
    Operation(
        name="previewTemplate",
        method="get",
        path="/api/v1/templates/versions/{version_id}/preview",
        summary="A paper made with the version, of sample data.",
        in_path=_OF_VERSION,
        query=SampleQuery,
        answers={200: (DOCX, None)},
        headers=("Content-Disposition",),
        problems=(*_USUAL, 404, 409),
    ),
    Operation(
        name="useTemplate",
        method="post",
        path="/api/v1/templates/versions/{version_id}/use",
        summary="Make papers of the organisation that brought the version, and of all below it, with it from now on.",
        in_path=_OF_VERSION,
        answers={200: (JSON, VersionBody)},
        problems=(*_USUAL, 404, 409),
    ),
    Operation(
        name="listWebhooks",
        method="get",
        path="/api/v1/webhooks",
        summary="The addresses that are told what is sealed and signed, and the key to check signatures with.",
        answers={200: (JSON, WebhooksBody)},
        problems=_USUAL,
    ),
    Operation(
        name="addWebhook",
        method="post",
        path="/api/v1/webhooks",
        summary="Tell an address what is sealed and signed in the account's organisation and below.",
        body=AddWebhookBody,
        answers={201: (JSON, WebhookBody)},
        headers=("Location",),
        problems=(*_USUAL, 413, 415, 422),
    ),
    Operation(
        name="removeWebhook",
        method="post",
        path="/api/v1/webhooks/{webhook_id}/remove",
        summary="Tell an address nothing any more; what it was told stays.",
        in_path=_OF_WEBHOOK,
        answers={200: (JSON, WebhookBody)},
        problems=(*_USUAL, 404),
    ),
    Operation(
        name="listDeliveries",
        method="get",
        path="/api/v1/webhooks/{webhook_id}/deliveries",
        summary="What an address was told, newest first, and what became of it.",
        in_path=_OF_WEBHOOK,
        answers={200: (JSON, DeliveriesBody)},
        problems=(*_USUAL, 404),
    ),
    Operation(
        name="deliverAgain",
        method="post",
        path="/api/v1/webhooks/{webhook_id}/deliveries/{delivery_id}/again",
        summary="Send once more what was given up; what is under way or was taken stays as it is.",
        in_path=_OF_WEBHOOK | {"delivery_id": "Number of the delivery."},
        answers={200: (JSON, DeliveriesBody)},
        problems=(*_USUAL, 404),
    ),
    Operation(
        name="getCongressSchema",
        method="get",
        path="/api/v1/schemas/congress",
        summary="The JSON Schema of congress data.",
        answers={200: ("application/schema+json", None)},
        is_open=True,
    ),
    Operation(
        name="getDescription",
        method="get",
        path="/api/v1/openapi.json",
        summary="This description.",
        answers={200: (JSON, None)},
        is_open=True,
    ),
    Operation(
        name="isLive",
        method="get",
        path="/health/live",
        summary="Whether the process answers.",
        answers={200: (JSON, LiveBody)},
        is_open=True,
    ),
    Operation(
        name="isReady",
        method="get",
        path="/health/ready",
        summary="Whether database and storage answer, and how old the oldest unfinished work is.",
        answers={200: (JSON, ReadyBody), 503: (JSON, ReadyBody)},
        is_open=True,
    ),
)
