"""The fields of the minutes of a count at a first conference (Mẫu 4d, HD 38/HD-TLĐ)."""

from __future__ import annotations

from service.congress.conferences import ConferenceName
from service.congress.model import Congress
from service.congress.rules.rule_set import RuleSet
from service.documents.conferences import as_meeting, body_of, conference_at
from service.documents.fields.election_result import count_fields
from service.documents.fields.letterhead import Fields, known
from service.documents.fields.meeting import Meeting
from service.documents.fields.ordinary import issued_by, numbered
from service.documents.paper import PlannedPaper


def conference_count_fields(paper: PlannedPaper, congress: Congress, rule_set: RuleSet) -> Fields:
    """The words and figures of one count. Raises NotReady when its data is not complete."""
    name, conference = conference_at(paper.source, congress)
    at = at_conference(name, congress)
    return {
        **issued_by(congress.organisation, organ=organ_of(name)),
        **numbered(paper, congress),
        **count_fields(paper, as_meeting(congress, conference), rule_set, at),
        "president": known(conference.presided_by).full_name,
        "head_teller": known(conference.tellers).head.full_name,
    }


def organ_of(name: ConferenceName) -> str:
    """Who issues the papers of a conference: the union itself, or its inspection committee."""
    return "Ủy ban Kiểm tra" if name == "inspection_conference" else ""


def at_conference(name: ConferenceName, congress: Congress) -> Meeting:
    """What the conference is called where it votes."""
    return Meeting(
        name="Hội nghị",
        in_full=f"Hội nghị lần thứ nhất {body_of(name, congress)}",
        voters="ủy viên",
        presiding="chủ tọa Hội nghị",
    )
