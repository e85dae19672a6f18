"""What a summons and an invitation have in common: the union that calls, who signs for it, when and where to come."""

from __future__ import annotations

from service.congress.afterwards import Signer
from service.congress.gathering import Convening
from service.congress.model import Congress
from service.congress.proceedings import Session
from service.congress.wording import clock, dateline, long_date, number_line
from service.documents.fields.letterhead import Fields, known, lines_of
from service.documents.marks import mark_of
from service.documents.paper import PlannedPaper

_BODIES = {"executive_committee": "BAN CHẤP HÀNH", "standing_committee": "BAN THƯỜNG VỤ"}
_OFFICES = {"chair": ("CHỦ TỊCH",), "deputy_chair": ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")}
_SITTINGS = {"preparatory": "phiên trù bị", "official": "phiên chính thức"}


def union_letterhead(paper: PlannedPaper, congress: Congress) -> Fields:
    """
    The ordinary heading of a union: the union above it plain, its own name bold, number, place and day.

    The day stays blank until the paper has one, and the year too where the paper may be of the year before.
    """
    mark, opened = mark_of(paper, congress), known(congress.opened_on)
    upper = congress.organisation.upper
    return {
        "upper_caps": upper.name.upper() if upper else "",
        "union_caps": congress.organisation.name.upper(),
        "number_line": number_line(mark.number if mark else None, paper.symbol),
        "date_line": dateline(
            known(congress.place),
            mark.issued_on if mark else None,
            None if opened.month == 1 else opened.year,
        ),
    }


def signed_for(convening: Convening) -> Fields:
    """The lines over the signature, and the name under it: TM. BAN CHẤP HÀNH, KT. CHỦ TỊCH, PHÓ CHỦ TỊCH."""
    signer = known(convening.signer)
    return {
        "capacity": [f"TM. {_BODIES[convening.on_behalf_of]}", *_OFFICES[signer.office]],
        "signer": signer.full_name,
    }


def office_words(signer: Signer) -> str:
    """The office of whoever signs, as lists of signers name it."""
    return {"chair": "Chủ tịch", "deputy_chair": "Phó Chủ tịch"}[signer.office]


def particulars(congress: Congress, *, seat: str | None = None) -> list[Fields]:
    """When, where, what to wear and to bring, whom to ask: as far as it is known."""
    convening = known(congress.convening)
    said = (
        ("Thời gian", "; ".join(_sitting(one, congress) for one in congress.sessions)),
        ("Đón tiếp đại biểu", _registration(convening, congress)),
        ("Địa điểm", known(congress.venue)),
        ("Chỗ ngồi", seat),
        ("Trang phục", convening.dress),
        ("Tài liệu mang theo", convening.papers_to_bring),
        ("Liên hệ", convening.contact),
    )
    found: list[Fields] = [{"label": label, "text": text.rstrip(" .")} for label, text in said if text]
    return found + [{"label": "Lưu ý", "text": line.rstrip(" .")} for line in lines_of(convening.notes)]


def _sitting(session: Session, congress: Congress) -> str:
    when = f"{clock(known(session.opened_at))}, {long_date(session.held_on)}"
    return f"{when} ({_SITTINGS[session.kind]})" if len(congress.sessions) > 1 else when


def _registration(convening: Convening, congress: Congress) -> str:
    if convening.registration_at is None:
        return ""
    day = convening.registration_on or known(congress.opened_on)
    return f"từ {clock(convening.registration_at)}, {long_date(day)}"
