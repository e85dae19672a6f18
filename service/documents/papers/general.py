"""A type of paper that is data: what it needs, who signs, what is read back stand in the manifest of a pack."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial

from service.congress.model import Congress
from service.congress.people import Organ
from service.congress.rules.rule_set import RuleSet
from service.congress.text import slug
from service.documents.declared import Declared, Each
from service.documents.facts.fact import Fact, Value, one
from service.documents.facts.readers import said
from service.documents.fields.general import PackWords, general_fields
from service.documents.fields.letterhead import Fields
from service.documents.paper import PlannedPaper
from service.documents.papers.paper_type import Owed, PaperType, Signers
from service.documents.papers.people_listed import subjects
from service.documents.papers.voting import votes
from service.documents.requirements import lacking, value_at

VOTES: Each = "/elections/*/rounds/*"
"""Papers for each round of each vote; the others are for people."""


def general_type(template: str, declared: Declared, words: PackWords) -> PaperType:
    """The type of the papers made with `template`: one for each congress of its pack, or one for each place it names."""

    def owed(congress: Congress) -> Iterator[Owed]:
        return _each(declared, words, congress) if declared.each else _one(declared, congress)

    def signers(_paper: PlannedPaper, congress: Congress) -> Signers:
        return tuple(_signed(declared, congress))

    def fields(paper: PlannedPaper, congress: Congress, rule_set: RuleSet) -> Fields:
        return general_fields(words, signers(paper, congress), paper, congress, rule_set)

    return PaperType(
        template=template,
        owed=owed,
        fields=fields,
        signers=signers,
        stem=partial(_stem, template),
        # Papers of people are found by their names, not by what stands on all of them.
        is_prose=declared.each is None or declared.each == VOTES,
        facts=partial(_facts, declared, words),
    )


def _stem(template: str, paper: PlannedPaper) -> str:
    """A file name: that of the template, and what the paper is about."""
    about = f"-{slug(paper.subject.replace('/', ' '))}" if paper.subject else ""
    return template.replace("_", "-") + about


def _one(declared: Declared, congress: Congress) -> Iterator[Owed]:
    yield Owed(lacks=lacking(congress, declared.needs), waits_at=declared.waits_at)


def _each(declared: Declared, words: PackWords, congress: Congress) -> Iterator[Owed]:
    """One for each place; one alone, which says what is missing, while that keeps all of them."""
    shared = [pointer for pointer in declared.needs if "*" not in pointer]
    lacks = lacking(congress, shared)
    places = list(_places(declared, words, congress))
    if lacks:
        # An empty list owes nothing, unless the paper needs the list itself.
        is_wanted = (declared.each or "").split("/*")[0] in {one.pointer for one in lacks}
        if places or is_wanted:
            yield Owed(subject="all", lacks=lacks)
        return
    for subject, source, name in places:
        here = declared.at(source)
        yield Owed(
            subject=subject,
            source=source,
            detail=(f": {name}", f": {name}"),
            lacks=lacking(congress, here.needs),
            waits_at=here.waits_at,
        )


def _places(declared: Declared, words: PackWords, congress: Congress) -> Iterator[tuple[str, str, str]]:
    """What each paper is about: its subject, its JSON pointer, what it is called."""
    if declared.each == VOTES:
        for vote in votes(congress):
            office = words.offices.get(congress.elections[vote.election].office, vote.key)
            yield vote.subject, vote.source, f"{office} {vote.place + 1}"
        return
    listed = (declared.each or "").split("/")[1]
    people = getattr(congress, listed)
    for place, subject in enumerate(subjects(listed, people)):
        yield subject, f"/{listed}/{place}", people[place].full_name


def _signed(declared: Declared, congress: Congress) -> Iterator[tuple[str, str]]:
    for signer in declared.signers:
        organ: Organ | None = getattr(congress, signer.organ)
        if organ:
            yield signer.capacity, organ.head.full_name


def _facts(
    declared: Declared, words: PackWords, paper: PlannedPaper, congress: Congress, _rule_set: RuleSet
) -> Iterator[Fact]:
    read: Callable[[str], Value] = partial(_figure, words)
    for fact in declared.at(paper.source).facts:
        value = value_at(congress, fact.datum)
        if isinstance(value, int):
            yield one(fact.datum, fact.names, value, said(fact.reads, read))


def _figure(words: PackWords, text: str) -> int:
    """A whole number as the pack writes it."""
    bare = text.replace(words.thousands, "")
    if not re.fullmatch(r"[0-9]+", bare):
        raise ValueError(text)
    return int(bare)
