"""
The papers of a congress: which there are, what each needs, what it prints, who signs it.

One module for each type; this table holds their order, which is that of every plan.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from service.congress.model import Congress
from service.congress.rules.rule_set import RuleSet
from service.documents.fields import Fields, NotReady
from service.documents.paper import PlannedPaper
from service.documents.papers.activity_report import ACTIVITY_REPORT
from service.documents.papers.ballot import BALLOT
from service.documents.papers.biographies import BIOGRAPHIES
from service.documents.papers.candidate_list import CANDIDATE_LIST
from service.documents.papers.card_sheet import CARD_SHEET
from service.documents.papers.conference_ballot import CONFERENCE_BALLOT
from service.documents.papers.conference_count import CONFERENCE_COUNT
from service.documents.papers.conference_minutes import CONFERENCE_MINUTES
from service.documents.papers.congress_rules import ELECTION_RULES, WORKING_RULES
from service.documents.papers.credential_card import CREDENTIAL_CARD
from service.documents.papers.credentials_report import CREDENTIALS_REPORT
from service.documents.papers.election_result import ELECTION_RESULT
from service.documents.papers.extract import EXTRACT
from service.documents.papers.membership_report import MEMBERSHIP_REPORT
from service.documents.papers.minutes import MINUTES
from service.documents.papers.notice import NOTICE
from service.documents.papers.paper_type import PaperType, Signers
from service.documents.papers.programme import PROGRAMME
from service.documents.papers.recognition import (
    RECOGNITION_DECISION,
    RECOGNITION_DOSSIER,
    RECOGNITION_PROPOSAL,
)
from service.documents.papers.resolution import RESOLUTION
from service.documents.papers.running_order import RUNNING_ORDER
from service.documents.papers.summons import INVITATION, SUMMONS

__all__ = ["PAPERS", "NotReady", "Types", "fields_for", "file_name", "signatories"]

_PAPERS: dict[str, PaperType] = {
    one.template: one
    for one in (
        RESOLUTION,
        MINUTES,
        ELECTION_RESULT,
        CREDENTIALS_REPORT,
        MEMBERSHIP_REPORT,
        CANDIDATE_LIST,
        BALLOT,
        PROGRAMME,
        RUNNING_ORDER,
        ACTIVITY_REPORT,
        WORKING_RULES,
        ELECTION_RULES,
        BIOGRAPHIES,
        CARD_SHEET,
        INVITATION,
        SUMMONS,
        CREDENTIAL_CARD,
        CONFERENCE_BALLOT,
        CONFERENCE_MINUTES,
        CONFERENCE_COUNT,
        RECOGNITION_PROPOSAL,
        RECOGNITION_DOSSIER,
        RECOGNITION_DECISION,
        NOTICE,
        EXTRACT,
    )
}

PAPERS: Mapping[str, PaperType] = MappingProxyType(_PAPERS)


Types = Mapping[str, PaperType]
"""Types of papers by their template."""


def fields_for(paper: PlannedPaper, congress: Congress, rule_set: RuleSet, types: Types = PAPERS) -> Fields:
    """
    The values of one paper, under the names that are published for its template.

    Only dicts, lists and texts. Raises NotReady for a paper that is not ready.
    """
    if paper.state != "ready":
        raise NotReady(f"{paper.template} {paper.subject} is {paper.state}")
    return types[paper.template].fields(paper, congress, rule_set)


def signatories(paper: PlannedPaper, congress: Congress, types: Types = PAPERS) -> Signers:
    """Who signs, left to right: (capacity, name); nothing for cards, nobody where the organ is not known."""
    return types[paper.template].signers(paper, congress)


def file_name(paper: PlannedPaper, types: Types = PAPERS) -> str:
    """
    The logical path of the paper in the archive, in ASCII, unique within a plan.

    Like `election_result/kiem-phieu-ban-chap-hanh-vong-1.docx` or `credential/the-dai-bieu-0007.docx`.
    """
    return f"{paper.kind}/{types[paper.template].stem(paper)}.docx"
