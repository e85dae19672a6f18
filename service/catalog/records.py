"""What the catalog hands out: one frozen record a row."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

Role = Literal["secretary", "official", "archivist", "administrator"]
SetState = Literal["incomplete", "accepted", "sealed", "failed"]
"""No paper could be made yet; papers are being made; all are in the archive; given up, with a reason."""

DocumentState = Literal["waiting", "rendered", "sealed", "failed"]
Task = Literal["produce", "seal", "file"]
NumberState = Literal["given", "voided"]
MediaType = Literal[
    "application/json",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/x-www-form-urlencoded",
]
"""What congress data came as."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationRecord:
    """
    A union in the tree; `lineage` is `/root/.../id/`, so a subtree is a prefix.

    `code` is what lists of unions know it by. A closed one keeps its papers and holds no further congress.
    """

    id: str
    parent_id: str | None
    name: str
    level: str
    lineage: str
    code: str | None = None
    closed_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FormerPlace:
    """What an organisation was called, and under which one it stood, until then."""

    name: str
    parent: str
    until: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRecord:
    """Somebody who may sign in, or a program that may call, for one organisation and all below it."""

    id: str
    name: str
    role: Role
    organisation: OrganisationRecord
    has_password: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenRecord:
    """A token of an account, for these actions of the policy or (None) all; its secret is known to its holder alone."""

    id: str
    name: str
    created_at: dt.datetime
    expires_at: dt.datetime | None
    revoked_at: dt.datetime | None
    used_at: dt.datetime | None
    """Its last use, to the hour."""
    actions: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondFactorRecord:
    """What makes the codes of an account; in force since `confirmed_at`. `last_step` is the newest code that was used."""

    sealed_secret: str
    confirmed_at: dt.datetime | None
    last_step: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CongressRecord:
    """A congress: one organisation, one term, one object of the archive."""

    id: str
    organisation: OrganisationRecord
    term: str
    object_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionRecord:
    """Congress data as received: the bytes that came, and the one canonical form of what they say."""

    id: str
    congress_id: str
    serial: int
    received: bytes
    media_type: MediaType
    canonical: bytes
    sha256: str
    rule_set: str
    findings: str
    received_at: dt.datetime
    received_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetRecord:
    """What one edition made: all its papers, or none."""

    id: str
    congress_id: str
    edition_id: str
    state: SetState
    accepted_at: dt.datetime
    sealed_at: dt.datetime | None = None
    version: int | None = None
    failure: str | None = None
    superseded_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateVersion:
    """
    A Word file that an organisation brought in the place of the template of that id; its bytes never change.

    `name` is that of the file as it was sent, `fields_version` that of the published fields it was checked against;
    papers are made with `is_usable` ones alone. `brought_by` is the name of an account.
    """

    id: str
    organisation: OrganisationRecord
    template: str
    sha256: str
    name: str
    fields_version: int
    is_usable: bool
    brought_at: dt.datetime
    brought_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateChoice:
    """From when on an organisation and all below it use a version; none: again what holds above it."""

    version: TemplateVersion | None
    chosen_at: dt.datetime
    chosen_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRecord:
    """
    A congress that somebody is still typing; it belongs to an organisation, not to whoever began it.

    `version` grows with every change. `begun_from` is the set whose edition it corrects, `sent_as` the newest set that was
    made of it, from `sent_version`. `begun_by` and `changed_by` are names of accounts.
    """

    id: str
    organisation: OrganisationRecord
    name: str
    term: str
    version: int
    begun_at: dt.datetime
    begun_by: str
    changed_at: dt.datetime
    changed_by: str
    begun_from: str | None = None
    sent_as: str | None = None
    sent_version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRecord:
    """One owed paper of a set."""

    id: str
    set_id: str
    position: int
    chunk: int
    template: str
    template_sha256: str
    kind: str
    subject: str
    title: str
    title_en: str
    source: str
    symbol: str
    originals: int
    file_name: str
    number: str | None
    issued_on: dt.date | None
    state: DocumentState = "waiting"
    sha256: str | None = None
    fields_sha256: str | None = None
    size: int | None = None
    milliseconds: int | None = None
    head: str | None = None
    accented: str | None = None
    body: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FixityPass:
    """A pass over the archive: over all of it, or a share; `report` is what it found, as JSON."""

    id: int
    is_whole: bool
    begun_at: dt.datetime
    seen_at: dt.datetime | None
    ended_at: dt.datetime | None
    cursor: str
    report: str
    is_sound: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedRecord:
    """What rendering one document gave; `head` and `body` are folded text for search, `accented` is the head with accents."""

    document_id: str
    sha256: str
    fields_sha256: str
    size: int
    milliseconds: int
    head: str
    accented: str
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Whose numbers run by themselves: one organisation, one symbol (`NQ-ĐH`), one year."""

    organisation_id: str
    symbol: str
    year: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberRecord:
    """
    A number of the register; voided ones stay, with who, when and why. Names, because accounts may go.

    `signers` and `receivers` are as the register writes them, and stay as they were when the number was given.
    """

    id: str
    organisation_id: str
    symbol: str
    year: int
    number: int
    congress_id: str
    document_id: str
    state: NumberState
    issued_on: dt.date | None
    signers: str
    given_at: dt.datetime
    given_by: str
    voided_at: dt.datetime | None = None
    voided_by: str | None = None
    reason: str | None = None
    receivers: str = ""

    @property
    def series(self) -> Series:
        """The series it belongs to."""
        return Series(organisation_id=self.organisation_id, symbol=self.symbol, year=self.year)

    @property
    def written(self) -> str:
        """As papers show it: a nought before numbers under 10 (NĐ 30/2020, Phụ lục I)."""
        return f"{self.number:02d}/{self.symbol}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyRecord:
    """A signed copy (PDF) of a paper, with the number and day that the paper bore when it was attached."""

    id: str
    document_id: str
    path: str
    staged: str
    sha256: str
    size: int
    pages: int
    signatures: int
    name: str
    number: str | None
    issued_on: dt.date | None
    attached_at: dt.datetime
    attached_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRecord:
    """One entry of a congress's register: `content` is the JSON that stands in the archive."""

    seq: int
    id: str
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """Entries up to `upto` on their way into the archive, on top of version `head` of the object."""

    id: int
    congress_id: str
    upto: int
    head: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """
    Work to be done, waiting in the outbox; the row stays until the work is finished.

    `fence` is the token of the present claim: whoever finishes must still hold it. `starts` counts the
    claims, committed before any work begins, so that work which kills its process is given up; `begun_at` is when the first of
    them was made. `request_id` is that of the request which led to it, where one did; `traceparent` continues the trace in
    which it was promised.
    """

    id: int
    task: Task
    set_id: str
    chunk: int
    starts: int
    fence: str | None
    created_at: dt.datetime
    begun_at: dt.datetime | None = None
    request_id: str | None = None
    traceparent: str | None = None
