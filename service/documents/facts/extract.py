"""What an extract prints: whose it is, which parts, and in them what the paper itself has."""

from __future__ import annotations

import re
from collections.abc import Iterator

from service.congress.model import Congress
from service.congress.rules.rule_set import RuleSet
from service.documents.facts.counts import vote_facts
from service.documents.facts.fact import Fact, one, series
from service.documents.facts.minutes import adoption_fact, attendance_facts
from service.documents.facts.officers import bodies
from service.documents.facts.readers import names_under, said
from service.documents.facts.reading import NUMBER, roman_number
from service.documents.facts.resolution import delegation_facts
from service.documents.marks import mark_of
from service.documents.paper import PlannedPaper


def extract_facts(paper: PlannedPaper, congress: Congress, rule_set: RuleSet) -> Iterator[Fact]:
    """The number of the paper that is copied, who signed that, its parts, and the counts and names in them."""
    asked = congress.extracts[int(paper.source.rpartition("/")[2])]
    original = next((other for other in paper.beside if other.template == asked.source), None)
    if original:
        yield _copied_number(original, congress)
    if congress.presidium:
        names = ("người ký bản chính", "who signed the original")
        head = congress.presidium.head.full_name
        yield one("copied_signer", names, head, said(r"^\(Đã ký\)\n(.+)$", str))
    order = _order(congress, asked.source)
    names = ("các phần được trích", "parts that are copied")
    places = [place for place, part in enumerate(order, 1) if part in asked.parts]
    yield series(f"{paper.source}/parts", names, places, said(r"^([IVXLC]+)\. .+$", roman_number))
    if asked.source == "resolution":
        yield from _of_resolution(asked.parts, congress, rule_set)
    else:
        yield from _of_minutes(asked.parts, congress, rule_set)


def _copied_number(original: PlannedPaper, congress: Congress) -> Fact:
    mark = mark_of(original, congress)
    number = str(mark.number) if mark and mark.number else "…"
    names = ("số của bản chính", "number of the original")
    read = said(
        rf"^Số:\s*(\d*)\s*/\s*{re.escape(original.symbol or '')}\s*$",
        lambda found: str(int(found)) if found else "…",
    )
    return one("copied_number", names, number, read)


def _order(congress: Congress, source: str) -> list[str]:
    """The parts of a paper in the order in which it numbers them."""
    if source == "resolution":
        return ["assessment", "directions", "elections"]
    spoken = congress.minutes.discussion or congress.minutes.upper_union_speech
    speeches = ["speeches"] if spoken else []
    votes = ["elections"] if any(election.rounds for election in congress.elections) else []
    return ["times", "attendance", "organs", "steps", *speeches, *votes, "adoption"]


def _of_resolution(parts: tuple[str, ...], congress: Congress, rule_set: RuleSet) -> Iterator[Fact]:
    if "elections" in parts:
        committee = next(bodies(congress, rule_set))
        lead = r"đã bầu Ban Chấp hành .+ gồm"
        names = ("số ủy viên Ban Chấp hành", "size of the committee")
        count = said(rf"{lead} ({NUMBER}) đồng chí")
        yield one("/executive_committee/size", names, len(committee.members), count)
        names = ("danh sách Ban Chấp hành", "members of the committee")
        yield series("/executive_committee/members", names, committee.members, names_under(lead))
        yield from delegation_facts(congress, rule_set)


def _of_minutes(parts: tuple[str, ...], congress: Congress, rule_set: RuleSet) -> Iterator[Fact]:
    if "attendance" in parts:
        yield from attendance_facts(congress)
    if "elections" in parts:
        yield from vote_facts(congress, rule_set)
    if "adoption" in parts:
        yield from adoption_fact(congress)
