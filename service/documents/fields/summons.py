"""The fields of a summons (giấy triệu tập): one for each delegate."""

from __future__ import annotations

from service.congress.model import Congress
from service.congress.rules.rule_set import RuleSet
from service.documents.fields.convened import particulars, signed_for, union_letterhead
from service.documents.fields.credential_card import delegate_of
from service.documents.fields.letterhead import Fields, full_name, known, office_of
from service.documents.offices import outgoing_committee
from service.documents.paper import PlannedPaper

_STANDINGS = {
    "ex_officio": "đại biểu đương nhiên",
    "elected": "đại biểu được bầu",
    "appointed": "đại biểu được chỉ định",
}


def summons_fields(paper: PlannedPaper, congress: Congress, _rule_set: RuleSet) -> Fields:
    """The words of one summons. Raises NotReady when its data is not complete."""
    delegate = delegate_of(paper, congress)
    standing = _STANDINGS.get(delegate.standing or "", "đại biểu chính thức")
    who = standing if congress.form == "delegates" else "đoàn viên"
    return {
        **union_letterhead(paper, congress),
        "subject": f"Dự {full_name(congress, spaced=True)}",
        "opening": f"{outgoing_committee(congress)} triệu tập:",
        "name": delegate.full_name,
        "office": office_of(delegate),
        "delegation": delegate.delegation or "",
        "card_number": f"{delegate.number:03d}" if delegate.number is not None else "",
        "purpose": f"là {who}, về dự {full_name(congress)}.",
        "particulars": particulars(congress, seat=delegate.seat),
        "closing": "Đề nghị đồng chí có mặt đúng thời gian, địa điểm và mang theo giấy này",
        **signed_for(known(congress.convening)),
    }
