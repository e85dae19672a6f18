"""What is elected, in words: the short names of lists and files, and the full names of the papers."""

from __future__ import annotations

from dataclasses import dataclass

from service.congress.model import Congress
from service.congress.people import Term
from service.congress.wording import roman, term_range


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name in both languages, as it stands inside a sentence."""

    vi: str
    en: str


NBSP = "\u00a0"

OFFICES = {
    "executive_committee": Name(vi="Ban Chấp hành", en="executive committee"),
    "chair": Name(vi="Chủ tịch", en="chair"),
    "upper_delegates": Name(vi="đại biểu dự đại hội cấp trên", en="delegates to the upper congress"),
    "upper_alternates": Name(
        vi="đại biểu dự khuyết dự đại hội cấp trên", en="alternates to the upper congress"
    ),
    "standing_committee": Name(vi="Ban Thường vụ", en="standing committee"),
    "deputy_chair": Name(vi="Phó Chủ tịch", en="deputy chairs"),
    "inspection_committee": Name(vi="Ủy ban Kiểm tra", en="inspection committee"),
    "inspection_chair": Name(vi="Chủ nhiệm Ủy ban Kiểm tra", en="chair of the inspection committee"),
    "inspection_deputy_chair": Name(
        vi="Phó Chủ nhiệm Ủy ban Kiểm tra", en="deputy chairs of the inspection committee"
    ),
}


def term_words(term: Term, *, spaced: bool = False) -> str:
    """
    nhiệm kỳ 2023-2028; `spaced` as headings have it (2023 - 2028), kept on one line by no-break spaces.

        >>> term_words(Term(start=2023, end=2028))
        'nhiệm kỳ 2023-2028'
    """
    words = f"nhiệm kỳ {term_range(term.start, term.end, spaced=spaced)}"
    return words.replace(" ", NBSP) if spaced else words


def committee(congress: Congress) -> str:
    """
    The committee that the congress elects, with its number: Ban Chấp hành ... khóa V.

    Empty number when it is not known; papers that print it are not ready then.
    """
    known = congress.executive_committee and congress.executive_committee.ordinal
    return f"Ban Chấp hành {congress.organisation.name}" + (f" khóa {roman(known)}" if known else "")


def outgoing_committee(congress: Congress) -> str:
    """The committee that leads until the congress, and reports to it: Ban Chấp hành ... khóa IV."""
    known = congress.outgoing_ordinal
    return f"Ban Chấp hành {congress.organisation.name}" + (f" khóa {roman(known)}" if known else "")


def outgoing_term_words(congress: Congress) -> str:
    """Of the outgoing term, behind a noun: ` trong nhiệm kỳ 2017-2023`; empty when it is not known."""
    return f" trong {term_words(congress.outgoing_term)}" if congress.outgoing_term else ""


def outgoing_term_name(congress: Congress) -> str:
    """
    What follows `nhiệm kỳ` where a paper speaks of the outgoing term: its years.

    A first congress has none: a new union was led by a provisional committee, a merged one by those before it.
    """
    outgoing = congress.outgoing_term
    if outgoing is None:
        return "lâm thời" if congress.formation == "new" else "trước"
    return term_range(outgoing.start, outgoing.end)


def upper_congress(congress: Congress, *, spaced: bool = False) -> str:
    """The congress that delegates are sent to, with its term when known; empty when it is not known."""
    upper = congress.upper_delegation
    if upper is None:
        return ""
    years = f", {term_words(upper.term, spaced=spaced)}" if upper.term else ""
    return f"{upper.congress}{years}"


def what_is_elected(office: str, congress: Congress, *, spaced: bool = False) -> str:
    """The full name of what a vote is about; `spaced` writes terms as headings do (2023 - 2028)."""
    term = term_words(congress.term, spaced=spaced)
    if office == "executive_committee":
        return f"{committee(congress)}, {term}"
    if not office.startswith("upper_"):
        return f"{OFFICES[office].vi} {congress.organisation.name}, {term}"
    who = "đại biểu" if office == "upper_delegates" else "đại biểu dự khuyết"
    return f"{who} dự {upper_congress(congress, spaced=spaced)}"
