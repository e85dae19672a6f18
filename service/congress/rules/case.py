"""What the rules look at: a congress without its faulty sections, the rule set, and the results that follow."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from service.congress.ballots import Candidate, Election, Office, Round
from service.congress.conferences import Conference, ConferenceName
from service.congress.election import Outcome, elected_by, outcomes
from service.congress.model import Congress
from service.congress.people import Person, Term
from service.congress.rules.meeting import Meeting, meetings_of
from service.congress.rules.provisions import Elector
from service.congress.rules.rule_set import RuleSet, Words

OFFICES: Mapping[Office, Words] = {
    "executive_committee": Words(vi="Bầu ban chấp hành", en="Election of the executive committee"),
    "chair": Words(vi="Bầu chủ tịch", en="Election of the chair"),
    "upper_delegates": Words(
        vi="Bầu đại biểu đi dự đại hội cấp trên", en="Election of delegates to the upper congress"
    ),
    "upper_alternates": Words(
        vi="Bầu đại biểu dự khuyết đi dự đại hội cấp trên",
        en="Election of alternate delegates to the upper congress",
    ),
    "standing_committee": Words(vi="Bầu ban thường vụ", en="Election of the standing committee"),
    "deputy_chair": Words(vi="Bầu phó chủ tịch", en="Election of the deputy chairs"),
    "inspection_committee": Words(vi="Bầu ủy ban kiểm tra", en="Election of the inspection committee"),
    "inspection_chair": Words(
        vi="Bầu chủ nhiệm ủy ban kiểm tra", en="Election of the chair of the inspection committee"
    ),
    "inspection_deputy_chair": Words(
        vi="Bầu phó chủ nhiệm ủy ban kiểm tra", en="Election of the deputy chairs of the inspection committee"
    ),
}


@dataclass(frozen=True, kw_only=True)
class Vote:
    """One election of a meeting in its place, with the results of its rounds."""

    meeting: Meeting
    index: int
    election: Election
    results: tuple[Outcome, ...]

    @property
    def pointer(self) -> str:
        """Where it stands."""
        return f"{self.meeting.pointer}/elections/{self.index}"

    @property
    def where(self) -> Words:
        """What to call it in a sentence."""
        before, office = self.meeting.before, OFFICES[self.election.office]
        if self.meeting.is_congress:
            return office
        return Words(vi=before.vi + _small(office.vi), en=before.en + _small(office.en))

    @property
    def elected(self) -> tuple[Candidate, ...] | None:
        """Everybody elected; nothing while a count or a decision is missing."""
        return elected_by(self.results)

    @property
    def is_filled(self) -> bool:
        """Whether it is settled and left no seat vacant."""
        return self.elected is not None and self.results[-1].vacant == 0

    @cached_property
    def ballots(self) -> tuple[Ballot, ...]:
        """Its rounds, each with the seats the rounds before it left (nothing while that is unknown)."""
        left = [
            self.election.seats,
            *(result.vacant if result.is_complete else None for result in self.results),
        ]
        return tuple(
            Ballot(vote=self, number=number, round=round_, result=result, seats=seats)
            for number, (round_, result, seats) in enumerate(
                zip(self.election.rounds, self.results, left, strict=False), 1
            )
        )


@dataclass(frozen=True, kw_only=True)
class Ballot:
    """One round in its place; `seats` is how many it is about, nothing while unknown."""

    vote: Vote
    number: int
    round: Round
    result: Outcome
    seats: int | None

    @property
    def pointer(self) -> str:
        """Where it stands."""
        return f"{self.vote.pointer}/rounds/{self.number - 1}"

    @property
    def where(self) -> Words:
        """What to call it in a sentence."""
        vote = self.vote.where
        if len(self.vote.election.rounds) == 1:
            return vote
        return Words(vi=f"{vote.vi}, vòng {self.number}", en=f"{vote.en}, round {self.number}")

    @property
    def day(self) -> dt.date | None:
        """The day of the vote: as recorded, or the only day of its meeting."""
        return self.round.held_on or self.vote.meeting.day

    @property
    def present(self) -> int | None:
        """The voters in the hall: as recorded for the vote, or for its meeting."""
        return self.vote.meeting.present if self.round.present is None else self.round.present


@dataclass(frozen=True, kw_only=True)
class Case:
    """A congress to be checked by a rule set; what is missing in it, or was skipped, no rule may conclude from."""

    congress: Congress
    rule_set: RuleSet
    skip: frozenset[str] = frozenset()

    @property
    def term(self) -> Term | None:
        """The new term, unless its shape is faulty."""
        return None if touches(self.skip, "/term") else self.congress.term

    @property
    def last_day(self) -> dt.date | None:
        """The closing day, if it can be believed: the opening day is known too, and not after it."""
        opened, closed = self.congress.opened_on, self.congress.closed_on
        return closed if opened and closed and opened <= closed else None

    @cached_property
    def votes(self) -> tuple[Vote, ...]:
        """Every election of the congress and of the conferences after it, with its results."""
        return tuple(
            Vote(
                meeting=meeting,
                index=index,
                election=election,
                results=outcomes(
                    election,
                    threshold=self.rule_set.election,
                    summoned=meeting.summoned,
                    present=meeting.present,
                ),
            )
            for meeting in meetings_of(self.congress)
            for index, election in enumerate(meeting.elections)
        )

    @property
    def ballots(self) -> Iterator[Ballot]:
        """Every round of every election."""
        return (ballot for vote in self.votes for ballot in vote.ballots)

    def votes_on(self, *offices: Office, by: Elector = "congress") -> tuple[Vote, ...]:
        """The elections to these offices at one meeting, the congress unless another is named."""
        return tuple(
            vote for vote in self.votes if vote.election.office in offices and vote.meeting.elector == by
        )

    def elected_to(self, *offices: Office, by: Elector = "congress") -> tuple[Candidate, ...] | None:
        """Everybody elected there to these offices; nothing unless every election there is to them is settled."""
        found: list[Candidate] = []
        for vote in self.votes_on(*offices, by=by):
            if vote.elected is None:
                return None
            found.extend(vote.elected)
        return tuple(found)

    @property
    def may_elect_chair(self) -> bool:
        """Whether the congress elects the chair itself, or might: an election that was skipped may be that one."""
        return bool(self.votes_on("chair")) or touches(self.skip, "/elections")

    @property
    def persons(self) -> Iterator[tuple[str, Person]]:
        """Everybody of whom a birth may be known, with their place."""
        congress = self.congress
        yield from _listed("/delegates", congress.delegates)
        for ballot in self.ballots:
            for field in ("candidates", "nominations", "withdrawals"):
                yield from _listed(f"{ballot.pointer}/{field}", getattr(ballot.round, field))
        for name in ("presidium", "secretariat", "credentials_committee", "tellers"):
            if organ := getattr(congress, name):
                yield from _listed(f"/{name}/members", organ.members)
        yield from _of_bodies(congress)
        for meeting in meetings_of(congress):
            if meeting.tellers and not meeting.is_congress:
                yield from _listed(f"{meeting.pointer}/tellers/members", meeting.tellers.members)
        for index, appointment in enumerate(congress.appointments):
            yield from _listed(f"/appointments/{index}/members", appointment.members)


def _of_bodies(congress: Congress) -> Iterator[tuple[str, Person]]:
    """The members of the committees as they are listed, and those whom the credentials report names."""
    if credentials := congress.credentials:
        yield from _known("/credentials/oldest", credentials.oldest)
        yield from _known("/credentials/youngest", credentials.youngest)
    if committee := congress.executive_committee:
        yield from _listed("/executive_committee/members", committee.members)
        yield from _known("/executive_committee/chair", committee.chair)
        if standing := committee.standing_committee:
            yield from _listed("/executive_committee/standing_committee/members", standing.members)
    if inspection := congress.inspection_committee:
        yield from _listed("/inspection_committee/members", inspection.members)


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]


def _listed(pointer: str, persons: tuple[Person, ...]) -> Iterator[tuple[str, Person]]:
    return ((f"{pointer}/{index}", person) for index, person in enumerate(persons))


def _known(pointer: str, person: Person | None) -> Iterator[tuple[str, Person]]:
    if person:
        yield pointer, person


def touches(skip: frozenset[str], pointer: str) -> bool:
    """Whether one of the skipped places is `pointer`, holds it, or lies in it."""
    return any(is_within(pointer, place) or is_within(place, pointer) for place in skip)


def is_within(pointer: str, place: str) -> bool:
    """Whether `pointer` is `place` or lies in it (JSON pointers, RFC 6901)."""
    return pointer == place or pointer.startswith(f"{place}/")


CONFERENCES: tuple[ConferenceName, ...] = ("first_conference", "inspection_conference")


def without(congress: Congress, skip: frozenset[str]) -> Congress:
    """`congress` with every skipped section as if it were missing; of elections and conferences only what is skipped."""
    left_out: dict[str, object] = {
        name: field.get_default(call_default_factory=True)
        for name, field in Congress.model_fields.items()
        if not field.is_required() and touches(skip, f"/{name}")
    }
    if touches(skip, "/organisation"):
        left_out["organisation"] = congress.organisation.model_copy(update={"members": None, "upper": None})
    if "elections" in left_out and not _is_gone(skip, "/elections"):
        left_out["elections"] = _other_elections(congress.elections, skip, "/elections")
    for name in CONFERENCES:
        held = getattr(congress, name)
        if held and name in left_out and not _is_gone(skip, f"/{name}"):
            left_out[name] = _rest_of(held, skip, f"/{name}")
    return congress.model_copy(update=left_out)


def _is_gone(skip: frozenset[str], pointer: str) -> bool:
    """Whether the whole of `pointer` is skipped."""
    return any(is_within(pointer, place) for place in skip)


def _other_elections(
    elections: tuple[Election, ...], skip: frozenset[str], place: str
) -> tuple[Election, ...]:
    """The elections, those that are skipped without anything but their office."""
    return tuple(
        Election(office=election.office) if touches(skip, f"{place}/{index}") else election
        for index, election in enumerate(elections)
    )


def _rest_of(held: Conference, skip: frozenset[str], place: str) -> Conference:
    """A conference without what is skipped of it."""
    left_out: dict[str, object] = {
        name: field.get_default(call_default_factory=True)
        for name, field in type(held).model_fields.items()
        if touches(skip, f"{place}/{name}")
    }
    if "elections" in left_out and not _is_gone(skip, f"{place}/elections"):
        left_out["elections"] = _other_elections(held.elections, skip, f"{place}/elections")
    return held.model_copy(update=left_out)
