"""The JSON that the API gives out, as models: answers are made of them, and so is the OpenAPI description."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import BaseModel, ConfigDict

from service.archive import Page
from service.catalog import Shelved
from service.catalog.records import DocumentRecord, DocumentState, SetState
from service.congress.finding import Figure, Finding, Severity
from service.documents.paper import Kind, PlannedPaper, State
from service.documents.plan import Plan
from service.documents.status import SetStatus
from service.intake.read import Reading


class Body(BaseModel):
    """Part of an answer."""

    model_config = ConfigDict(frozen=True, extra="forbid", from_attributes=True)


class FindingBody(Body):
    """
    One broken rule; `pointer` (RFC 6901) leads into the data, `vi` and `en` say it to people.

    `cell` is where it stands in the workbook that was sent (`Đại biểu!C17`), empty for other data.
    """

    code: str
    pointer: str
    cell: str
    severity: Severity
    figures: dict[str, Figure]
    article: str
    rule_set: str
    vi: str
    en: str


class ProblemBody(Body):
    """A problem (RFC 9457); `detail` is English, `vi` the same in Vietnamese."""

    type: str
    title: str
    status: int
    detail: str
    vi: str
    code: str
    findings: list[FindingBody] = []


class AcceptedBody(Body):
    """The set that a submission made, and where to look at it."""

    set: str
    location: str


class LackBody(Body):
    """A datum that is missing."""

    pointer: str
    vi: str
    en: str


class PlannedBody(Body):
    """A paper the congress owes, and what keeps it from being made."""

    template: str
    kind: Kind
    subject: str
    title: str
    title_en: str
    state: State
    lacks: list[LackBody]
    waits: list[FindingBody]


class NoteBody(Body):
    """Why a paper one may expect is not owed, or by when what is owed must be done."""

    vi: str
    en: str


class PlanBody(Body):
    """What the data would make; `acceptable` says whether they would be taken as they are."""

    acceptable: bool
    rule_set: str
    findings: list[FindingBody]
    papers: list[PlannedBody]
    notes: list[NoteBody]


class SetDocumentBody(Body):
    """A paper of a set; the links are there once it is sealed."""

    id: str
    kind: str
    subject: str
    title: str
    title_en: str
    number: str | None
    state: DocumentState
    sha256: str | None
    location: str | None
    file: str | None


class FailureBody(Body):
    """Why a set was given up."""

    code: str
    vi: str
    en: str
    document_id: str | None


class ProgressBody(Body):
    """How many papers are in each state."""

    total: int
    waiting: int
    rendered: int
    sealed: int
    failed: int


class SetBody(Body):
    """A set: what one edition of a congress made; `reason` says why it corrects, `superseded_reason` why it was corrected."""

    id: str
    state: SetState
    settled: bool
    organisation: str
    term: str
    edition: int
    version: int | None
    accepted_at: dt.datetime
    sealed_at: dt.datetime | None
    reason: str | None
    superseded_by: str | None
    superseded_reason: str | None
    progress: ProgressBody
    documents: list[SetDocumentBody]
    held_back: list[PlannedBody]
    notes: list[NoteBody]
    findings: list[FindingBody]
    failure: FailureBody | None
    file: str | None


class DocumentBody(Body):
    """A sealed paper."""

    id: str
    set: str
    kind: str
    title: str
    title_en: str
    number: str | None
    issued_on: dt.date | None
    term: str
    organisation: str
    version: int
    sha256: str
    size: int
    sealed_at: dt.datetime
    superseded: bool
    location: str
    file: str


class FacetBody(Body):
    """How many of what was found belong to a term and kind."""

    term: str
    kind: str
    count: int


class DocumentsBody(Body):
    """
    One page of sealed papers, best first.

    Only the first page says how many there are in all (`total`, 1001 meaning more than a thousand) and how those counted
    divide (`facets`).
    """

    items: list[DocumentBody]
    next: str | None
    total: int | None
    facets: list[FacetBody]


class TermBody(Body):
    """How many current papers a term has, by kind."""

    term: str
    total: int
    kinds: dict[str, int]


class TermsBody(Body):
    """All terms that have papers, newest first."""

    items: list[TermBody]


class LiveBody(Body):
    """The process answers."""

    status: Literal["alive"]


class ReadyBody(Body):
    """
    Whether the parts answer.

    `broker` is none where this process was not told of one; `templates` were read and found sound at its start;
    `oldest_work_seconds` is the age of the oldest unfinished work.
    """

    status: Literal["ready", "not ready"]
    catalog: bool
    storage: bool
    broker: bool | None
    templates: int
    oldest_work_seconds: float | None


def finding_body(found: Finding) -> FindingBody:
    """One finding."""
    return FindingBody.model_validate(found)


def planned_body(paper: PlannedPaper) -> PlannedBody:
    """One paper owed."""
    return PlannedBody.model_validate(paper)


def plan_body(reading: Reading, planned: Plan) -> PlanBody:
    """What the data would make."""
    return PlanBody(
        acceptable=reading.is_acceptable,
        rule_set=reading.rule_set.key,
        findings=[finding_body(found) for found in reading.findings],
        papers=[planned_body(paper) for paper in planned.papers],
        notes=[NoteBody(vi=vi, en=en) for vi, en in planned.notes],
    )


def set_body(status: SetStatus) -> SetBody:
    """A set as far as it is."""
    record = status.record
    counts = {"waiting": 0, "rendered": 0, "sealed": 0, "failed": 0, **status.progress}
    return SetBody(
        id=record.id,
        state=record.state,
        settled=status.is_settled,
        organisation=status.congress.organisation.name,
        term=status.congress.term,
        edition=status.serial,
        version=record.version,
        accepted_at=record.accepted_at,
        sealed_at=record.sealed_at,
        reason=status.reason,
        superseded_by=record.superseded_by,
        superseded_reason=status.superseded_reason,
        progress=ProgressBody(total=len(status.documents), **counts),
        documents=[_set_document(one) for one in status.documents],
        held_back=[planned_body(paper) for paper in status.held_back],
        notes=[NoteBody(vi=vi, en=en) for vi, en in status.notes],
        findings=[finding_body(found) for found in status.findings],
        failure=FailureBody.model_validate(status.failure) if status.failure else None,
        file=f"/api/v1/sets/{record.id}/file" if record.state == "sealed" else None,
    )


def _set_document(document: DocumentRecord) -> SetDocumentBody:
    location = f"/api/v1/documents/{document.id}" if document.state == "sealed" else None
    return SetDocumentBody(
        **{
            name: getattr(document, name) for name in ("id", "kind", "subject", "title", "title_en", "number")
        },
        state=document.state,
        sha256=document.sha256,
        location=location,
        file=location and f"{location}/file",
    )


def document_body(paper: Shelved) -> DocumentBody:
    """A sealed paper."""
    document, location = paper.document, f"/api/v1/documents/{paper.document.id}"
    return DocumentBody(
        **{
            name: getattr(document, name)
            for name in ("id", "kind", "title", "title_en", "number", "issued_on")
        },
        **{
            name: getattr(paper, name)
            for name in ("term", "organisation", "version", "sealed_at", "superseded")
        },
        set=document.set_id,
        sha256=document.sha256 or "",
        size=document.size or 0,
        location=location,
        file=f"{location}/file",
    )


def documents_body(page: Page) -> DocumentsBody:
    """One page of what was found."""
    return DocumentsBody(
        items=[document_body(paper) for paper in page.papers],
        next=page.cursor,
        total=page.total,
        facets=[FacetBody(term=term, kind=kind, count=count) for term, kind, count in page.facets],
    )


def terms_body(counts: list[tuple[str, str, int]]) -> TermsBody:
    """Terms with their counts; `counts` is `(term, kind, count)`, in the order to be kept."""
    kinds: dict[str, dict[str, int]] = {}
    for term, kind, count in counts:
        kinds.setdefault(term, {})[kind] = count
    return TermsBody(
        items=[TermBody(term=term, total=sum(held.values()), kinds=held) for term, held in kinds.items()]
    )
