"""The fields of a ballot paper at a first conference: like those of the congress, under the heading of the union."""

from __future__ import annotations

from service.congress.model import Congress
from service.congress.rules.rule_set import RuleSet
from service.congress.wording import dateline
from service.documents.conferences import as_meeting, body_of, conference_at, within
from service.documents.fields.ballot import notes_of, part_of, subject_of
from service.documents.fields.conference_count import organ_of
from service.documents.fields.letterhead import Fields, known
from service.documents.fields.ordinary import issued_by, year_after
from service.documents.paper import PlannedPaper
from service.documents.requirements import day_of_round, vote_at


def conference_ballot_fields(paper: PlannedPaper, congress: Congress, rule_set: RuleSet) -> Fields:
    """The words of one ballot paper. Raises NotReady when its data is not complete."""
    name, held = conference_at(paper.source, congress)
    meeting, (number, place) = as_meeting(congress, held), vote_at(within(paper.source))
    return {
        **issued_by(congress.organisation, organ=organ_of(name)),
        "date_line": dateline(
            known(congress.place), day_of_round(meeting, number, place), year_after(congress)
        ),
        "subject": subject_of(meeting, number, place),
        "meeting": f"(tại Hội nghị lần thứ nhất {body_of(name, congress)})",
        "parts": [part_of(meeting, rule_set, number, place)],
        "notes": notes_of([held.elections[number]]),
    }
