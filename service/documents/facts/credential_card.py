"""What a delegate's card prints."""

from __future__ import annotations

from collections.abc import Iterator

from service.congress.model import Congress
from service.congress.rules.rule_set import RuleSet
from service.documents.facts.fact import Fact, one
from service.documents.facts.readers import said
from service.documents.facts.reading import LONG_DAY, day, long_day
from service.documents.fields.credential_card import delegate_of
from service.documents.paper import PlannedPaper


def credential_card_facts(paper: PlannedPaper, congress: Congress, _rule_set: RuleSet) -> Iterator[Fact]:
    """Whose card it is, its number, the opening day."""
    delegate = delegate_of(paper, congress)
    names = ("số thẻ", "number of the card")
    if delegate.number is not None:
        key = f"{paper.source}/number"
        yield one(key, names, delegate.number, said(r"^Số: (\d+)$"), required=False)
    if congress.opened_on:
        names = ("ngày khai mạc", "opening day")
        yield one("/opened_on", names, day(congress.opened_on), said(rf", {LONG_DAY}$", long_day))
