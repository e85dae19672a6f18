"""What the running order of the presidium prints."""

from __future__ import annotations

from collections.abc import Iterator

from service.congress.model import Congress
from service.congress.rules.rule_set import RuleSet
from service.documents.facts.counts import figures
from service.documents.facts.fact import Fact, one
from service.documents.facts.readers import said
from service.documents.facts.reading import NUMBER
from service.documents.paper import PlannedPaper


def running_order_facts(_paper: PlannedPaper, congress: Congress, rule_set: RuleSet) -> Iterator[Fact]:
    """How many of those summoned must be present."""
    summoned, quorum = congress.attendance.summoned, rule_set.quorum
    if summoned is not None and quorum and quorum.base == "summoned":
        part, whole = quorum.ratio
        # Counted anew: the fewest heads that are that share of those summoned, or more than it.
        needed = next(
            heads
            for heads in range(summoned + 2)
            if heads * whole > part * summoned or (heads * whole == part * summoned and not quorum.strict)
        )
        names = ("số được triệu tập, số cần có mặt", "summoned, and how many must be present")
        read = said(rf"/({NUMBER}) .+ được triệu tập; Đại hội hợp lệ khi có ít nhất ({NUMBER}) ", figures)
        yield one("quorum/heads", names, f"{summoned}, {needed}", read)
