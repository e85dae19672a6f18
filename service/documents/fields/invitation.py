"""The fields of an invitation (giấy mời): one for each guest."""

from __future__ import annotations

from service.congress.model import Congress
from service.congress.people import Guest
from service.congress.rules.rule_set import RuleSet
from service.documents.fields.convened import particulars, signed_for, union_letterhead
from service.documents.fields.letterhead import Fields, full_name, known, office_of
from service.documents.offices import outgoing_committee
from service.documents.paper import PlannedPaper


def invitation_fields(paper: PlannedPaper, congress: Congress, _rule_set: RuleSet) -> Fields:
    """The words of one invitation. Raises NotReady when its data is not complete."""
    guest = _guest_of(paper, congress)
    salutation = guest.salutation or "Đồng chí"
    return {
        **union_letterhead(paper, congress),
        "subject": f"Dự {full_name(congress, spaced=True)}",
        "opening": f"{outgoing_committee(congress)} trân trọng kính mời:",
        "salutation": salutation,
        "name": guest.full_name,
        "office": office_of(guest),
        "purpose": f"đến dự {full_name(congress)}.",
        "particulars": particulars(congress, seat=guest.seat),
        "closing": f"Sự có mặt của {salutation[:1].lower()}{salutation[1:]} góp phần vào thành công của Đại hội",
        **signed_for(known(congress.convening)),
    }


def _guest_of(paper: PlannedPaper, congress: Congress) -> Guest:
    return congress.guests[int(paper.source.rpartition("/")[2])]
