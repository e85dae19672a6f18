"""Elections by secret ballot: what was counted, exactly as the tellers counted it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from service.congress.people import HandVote, Person
from service.congress.shape import Count, Day, FullName, Line, Paragraph, Shape, TimeOfDay

Office = Literal[
    "executive_committee",
    "chair",
    "upper_delegates",
    "upper_alternates",
    "standing_committee",
    "deputy_chair",
    "inspection_committee",
    "inspection_chair",
    "inspection_deputy_chair",
]
"""
Ban chấp hành; chủ tịch; delegates and separately elected alternates to the upper congress. At the first conferences:
ban thường vụ, phó chủ tịch, ủy ban kiểm tra, chủ nhiệm and phó chủ nhiệm ủy ban kiểm tra.
"""


class Candidate(Person):
    """
    A name on the ballot paper, in its place on the list.

    `votes` is nothing until counted: a missing count is not a zero.
    """

    origin: Literal["prepared", "self_nominated", "nominated"] = "prepared"
    votes: Count | None = None


class Request(Person):
    """
    Somebody who asked to be taken off the list of candidates or to be put on it, and what was decided.

    Without `accepted` nobody has decided yet. The presidium decides, or the congress by a show of hands (`vote`).
    """

    accepted: bool | None = None
    decided_by: Literal["presidium", "congress"] | None = None
    decided_on: Day | None = None
    decided_at: TimeOfDay | None = None
    vote: HandVote | None = None
    reason: Paragraph | None = None


class Withdrawal(Request):
    """Somebody who asked to be taken off the list (rút tên)."""


class Nomination(Request):
    """Somebody outside the prepared list who stands of their own will (ứng cử) or was named by others (đề cử)."""

    origin: Literal["self_nominated", "nominated"]
    nominated_by: Line | None = None


class Decision(Shape):
    """
    What the congress decided where the rules leave it a choice: a tie at the last seat, too few elected.

    `revote` asks for another round (bầu lại, bầu thêm), `leave_vacant` for none. `chosen` names who takes the seat when
    the decision has a legal base that says so; the program never chooses.
    """

    kind: Literal["revote", "leave_vacant", "chosen"]
    ground: Paragraph
    chosen: tuple[FullName, ...] = ()
    vote: HandVote | None = None


class BallotPaper(Shape):
    """
    What the ballot paper (phiếu bầu cử) looks like, and how many are printed over those issued.

    `strike`: the voter strikes out names; `tick`: two columns, for and against. `two_part`, of the chair: part 1 is the
    chair and part 2 the executive committee (HD 28/HD-TLĐ 2021, Phụ lục 4). `order`: by given name, or as the list of
    candidates stands.
    """

    style: Literal["strike", "tick"] = "strike"
    order: Literal["alphabetical", "listed"] = "alphabetical"
    two_part: bool = False
    spare: Annotated[int, Field(ge=0, le=10_000)] = 0
    """Ballots printed beyond those to be issued; they are counted and destroyed under control."""


class NamesLeft(Shape):
    """How many valid ballots chose so many names."""

    names: Count
    ballots: Count


class Round(Shape):
    """One vote: its list, its ballots, its result (`issued, collected, valid, invalid`)."""

    candidates: Annotated[tuple[Candidate, ...], Field(max_length=400)] = ()
    """Who stands in the end: without those who withdrew, with those whose nomination was accepted."""
    nominations: Annotated[tuple[Nomination, ...], Field(max_length=400)] = ()
    withdrawals: Annotated[tuple[Withdrawal, ...], Field(max_length=400)] = ()
    list_vote: HandVote | None = None
    """The show of hands that closed the list of candidates (chốt danh sách bầu cử)."""
    held_on: Day | None = None
    opened_at: TimeOfDay | None = None
    closed_at: TimeOfDay | None = None
    present: Count | None = None
    """Voters in the hall for this vote, when it differs from the attendance of the congress."""
    box_checked: bool | None = None
    """Whether the tellers showed the empty ballot box to the hall and sealed it before the vote."""
    recorded_by: FullName | None = None
    """Which of the tellers kept the record of the count (thư ký)."""
    issued: Count | None = None
    collected: Count | None = None
    valid: Count | None = None
    invalid: Count | None = None
    names_left: Annotated[tuple[NamesLeft, ...], Field(max_length=400)] = ()
    """The valid ballots by the number of names they chose, where the tellers noted it."""
    elected: tuple[FullName, ...] | None = None
    """Who was declared elected, highest first; compared with the votes, never taken on trust."""
    alternates: tuple[FullName, ...] | None = None
    decision: Decision | None = None


class Election(Shape):
    """
    One office or body to be elected (bầu cử), with as many rounds as it took.

    `alternate_seats` counts alternates taken from the next highest with more than half; alternates with a
    ballot of their own are an election of `upper_alternates`.
    """

    office: Office
    seats: Annotated[int, Field(ge=1, le=400)] | None = None
    seats_vote: HandVote | None = None
    """The show of hands on how many to elect (biểu quyết số lượng), before anybody is voted on."""
    alternate_seats: Annotated[int, Field(ge=0, le=100)] = 0
    rounds: Annotated[tuple[Round, ...], Field(max_length=5)] = ()
    ballot: BallotPaper = BallotPaper()
