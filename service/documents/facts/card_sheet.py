"""What a file of cards prints: everybody of one category, a card each."""

from __future__ import annotations

from collections.abc import Iterator

from service.congress.model import Congress
from service.congress.rules.rule_set import RuleSet
from service.documents.facts.fact import Fact, one, series
from service.documents.facts.readers import said
from service.documents.facts.reading import LONG_DAY, day, long_day
from service.documents.fields.card_sheet import BATCH, batch_of, wearers
from service.documents.paper import PlannedPaper


def card_sheet_facts(paper: PlannedPaper, congress: Congress, _rule_set: RuleSet) -> Iterator[Fact]:
    """The numbers in the order of the cards, and the opening day on each."""
    category, number = batch_of(paper)
    batch = wearers(congress, category)[(number - 1) * BATCH : number * BATCH]
    numbers = [person.number for person in batch if person.number is not None]
    yield series("numbers", ("số thẻ", "numbers of the cards"), numbers, said(r"^Số: (\d+)$"))
    if congress.opened_on:
        names = ("ngày khai mạc", "opening day")
        yield one("/opened_on", names, day(congress.opened_on), said(rf", {LONG_DAY}$", long_day))
