"""What stands at the head of every paper, and the names and forms the papers share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TypeVar

from service.congress.ballots import Candidate
from service.congress.model import Congress
from service.congress.people import HandVote, Person
from service.congress.wording import (
    dateline,
    grouped,
    long_date,
    number_line,
    percent,
    roman,
)
from service.documents.marks import mark_of
from service.documents.offices import term_words
from service.documents.paper import PlannedPaper

Fields = dict[str, object]
T = TypeVar("T")


class NotReady(LookupError):
    """Fields were asked for a paper whose data is not complete; the plan says which paper is ready."""

    retryable = False


def known(value: T | None) -> T:
    """`value`; NotReady when it is missing."""
    if value is None:
        raise NotReady("the data of this paper is not complete")
    return value


def form_name(congress: Congress) -> str:
    """Đại hội toàn thể, Đại hội đại biểu."""
    return {"plenary": "Đại hội toàn thể", "delegates": "Đại hội đại biểu"}[known(congress.form)]


def congress_name(congress: Congress) -> str:
    """Form, organisation: Đại hội đại biểu Công đoàn ..."""
    return f"{form_name(congress)} {congress.organisation.name}"


def full_name(congress: Congress, *, spaced: bool = False) -> str:
    """Form, organisation, ordinal and term; `spaced` writes the term as headings do."""
    ordinal = roman(known(congress.ordinal))
    return f"{congress_name(congress)} lần thứ {ordinal}, {term_words(congress.term, spaced=spaced)}"


def congress_caps(congress: Congress) -> str:
    """The congress over the line of the heading."""
    return congress_name(congress).upper()


def ordinal_term_caps(congress: Congress) -> str:
    """The second line of the heading; the term stays in one piece."""
    return f"LẦN THỨ {roman(known(congress.ordinal))}, {term_words(congress.term, spaced=True).upper()}"


def letterhead(paper: PlannedPaper, congress: Congress) -> Fields:
    """The left block, without the organ that some papers have under it."""
    mark = mark_of(paper, congress)
    return {
        "congress_caps": congress_caps(congress),
        "ordinal_term_caps": ordinal_term_caps(congress),
        "number_line": number_line(mark.number if mark else None, paper.symbol),
    }


def date_line(paper: PlannedPaper, congress: Congress) -> str:
    """Place and day; the day stays blank until the paper has one, the year is that of the congress."""
    mark = mark_of(paper, congress)
    day = congress.closed_on or known(congress.opened_on)
    return dateline(known(congress.place), mark.issued_on if mark else None, day.year)


def annexed_to(kind: str, paper: PlannedPaper, congress: Congress) -> str:
    """The paper of the congress that an annex goes with: its kind, number and day, which are blanks until they are given."""
    mark = mark_of(paper, congress)
    number = number_line(mark.number if mark else None, paper.symbol).removeprefix("Số:")
    day = congress.closed_on or known(congress.opened_on)
    dated = dateline("", mark.issued_on if mark else None, day.year).removeprefix(", ")
    return f"{kind} số{number} {dated} của {congress_name(congress)} lần thứ {roman(known(congress.ordinal))}"


def voters(congress: Congress) -> str:
    """Who votes at this congress: đại biểu, or đoàn viên when all members meet."""
    return "đại biểu" if congress.form == "delegates" else "đoàn viên"


def office_of(person: Person) -> str:
    """Position and unit, as far as they are known."""
    return ", ".join(part for part in (person.position, person.unit) if part)


def people(persons: Iterable[Person | Candidate]) -> list[Fields]:
    """Names with what each of them is."""
    return [{"name": person.full_name, "office": office_of(person)} for person in persons]


def comrades(persons: Iterable[Person]) -> str:
    """Names in one sentence: đồng chí A, đồng chí B."""
    return ", ".join(f"đồng chí {person.full_name}" for person in persons)


def days(start: dt.date, end: dt.date) -> str:
    """One day, or from a day to another."""
    return long_date(start) if start == end else f"từ {long_date(start)} đến {long_date(end)}"


def hand_vote(vote: HandVote, who: str) -> str:
    """
    A show of hands in words; the percent is of those who voted.

        >>> hand_vote(HandVote(in_favour=30, against=1), "đại biểu")
        '30/31 đại biểu biểu quyết tán thành (96,77%), 1 không tán thành'
    """
    share = f" ({percent(vote.in_favour, vote.cast)})" if vote.cast else ""
    said = f"{grouped(vote.in_favour)}/{grouped(vote.cast)} {who} biểu quyết tán thành{share}"
    said += f", {grouped(vote.against)} không tán thành" if vote.against else ""
    return said + (f", {grouped(vote.abstained)} không có ý kiến" if vote.abstained else "")


def share(part: int, of: int) -> str:
    """A percent, or nothing where there is nothing to take it of."""
    return percent(part, of) if of else ""


def lines_of(text: str | None) -> list[str]:
    """The lines of a text, each a paragraph of its own; none for no text."""
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


def listed(texts: Sequence[str]) -> list[str]:
    """
    The points of a list, closed with semicolons and a full stop at the end.

        >>> listed(["Đổi mới nội dung", "Nâng cao đời sống."])
        ['Đổi mới nội dung;', 'Nâng cao đời sống.']
    """
    points = [
        line.rstrip(" ;.") if not line.endswith("...") else line for text in texts for line in lines_of(text)
    ]
    sentences = any(". " in point for point in points)
    ends = ["." if sentences else ";"] * max(0, len(points) - 1) + ["."] * bool(points)
    return [
        point if point.endswith(("...", "!", "?", ":", "…")) else point + end
        for point, end in zip(points, ends, strict=True)
    ]


def capital(text: str) -> str:
    """`text` with a capital at its start, the rest as it is."""
    return text[:1].upper() + text[1:]
