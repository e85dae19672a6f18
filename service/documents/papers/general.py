"""A type of paper that is data: what it needs, who signs, what is read back stand in the manifest of a pack."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial

from service.congress.model import Congress
from service.congress.people import Organ
from service.congress.rules.rule_set import RuleSet
from service.documents.declared import Declared
from service.documents.facts.fact import Fact, Value, one
from service.documents.facts.readers import said
from service.documents.fields.general import PackWords, general_fields
from service.documents.fields.letterhead import Fields
from service.documents.paper import PlannedPaper
from service.documents.papers.paper_type import Owed, PaperType, Signers, named
from service.documents.requirements import lacking, value_at


def general_type(template: str, declared: Declared, words: PackWords) -> PaperType:
    """The type of the paper made with `template`: one for each congress of its pack."""

    def owed(congress: Congress) -> Iterator[Owed]:
        yield Owed(lacks=lacking(congress, declared.needs), waits_at=declared.waits_at)

    def signers(_paper: PlannedPaper, congress: Congress) -> Signers:
        return tuple(_signed(declared, congress))

    def fields(paper: PlannedPaper, congress: Congress, rule_set: RuleSet) -> Fields:
        return general_fields(words, signers(paper, congress), paper, congress, rule_set)

    return PaperType(
        template=template,
        owed=owed,
        fields=fields,
        signers=signers,
        stem=named(template.replace("_", "-")),
        facts=partial(_facts, declared, words),
    )


def _signed(declared: Declared, congress: Congress) -> Iterator[tuple[str, str]]:
    for signer in declared.signers:
        organ: Organ | None = getattr(congress, signer.organ)
        if organ:
            yield signer.capacity, organ.head.full_name


def _facts(
    declared: Declared, words: PackWords, _paper: PlannedPaper, congress: Congress, _rule_set: RuleSet
) -> Iterator[Fact]:
    read: Callable[[str], Value] = partial(_figure, words)
    for fact in declared.facts:
        value = value_at(congress, fact.datum)
        if isinstance(value, int):
            yield one(fact.datum, fact.names, value, said(fact.reads, read))


def _figure(words: PackWords, text: str) -> int:
    """A whole number as the pack writes it."""
    bare = text.replace(words.thousands, "")
    if not re.fullmatch(r"[0-9]+", bare):
        raise ValueError(text)
    return int(bare)
