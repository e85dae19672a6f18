"""What the report on the outgoing term prints."""

from __future__ import annotations

from collections.abc import Iterator

from service.congress.model import Congress
from service.congress.rules.rule_set import RuleSet
from service.documents.facts.fact import Fact, one
from service.documents.facts.readers import said
from service.documents.facts.reading import TERM
from service.documents.paper import PlannedPaper


def activity_report_facts(_paper: PlannedPaper, congress: Congress, _rule_set: RuleSet) -> Iterator[Fact]:
    """Which term is reported on, and which is planned."""
    outgoing = congress.outgoing_term
    if outgoing:
        names = ("nhiệm kỳ báo cáo, nhiệm kỳ mới", "term reported on, new term")
        read = said(
            rf"báo cáo .+ nhiệm kỳ {TERM} và phương hướng, nhiệm vụ nhiệm kỳ {TERM}",
            "{}-{}, {}-{}".format,
        )
        yield one("terms", names, f"{outgoing}, {congress.term}", read)
