"""The fields of the report on the outgoing term and the directions of the new one (báo cáo tổng kết)."""

from __future__ import annotations

from service.congress.model import Congress
from service.congress.rules.rule_set import RuleSet
from service.documents.fields.directions import directions
from service.documents.fields.letterhead import (
    Fields,
    capital,
    congress_name,
    date_line,
    letterhead,
    voters,
)
from service.documents.offices import outgoing_committee, outgoing_term_name, term_words
from service.documents.paper import PlannedPaper


def activity_report_fields(paper: PlannedPaper, congress: Congress, _rule_set: RuleSet) -> Fields:
    """The words and figures of the report. Raises NotReady when its data is not complete."""
    outgoing = congress.outgoing_term
    # Before a first congress there was no term of so many years; what there was has a name.
    before = f"nhiệm kỳ {outgoing_term_name(congress)}"
    reporter = outgoing_committee(congress)
    return {
        **letterhead(paper, congress),
        "date_line": date_line(paper, congress),
        "subject": (
            f"Tổng kết hoạt động công đoàn {term_words(outgoing, spaced=True) if outgoing else before}; phương hướng, nhiệm vụ "
            f"{term_words(congress.term, spaced=True)}"
        ),
        "opening": (
            f"{reporter} báo cáo {congress_name(congress)} kết quả hoạt động công đoàn "
            f"{before} và phương hướng, nhiệm vụ {term_words(congress.term)} như sau:"
        ),
        **directions(congress),
        "closing": f"{reporter} kính trình Đại hội xem xét, thảo luận và quyết định",
        "who": capital(voters(congress)),
        "reporter_caps": reporter.upper(),
    }
