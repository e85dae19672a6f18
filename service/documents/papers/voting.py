"""The votes of a congress, as the papers name them that are made for each of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from service.congress.model import Congress
from service.congress.text import slug
from service.documents.offices import OFFICES
from service.documents.paper import Lack
from service.documents.requirements import EVERY_PAPER, about_round, counting_lacks, is_appointed, lacking


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """One round (from 0) of one election (from 0); `key` is its office, with a number where it is voted on again."""

    key: str
    election: int
    place: int

    @property
    def source(self) -> str:
        """Its JSON pointer."""
        return f"/elections/{self.election}/rounds/{self.place}"

    @property
    def subject(self) -> str:
        """What names it within the congress: office and round."""
        return f"{self.key}/{self.place + 1}"

    @property
    def settled_first(self) -> tuple[str, ...]:
        """What is decided before its list is printed: who stands, and what the rounds before it left."""
        before = (f"/elections/{self.election}/rounds/{place}" for place in range(self.place))
        return (*before, f"{self.source}/nominations", f"{self.source}/withdrawals")

    @property
    def detail(self) -> tuple[str, str]:
        """What goes behind the title of its papers, in Vietnamese and in English."""
        office, _, again = self.key.partition(".")
        vi, en = (f", lần {again}", f", vote {again}") if again else ("", "")
        name, number = OFFICES[office], self.place + 1
        return f" bầu {name.vi}{vi}, vòng {number}", f": {name.en}{en}, round {number}"


def votes(congress: Congress) -> Iterator[Vote]:
    """Every round in the data, in order; the first of an election without any; none where bodies are appointed."""
    if is_appointed(congress):
        return
    seen: Counter[str] = Counter()
    for number, election in enumerate(congress.elections):
        seen[election.office] += 1
        key = election.office if seen[election.office] == 1 else f"{election.office}.{seen[election.office]}"
        for place in range(max(1, len(election.rounds))):
            yield Vote(key=key, election=number, place=place)


def list_lacks(congress: Congress, vote: Vote) -> tuple[Lack, ...]:
    """What a paper that prints the list of candidates needs and does not have: seats, names, what is voted on."""
    office = congress.elections[vote.election].office
    own = ["/executive_committee/ordinal"] if office == "executive_committee" else []
    own += ["/upper_delegation"] if office.startswith("upper_") else []
    return lacking(congress, (*EVERY_PAPER, "/organisation/place", "/opened_on", *own)) + vote_lacks(
        congress, vote
    )


def vote_lacks(congress: Congress, vote: Vote) -> tuple[Lack, ...]:
    """What is missing of the vote itself: seats, names, and of the rounds before it what they left."""
    # A later round is about the seats that the rounds before it left.
    before = counting_lacks(congress, vote.election, up_to=vote.place - 1) if vote.place else ()
    wanted = [f"/elections/{vote.election}/seats", f"{vote.source}/candidates"]
    return before + lacking(congress, wanted, about=about_round(congress, vote.election, vote.place))


def stem(what: str, subject: str) -> str:
    """A file name for the paper `what` of the vote with this subject."""
    key, _, round_ = subject.partition("/")
    office, _, again = key.partition(".")
    return f"{what}-{slug(OFFICES[office].vi)}{f'-lan-{again}' if again else ''}-vong-{round_}"
