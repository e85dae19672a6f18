"""What the API answers, as a program sees it. Fields that a newer service adds are left out, so that old clients go on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict


class Answer(BaseModel):
    """Part of an answer."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Finding(Answer):
    """
    One broken rule: where (`pointer` into JSON, `cell` of a workbook), by which article, in Vietnamese and English.

    `severity` is `error` (the data are refused), `hold` (papers are held back) or `warning`.
    """

    code: str
    pointer: str
    cell: str
    severity: str
    article: str
    rule_set: str
    vi: str
    en: str


class Accepted(Answer):
    """The set that was promised; `location` is its path in the API."""

    set: str
    location: str


class Lack(Answer):
    """A datum that a paper needs."""

    pointer: str
    vi: str
    en: str


class PlannedPaper(Answer):
    """A paper the congress owes, and what keeps it from being made."""

    template: str
    kind: str
    subject: str
    title: str
    title_en: str
    state: str
    lacks: list[Lack]
    waits: list[Finding]


class Plan(Answer):
    """What the data would make; `acceptable` says whether they would be taken as they are."""

    acceptable: bool
    rule_set: str
    findings: list[Finding]
    papers: list[PlannedPaper]


class Progress(Answer):
    """How many papers of a set are in each state."""

    total: int
    waiting: int
    rendered: int
    sealed: int
    failed: int


class PaperOfSet(Answer):
    """A paper of a set; `sha256` is that of the Word file, known once it is sealed."""

    id: str
    kind: str
    subject: str
    title: str
    title_en: str
    number: str | None
    state: str
    sha256: str | None


class Failure(Answer):
    """Why a set was given up."""

    code: str
    vi: str
    en: str
    document_id: str | None


class PaperSet(Answer):
    """The papers that one edition of a congress made; nothing more happens to it once it is `settled`."""

    id: str
    state: Literal["incomplete", "accepted", "sealed", "failed"]
    settled: bool
    organisation: str
    term: str
    edition: int
    version: int | None
    accepted_at: dt.datetime
    sealed_at: dt.datetime | None
    superseded_by: str | None
    progress: Progress
    documents: list[PaperOfSet]
    held_back: list[PlannedPaper]
    findings: list[Finding]
    failure: Failure | None


class Paper(Answer):
    """A sealed paper of the archive; `size` in bytes."""

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


class FoundPapers(Answer):
    """One page of what was found; `total` only on the first, 1001 meaning more than a thousand."""

    items: list[Paper]
    next: str | None
    total: int | None


class Term(Answer):
    """How many current papers a term has, by kind."""

    term: str
    total: int
    kinds: Mapping[str, int]


class Number(Answer):
    """A number of the register; `written` is as papers show it."""

    document_id: str
    written: str
    number: int
    symbol: str
    year: int
    state: str
    issued_on: dt.date | None
    reason: str | None


class SignedCopy(Answer):
    """A scan or digitally signed file that is kept with its paper."""

    id: str
    name: str
    sha256: str
    size: int
    pages: int
    number: str | None
    issued_on: dt.date | None
