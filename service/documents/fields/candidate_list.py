"""The fields of the list of candidates (danh sách bầu cử) that hangs in the hall."""

from __future__ import annotations

from service.congress.model import Congress
from service.congress.rules.rule_set import RuleSet
from service.congress.wording import dateline
from service.documents.fields.ballot_list import asked, names, seats_of_round
from service.documents.fields.letterhead import (
    Fields,
    congress_caps,
    known,
    ordinal_term_caps,
)
from service.documents.offices import what_is_elected
from service.documents.paper import PlannedPaper
from service.documents.requirements import day_of_round, vote_at


def candidate_list_fields(paper: PlannedPaper, congress: Congress, rule_set: RuleSet) -> Fields:
    """The words of one list, in the order of the ballot. Raises NotReady when its data is not complete."""
    number, place = vote_at(paper.source)
    election = congress.elections[number]
    round_ = election.rounds[place]
    day, year = day_of_round(congress, number, place), known(congress.opened_on).year
    again = f" (vòng {place + 1})" if place else ""
    return {
        "congress_caps": congress_caps(congress),
        "ordinal_term_caps": ordinal_term_caps(congress),
        "organ_caps": "ĐOÀN CHỦ TỊCH",
        "date_line": dateline(known(congress.place), day, year),
        "subject": f"Bầu {what_is_elected(election.office, congress, spaced=True)}{again}",
        "asked": asked(seats_of_round(congress, rule_set, number, place), len(round_.candidates)),
        "candidates": names(election, round_),
        "closing": "Danh sách xếp theo thứ tự trên phiếu bầu và đã được Đại hội biểu quyết thông qua",
        "president": known(congress.presidium).head.full_name,
    }
