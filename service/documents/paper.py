"""One paper that a congress owes, and what keeps it from being made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from service.congress.finding import Finding
from service.congress.text import slug
from service.documents.offices import OFFICES

Kind = Literal["resolution", "minutes", "credential", "election_result"]
State = Literal["ready", "lacking", "waiting"]
"""Data complete; data missing; complete, but the congress has something to decide first."""

_FILE_NAMES = {
    "resolution": "nghi-quyet-dai-hoi",
    "minutes": "bien-ban-dai-hoi",
    "credentials_report": "bao-cao-tham-tra-tu-cach-dai-bieu",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Lack:
    """A missing datum: its JSON pointer into the congress data, and a sentence in each language."""

    pointer: str
    vi: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedPaper:
    """
    A paper owed.

    `template` and `subject` together name it within one congress and do not change when more data comes in:
    "" for a paper of the whole congress, "executive_committee/1" (office and round), "card/0007" (number of the
    card). `source` is the JSON pointer of the datum it is about, "" for the whole congress.
    """

    template: str
    kind: Kind
    subject: str = ""
    source: str = ""
    title: str
    title_en: str
    symbol: str
    originals: int
    state: State
    lacks: tuple[Lack, ...] = ()
    waits: tuple[Finding, ...] = ()


def file_name(paper: PlannedPaper) -> str:
    """
    The logical path of the paper in the archive, in ASCII, unique within a plan.

    Like `election_result/kiem-phieu-ban-chap-hanh-vong-1.docx` or `credential/the-dai-bieu-0007.docx`.
    """
    return f"{paper.kind}/{_stem(paper)}.docx"


def _stem(paper: PlannedPaper) -> str:
    subject, _, last = paper.subject.partition("/")
    if paper.template == "credential_card":
        return f"the-dai-bieu-{slug(last)}" if last else "the-dai-bieu"
    if paper.template == "election_result":
        office, _, again = subject.partition(".")
        name = slug(OFFICES[office].vi)
        return f"kiem-phieu-{name}{f'-lan-{again}' if again else ''}-vong-{last}"
    return _FILE_NAMES.get(paper.template, slug(paper.template.replace("_", " ")))
