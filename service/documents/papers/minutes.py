"""The minutes (biên bản đại hội): one for each congress."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from service.congress.model import Congress
from service.documents.facts.minutes import minutes_facts
from service.documents.fields.minutes import minutes_fields
from service.documents.paper import Lack, PlannedPaper
from service.documents.papers.paper_type import Owed, PaperType, Signers, named, signed_by
from service.documents.requirements import EVERY_PAPER, counting_lacks, is_appointed, lacking, of_office


def _owed(congress: Congress) -> Iterator[Owed]:
    yield Owed(lacks=_lacks(congress), waits_at=("/elections",))


def _signers(_paper: PlannedPaper, congress: Congress) -> Signers:
    return signed_by(("Đoàn Thư ký", congress.secretariat), ("Đoàn Chủ tịch", congress.presidium))


def _lacks(congress: Congress) -> tuple[Lack, ...]:
    """What the minutes need and do not have; the credentials committee only at a congress of delegates."""
    sittings = [
        f"/sessions/{n}/{time}" for n in range(len(congress.sessions)) for time in ("opened_at", "closed_at")
    ]
    organs = ["/presidium", "/secretariat"]
    organs += ["/credentials_committee"] if congress.form == "delegates" else []
    organs += ["/tellers"] if congress.elections else []
    bodies = "/appointments" if is_appointed(congress) else "/elections"
    wanted = [
        *EVERY_PAPER,
        *("/venue", "/sessions", *sittings, "/attendance/summoned", "/attendance/present", *organs),
        *("/minutes/steps", "/resolution/adopted", bodies),
    ]
    named = ["/executive_committee/ordinal"] if of_office(congress, "executive_committee") else []
    named += ["/upper_delegation"] if of_office(congress, "upper_delegates", "upper_alternates") else []
    counts = (counting_lacks(congress, number) for number in range(len(congress.elections)))
    return lacking(congress, [*wanted, *named]) + tuple(chain.from_iterable(counts))


MINUTES = PaperType(
    template="minutes",
    owed=_owed,
    fields=minutes_fields,
    facts=minutes_facts,
    as_read=(
        "congress_caps",
        "ordinal_term_caps",
        "organ_caps",
        "number_line",
        "subject",
        "sittings[]",
        "venue",
        "attendance[]",
        "organs[].label",
        "organs[].count",
        "organs[].vote",
        "organs[].members[].name",
        "organs[].members[].role",
        "steps[].session",
        "steps[].title",
        "steps[].lines[]",
        "steps[].vote",
        "speeches[].speaker",
        "speeches[].opening",
        "speeches[].lines[]",
        "elections[].title",
        "elections[].lines[]",
        "adoption",
        "closing",
        "secretary",
        "president",
    ),
    signers=_signers,
    stem=named("bien-ban-dai-hoi"),
)
