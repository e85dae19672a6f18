"""The heading and the signature of a paper after the congress: of a union, no longer of a congress."""

from __future__ import annotations

import datetime as dt

from service.congress.afterwards import Signer
from service.congress.model import Congress
from service.congress.people import Organisation, Person
from service.congress.wording import dateline, number_line
from service.documents.fields.letterhead import Fields, known
from service.documents.marks import mark_of
from service.documents.paper import PlannedPaper

_OFFICES = {"chair": ("CHỦ TỊCH",), "deputy_chair": ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")}


def issued_by(organisation: Organisation, *, organ: str = "") -> Fields:
    """The left block: the union above plain, the issuer bold; an organ stands bold under its own union."""
    above = organisation.name if organ else organisation.upper.name if organisation.upper else ""
    return {"upper_caps": above.upper(), "union_caps": (organ or organisation.name).upper()}


def numbered(paper: PlannedPaper, congress: Congress) -> Fields:
    """The number line; a blank until the number is given."""
    mark = mark_of(paper, congress)
    return {"number_line": number_line(mark.number if mark else None, paper.symbol)}


def dated(paper: PlannedPaper, congress: Congress, place: str | None, year: int) -> Fields:
    """Place and day; the day a blank until it is given."""
    mark = mark_of(paper, congress)
    return {"date_line": dateline(known(place), mark.issued_on if mark else None, year)}


def year_after(congress: Congress) -> int:
    """The year in which the papers after the congress are written: that of the first conference, else of the congress."""
    held = congress.first_conference.held_on if congress.first_conference else None
    day: dt.date = held or congress.closed_on or known(congress.opened_on)
    return day.year


def capacity(body: str, signer: Signer) -> list[str]:
    """The lines over a signature: TM. the body, then the office; a deputy signs in the chair's place (KT.)."""
    return [f"TM. {body.upper()}", *_OFFICES[signer.office]]


def signing(signer: Signer | None, chair: Person | None) -> Signer | None:
    """Who signs for a committee: whom the data name, else its chair, who may sign as soon as the result is announced."""
    if signer or not chair:
        return signer
    return Signer(full_name=chair.full_name)


def body_of(organisation: Organisation) -> str:
    """Who acts for a union above: the presidium of the confederation, elsewhere the standing committee."""
    return "Đoàn Chủ tịch" if organisation.level == "national" else "Ban Thường vụ"
