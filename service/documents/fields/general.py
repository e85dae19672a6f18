"""
The fields of a paper of any body: the data themselves, each written as the words of its pack write days and figures.

There is not a sentence here: whatever language the papers have stands in their templates and in `pack.toml`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from service.congress.ballots import Candidate, Election, Round
from service.congress.election import Outcome
from service.congress.model import Congress
from service.congress.people import HandVote, Organ, Person
from service.congress.proceedings import Session, Speech
from service.congress.resolution import Target
from service.congress.rules.rule_set import RuleSet
from service.congress.wording import percent_value, roman
from service.documents.fields.letterhead import Fields, lines_of, office_of
from service.documents.fields.results import committee_members, direct_chair, results
from service.documents.heading import PLAIN_STYLE, style_on
from service.documents.marks import mark_of
from service.documents.paper import PlannedPaper
from service.documents.requirements import value_at, vote_at

BLANK = "\u00a0" * 8
"""Room for what is written after the signature."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PackWords:
    """
    How a pack writes days, times and figures, and what it calls organs and offices.

    `day` has the places `{day}`, `{month}` and `{year}`; a month is the word of `months`, or its number without them.
    `clock` has `{hour}` and `{minute}`. `comparators` say how a target is compared: `>=` is `at least {}`.
    `heading_style` is a style or a family of them, of which that of the opening day is taken; `heading` are lines under its own.
    """

    day: str = "{day}/{month}/{year}"
    months: tuple[str, ...] = ()
    clock: str = "{hour}:{minute}"
    thousands: str = "."
    decimal: str = ","
    organs: Mapping[str, str] = field(default_factory=dict)
    offices: Mapping[str, str] = field(default_factory=dict)
    comparators: Mapping[str, str] = field(default_factory=dict)
    heading_style: str = PLAIN_STYLE
    heading: tuple[str, ...] = ()

    def date(self, value: dt.date | None) -> str:
        """A day in words; nothing for none."""
        if value is None:
            return ""
        month = self.months[value.month - 1] if self.months else f"{value.month:02d}"
        return self.day.format(day=value.day, month=month, year=value.year)

    def time(self, value: dt.time | None) -> str:
        """A time of the day; nothing for none."""
        return self.clock.format(hour=f"{value:%H}", minute=f"{value:%M}") if value else ""

    def count(self, value: int | None) -> str:
        """A whole number; nothing for none."""
        return "" if value is None else f"{value:,}".replace(",", self.thousands)

    def share(self, part: int | None, of: int | None) -> str:
        """A percent with two decimals, none when it is whole; nothing where there is nothing to take it of."""
        if part is None or not of:
            return ""
        if 100 * part % of == 0:
            return f"{self.count(100 * part // of)}%"
        whole, _, decimals = str(percent_value(part, of)).partition(".")
        return f"{self.count(int(whole))}{self.decimal}{decimals}%"


def general_fields(
    words: PackWords,
    signers: Iterable[tuple[str, str]],
    paper: PlannedPaper,
    congress: Congress,
    rule_set: RuleSet,
) -> Fields:
    """Every datum that a general meeting prints; what is missing is an empty text or list."""
    return {
        **_head(words, paper, congress),
        **_attendance(words, congress),
        "sessions": [_session(words, one) for one in congress.sessions],
        "organs": _organs(words, congress),
        "steps": [
            {"title": step.title, "lines": lines_of(step.text), **_hands(words, step.vote)}
            for step in congress.minutes.steps
        ],
        "speeches": [_speech(one) for one in congress.minutes.discussion],
        "elections": [_election(words, one, congress, rule_set) for one in congress.elections],
        "committee": _people(committee_members(congress, rule_set)),
        "committee_size": words.count(len(committee_members(congress, rule_set))),
        "chair": _name(direct_chair(congress, rule_set)),
        **_resolved(words, congress),
        "delegates": [
            {
                "number": words.count(one.number),
                "name": one.full_name,
                "unit": one.unit or one.delegation or "",
            }
            for one in congress.delegates
            if one.present is not False
        ],
        **_person(words, paper, congress),
        **_vote(words, paper, congress, rule_set),
        "signers": [{"capacity": capacity, "name": name} for capacity, name in signers],
    }


def _head(words: PackWords, paper: PlannedPaper, congress: Congress) -> Fields:
    mark = mark_of(paper, congress)
    upper = congress.organisation.upper
    style = style_on(words.heading_style, congress.opened_on)
    return {
        "heading": [*style.right, *words.heading],
        "under_issuer": "*" if style.asterisk else "",
        "number": words.count(mark.number) if mark and mark.number else BLANK,
        "symbol": paper.symbol,
        "issued_on": words.date(mark.issued_on) if mark and mark.issued_on else BLANK,
        "organisation": congress.organisation.name,
        "organisation_caps": congress.organisation.name.upper(),
        "upper": upper.name if upper else "",
        "place": congress.place or "",
        "term": str(congress.term),
        "ordinal": words.count(congress.ordinal),
        "ordinal_roman": roman(congress.ordinal) if congress.ordinal else "",
        "opened_on": words.date(congress.opened_on),
        "closed_on": words.date(congress.closed_on),
        "venue": congress.venue or "",
        "motto": congress.motto or "",
    }


def _attendance(words: PackWords, congress: Congress) -> Fields:
    counts = congress.attendance
    absent = (counts.absent_with_leave, counts.absent_without_leave)
    return {
        "summoned": words.count(counts.summoned),
        "present": words.count(counts.present),
        "present_percent": words.share(counts.present, counts.summoned),
        "absent": words.count(sum(filter(None, absent))) if any(one is not None for one in absent) else "",
        "guests": words.count(counts.guests),
        "members_represented": words.count(counts.members_represented),
    }


def _session(words: PackWords, session: Session) -> Fields:
    return {
        "held_on": words.date(session.held_on),
        "opened_at": words.time(session.opened_at),
        "closed_at": words.time(session.closed_at),
    }


def _organs(words: PackWords, congress: Congress) -> list[Fields]:
    held: dict[str, Organ | None] = {name: getattr(congress, name) for name in words.organs}
    return [
        {
            "name": name,
            "members": _people(organ.members),
            "count": words.count(len(organ.members)),
            **_hands(words, organ.vote),
        }
        for key, name in words.organs.items()
        if (organ := held[key])
    ]


def _people(persons: Iterable[Person | Candidate]) -> list[Fields]:
    return [{"name": person.full_name, "office": office_of(person)} for person in persons]


def _name(person: Person | None) -> str:
    return person.full_name if person else ""


def _hands(words: PackWords, vote: HandVote | None) -> Fields:
    """A show of hands, all of it empty without one."""
    return {
        "in_favour": words.count(vote.in_favour) if vote else "",
        "against": words.count(vote.against) if vote else "",
        "abstained": words.count(vote.abstained) if vote else "",
        "cast": words.count(vote.cast) if vote else "",
        "percent": words.share(vote.in_favour, vote.cast) if vote else "",
    }


def _speech(speech: Speech) -> Fields:
    return {"speaker": speech.speaker, "position": speech.position or "", "lines": lines_of(speech.text)}


def _election(words: PackWords, election: Election, congress: Congress, rule_set: RuleSet) -> Fields:
    found = results(election, congress, rule_set)
    return {
        "office": words.offices.get(election.office, election.office),
        "seats": words.count(election.seats),
        "rounds": [
            {
                "issued": words.count(round_.issued),
                "collected": words.count(round_.collected),
                "valid": words.count(round_.valid),
                "invalid": words.count(round_.invalid),
                "candidates": [_votes(words, one) for one in round_.candidates],
                "elected": _elected(words, outcome),
            }
            for round_, outcome in zip(election.rounds, found, strict=True)
        ],
    }


def _person(words: PackWords, paper: PlannedPaper, congress: Congress) -> Fields:
    """Whom the paper is about; all of it empty where it is about nobody."""
    found = value_at(congress, paper.source) if paper.source else None
    person = found if isinstance(found, Person) else None
    return {
        "person_name": _name(person),
        "person_number": words.count(getattr(person, "number", None)),
        "person_position": (person.position if person else None) or "",
        "person_unit": (person.unit if person else None) or getattr(person, "delegation", None) or "",
        "person_seat": getattr(person, "seat", None) or "",
    }


def _vote(words: PackWords, paper: PlannedPaper, congress: Congress, rule_set: RuleSet) -> Fields:
    """The round of a vote that the paper is about; all of it empty where it is about none."""
    round_ = value_at(congress, paper.source) if paper.source else None
    if not isinstance(round_, Round):
        return {**dict.fromkeys(_OF_A_VOTE, ""), "vote_candidates": [], "vote_elected": []}
    number, place = vote_at(paper.source)
    election = congress.elections[number]
    outcome = results(election, congress, rule_set)[place]
    return {
        "vote_office": words.offices.get(election.office, election.office),
        "vote_round": words.count(place + 1),
        "vote_held_on": words.date(round_.held_on),
        "vote_seats": words.count(election.seats),
        "vote_issued": words.count(round_.issued),
        "vote_collected": words.count(round_.collected),
        "vote_valid": words.count(round_.valid),
        "vote_invalid": words.count(round_.invalid),
        "vote_candidates": [_votes(words, one) for one in round_.candidates],
        "vote_elected": _elected(words, outcome),
    }


_OF_A_VOTE = tuple(
    f"vote_{name}"
    for name in ("office", "round", "held_on", "seats", "issued", "collected", "valid", "invalid")
)


def _elected(words: PackWords, outcome: Outcome) -> list[Fields]:
    return [_votes(words, one) for one in outcome.elected]


def _votes(words: PackWords, person: Candidate) -> Fields:
    return {"name": person.full_name, "votes": words.count(person.votes)}


def _resolved(words: PackWords, congress: Congress) -> Fields:
    resolved, assessment = congress.resolution, congress.assessment
    adopted = _hands(words, resolved.adopted)
    return {
        "heard": list(resolved.heard),
        "results": [one.text for one in assessment.results],
        "limits": list(assessment.limits),
        "lessons": list(assessment.lessons),
        "goals": list(resolved.goals),
        "targets": [_target(words, one) for one in resolved.targets],
        "tasks": list(resolved.tasks),
        "adopted_on": words.date(resolved.adopted_on),
        **{f"adopted_{name}": value for name, value in adopted.items()},
    }


def _target(words: PackWords, target: Target) -> Fields:
    """The writer's own phrase; else the figure with its unit, in the comparison that the pack has words for."""
    figure = words.count(target.value) if target.value is not None else target.grade or ""
    unit = target.unit or ""
    made = f"{figure}{'' if unit in ('', '%') else ' '}{unit}" if figure else ""
    compared = words.comparators.get(target.comparator or "", "{}").format(made) if made else ""
    return {"subject": target.subject, "phrase": target.phrase or compared}
