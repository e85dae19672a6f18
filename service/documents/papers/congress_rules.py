"""The working rules (quy chế làm việc) and the election rules (quy chế bầu cử) that a congress adopts."""

from __future__ import annotations

from collections.abc import Iterator

from service.congress.model import Congress
from service.documents.facts.congress_rules import election_rules_facts, working_rules_facts
from service.documents.fields.election_rules import election_rules_fields
from service.documents.fields.working_rules import working_rules_fields
from service.documents.paper import PlannedPaper
from service.documents.papers.paper_type import Owed, PaperType, Signers, named, signed_by
from service.documents.requirements import EVERY_PAPER, is_appointed, lacking

_ALIKE = (*EVERY_PAPER, "/organisation/place", "/opened_on", "/presidium")
_IN_ORDER = (
    "congress_caps",
    "ordinal_term_caps",
    "number_line",
    "date_line",
    "subject",
    "congress",
)


def _working_rules(congress: Congress) -> Iterator[Owed]:
    by_form = ["/credentials_committee"] if congress.form == "delegates" else []
    by_votes = [] if is_appointed(congress) else ["/tellers"]
    yield Owed(lacks=lacking(congress, [*_ALIKE, "/secretariat", *by_form, *by_votes]))


def _election_rules(congress: Congress) -> Iterator[Owed]:
    """Where anybody is elected by ballot: not where bodies are appointed."""
    if is_appointed(congress):
        return
    offices = {election.office for election in congress.elections}
    wanted = ["/executive_committee/ordinal"] if "executive_committee" in offices else []
    wanted += ["/upper_delegation"] if any(office.startswith("upper_") for office in offices) else []
    wanted += [f"/elections/{number}/seats" for number in range(len(congress.elections))] or [
        "/elections/-/seats"
    ]
    yield Owed(lacks=lacking(congress, [*_ALIKE, "/tellers", *wanted]))


def _signers(_paper: PlannedPaper, congress: Congress) -> Signers:
    return signed_by(("Đoàn Chủ tịch", congress.presidium))


WORKING_RULES = PaperType(
    template="working_rules",
    owed=_working_rules,
    fields=working_rules_fields,
    facts=working_rules_facts,
    in_order=(*_IN_ORDER, "presidium_count", "secretariat_count", "by_hands", "signer"),
    signers=_signers,
    stem=named("quy-che-lam-viec"),
)
ELECTION_RULES = PaperType(
    template="election_rules",
    owed=_election_rules,
    fields=election_rules_fields,
    facts=election_rules_facts,
    in_order=(*_IN_ORDER, "votes[].what", "ballots[]", "elected[]", "signer"),
    signers=_signers,
    stem=named("quy-che-bau-cu"),
)
