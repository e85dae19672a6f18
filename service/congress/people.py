"""Persons, organisations and the organs that run a congress."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from service.congress.shape import Count, Day, FullName, Line, Name, Shape, TimeOfDay, Year

Level = Literal["grassroots", "intermediate", "provincial", "national"]
"""Cơ sở; cấp trên trực tiếp cơ sở; tỉnh, ngành trung ương; Tổng Liên đoàn."""

Kind = Literal["member", "section", "commune", "corporation"]
"""Công đoàn thành viên; công đoàn bộ phận; xã, phường, đặc khu; tập đoàn, tổng công ty: for sizes of their own."""

Standing = Literal["ex_officio", "elected", "appointed"]
"""How a delegate came to be one: đương nhiên, bầu, chỉ định."""


class Organisation(Shape):
    """A union (tổ chức công đoàn) and the chain of unions above it."""

    name: Name
    level: Level = "grassroots"
    kind: Kind | None = None
    """Set where the regulation has sizes of its own for unions of this kind."""
    province: Name | None = None
    place: Name | None = None
    """The place name of the date line (địa danh), when it is not the province."""
    members: Count | None = None
    aliases: tuple[Name, ...] = ()
    upper: Organisation | None = None

    @property
    def lineage(self) -> tuple[Organisation, ...]:
        """The chain from the highest organisation named down to this one."""
        return (*(self.upper.lineage if self.upper else ()), self)


class Term(Shape):
    """A term of office (nhiệm kỳ): 2023-2028."""

    start: Year
    end: Year

    def __str__(self) -> str:
        return f"{self.start}-{self.end}"


class Person(Shape):
    """
    Somebody named on a paper.

    `full_name` is printed as typed; `sort_name` overrides the place in alphabetical lists, since
    no rule splits Ê Đê or Gia Rai names rightly.
    """

    full_name: FullName
    sort_name: FullName | None = None
    gender: Literal["male", "female"] | None = None
    born_on: Day | None = None
    birth_year: Year | None = None
    ethnicity: Name | None = None
    religion: Name | None = None
    """Tôn giáo; `Không` for none, since nothing means not known."""
    hometown: Line | None = None
    """Quê quán."""
    party_joined_on: Day | None = None
    position: Line | None = None
    unit: Line | None = None
    education: Line | None = None
    """Trình độ học vấn: 12/12."""
    specialty: Line | None = None
    """Trình độ chuyên môn: Thạc sĩ Kinh tế."""
    political_theory: Line | None = None
    """Trình độ lý luận chính trị: Cao cấp."""
    union_joined_on: Day | None = None
    union_office_since: Year | None = None
    """Since when the person has held union offices (tham gia cán bộ công đoàn)."""
    reelected: bool | None = None
    """Whether the person comes from the outgoing committee (tái cử) or is new to it (lần đầu)."""


class Delegate(Person):
    """Somebody who takes part in the congress (đại biểu)."""

    number: Annotated[int, Field(ge=1, le=100_000)] | None = None
    """The number of the card."""
    standing: Standing | None = None
    delegation: Line | None = None
    seat: Line | None = None
    """Where the delegate sits in the hall: Dãy A, ghế 12."""
    present: bool | None = None
    absence_reason: Line | None = None


class Guest(Person):
    """Somebody who is invited and does not vote (khách mời)."""

    salutation: Line | None = None
    """What stands before the name on the invitation: Đồng chí when nothing is said, Ông, Bà."""
    number: Annotated[int, Field(ge=1, le=100_000)] | None = None
    """The number of the card."""
    seat: Line | None = None
    present: bool | None = None


class StaffMember(Person):
    """Somebody who works at the congress: organises it (ban tổ chức), or serves (phục vụ)."""

    duty: Literal["organiser", "service"]
    number: Annotated[int, Field(ge=1, le=100_000)] | None = None
    """The number of the card."""


class HandVote(Shape):
    """A vote by show of hands (biểu quyết); when it was held, where the order of votes counts."""

    in_favour: Count
    against: Count = 0
    abstained: Count = 0
    held_on: Day | None = None
    held_at: TimeOfDay | None = None

    @property
    def cast(self) -> int:
        """How many voted, one way or another."""
        return self.in_favour + self.against + self.abstained


class Organ(Shape):
    """
    Presidium, secretariat, credentials committee or tellers; the first member leads.

    `vote` is the show of hands that elected it.
    """

    members: Annotated[tuple[Person, ...], Field(min_length=1, max_length=60)]
    vote: HandVote | None = None

    @property
    def head(self) -> Person:
        """Who leads, and signs."""
        return self.members[0]
