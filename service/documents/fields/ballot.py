"""
The fields of a ballot paper (phiếu bầu cử): one file, printed as many times as there are ballots.

Nothing on it tells one ballot from another, and nothing says how many there are: no serial number, no name of a voter.
"""

from __future__ import annotations

from service.congress.ballots import Election
from service.congress.model import Congress
from service.congress.rules.rule_set import RuleSet
from service.congress.wording import dateline, grouped
from service.documents.fields.ballot_list import asked, names, seats_of_round
from service.documents.fields.letterhead import (
    Fields,
    congress_caps,
    known,
    ordinal_term_caps,
)
from service.documents.offices import what_is_elected
from service.documents.paper import PlannedPaper
from service.documents.requirements import ballots_of, day_of_round

_FORBIDDEN = (
    "Không viết thêm tên người ngoài danh sách, không ký tên, không viết hoặc đánh dấu gì khác lên phiếu."
)


def ballot_fields(paper: PlannedPaper, congress: Congress, rule_set: RuleSet) -> Fields:
    """The words of one ballot paper. Raises NotReady when its data is not complete."""
    votes = ballots_of(paper.source, congress)
    number, place = votes[0]
    day = day_of_round(congress, number, place)
    return {
        "congress_caps": congress_caps(congress),
        "ordinal_term_caps": ordinal_term_caps(congress),
        "date_line": dateline(known(congress.place), day, known(congress.opened_on).year),
        "subject": _joint_subject(congress) if len(votes) > 1 else subject_of(congress, number, place),
        "parts": [
            part_of(
                congress, rule_set, *vote, title=_part_title(congress, vote, nth) if len(votes) > 1 else ""
            )
            for nth, vote in enumerate(votes, 1)
        ],
        "notes": notes_of([congress.elections[number] for number, _ in votes]),
    }


def subject_of(congress: Congress, number: int, place: int) -> str:
    """What is voted on in one round, as the heading of a ballot says it."""
    election = congress.elections[number]
    again = f" (vòng {place + 1})" if place else ""
    return f"Bầu {what_is_elected(election.office, congress, spaced=True)}{again}"


def _joint_subject(congress: Congress) -> str:
    return f"Bầu Chủ tịch và {what_is_elected('executive_committee', congress, spaced=True)}"


def _part_title(congress: Congress, vote: tuple[int, int], nth: int) -> str:
    return f"Phần {nth}. {subject_of(congress, *vote)}"


def part_of(congress: Congress, rule_set: RuleSet, number: int, place: int, *, title: str = "") -> Fields:
    """One vote on a ballot: how many are elected of how many, how to vote, and the names."""
    election = congress.elections[number]
    round_ = election.rounds[place]
    seats = seats_of_round(congress, rule_set, number, place)
    listed = names(election, round_)
    ticked = election.ballot.style == "tick"
    return {
        "title": title,
        "asked": asked(seats, len(listed)),
        "how": _tick(seats) if ticked else _strike(seats, len(listed)),
        "names": [] if ticked else listed,
        "choices": listed if ticked else [],
    }


def _strike(seats: int, candidates: int) -> str:
    if candidates == 1:
        return (
            "Cách bầu: đồng ý thì để nguyên; không đồng ý thì gạch ngang cả họ, tên đệm và tên. "
            "Phiếu gạch tên vẫn hợp lệ và được tính là không đồng ý."
        )
    return (
        "Cách bầu: không bầu người nào thì gạch ngang cả họ, tên đệm và tên của người đó. "
        f"Số người để lại không được nhiều hơn {grouped(seats)}; không được gạch hết cả danh sách."
    )


def _tick(seats: int) -> str:
    return (
        "Cách bầu: đánh dấu X vào ô “Đồng ý” hoặc ô “Không đồng ý” của từng người. "
        f"Số người được đánh dấu “Đồng ý” không được nhiều hơn {grouped(seats)}."
    )


def notes_of(elections: list[Election]) -> list[str]:
    """What the voter must know besides."""
    alternates = [election for election in elections if election.alternate_seats]
    reserve = [
        f"Người dự khuyết ({grouped(election.alternate_seats)} người) lấy từ những người không trúng cử chính thức, "
        "được quá một nửa số phiếu, theo số phiếu từ cao xuống thấp."
        for election in alternates
    ]
    return [*reserve, _FORBIDDEN]
