"""Which papers a congress owes, which of them can be made now, and what keeps the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from service.congress.finding import Finding
from service.congress.model import Congress
from service.documents.offices import OFFICES
from service.documents.paper import Lack, PlannedPaper, State, file_name
from service.documents.requirements import (
    card_lacks,
    lacking,
    minutes_lacks,
    of_office,
    report_lacks,
    resolution_lacks,
    round_lacks,
    shared_card_lacks,
    unknown_round_lacks,
)
from service.documents.templates import TemplateBook

__all__ = ["Lack", "Plan", "PlannedPaper", "State", "file_name", "plan"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Every paper owed, always in the same order; `notes` says why a paper one may expect is not owed."""

    papers: tuple[PlannedPaper, ...]
    notes: tuple[tuple[str, str], ...] = ()

    def in_state(self, state: State) -> tuple[PlannedPaper, ...]:
        """The papers in that state, in order."""
        return tuple(paper for paper in self.papers if paper.state == state)

    def paper(self, template: str, subject: str = "") -> PlannedPaper:
        """The paper of that name; KeyError when it is not owed."""
        for paper in self.papers:
            if (paper.template, paper.subject) == (template, subject):
                return paper
        raise KeyError((template, subject))


_PLENARY = (
    "Đại hội toàn thể không bầu Ban Thẩm tra tư cách đại biểu nên không có báo cáo thẩm tra tư cách đại biểu.",
    "A plenary congress has no credentials committee, so no report on credentials is owed.",
)


def plan(congress: Congress, findings: Sequence[Finding], book: TemplateBook) -> Plan:
    """
    Every paper that this congress owes, of the templates that the book has.

    A paper is ready when its own data is complete and nothing it prints waits for a decision of the congress
    (`findings` of severity `wait`). Other findings are no business of the plan.
    """
    waits = tuple(finding for finding in findings if finding.severity == "wait")
    owed = (paper for paper in _owed(congress, waits, book) if paper is not None)
    return Plan(papers=tuple(owed), notes=(_PLENARY,) if congress.form == "plenary" else ())


def _owed(
    congress: Congress, waits: tuple[Finding, ...], book: TemplateBook
) -> Iterator[PlannedPaper | None]:
    voted = tuple(wait for wait in waits if _touches(wait, "/elections"))
    yield _paper(book, "resolution", lacks=resolution_lacks(congress), waits=voted)
    yield _paper(book, "minutes", lacks=minutes_lacks(congress), waits=voted)
    yield from _election_results(congress, waits, book)
    if congress.form != "plenary":
        about = tuple(wait for wait in waits if _touches(wait, "/credentials"))
        yield _paper(book, "credentials_report", lacks=report_lacks(congress), waits=about)
    yield from _cards(congress, book)


def _touches(wait: Finding, path: str) -> bool:
    """Whether the finding lies at, under or over the place."""
    return f"{wait.pointer}/".startswith(f"{path}/") or f"{path}/".startswith(f"{wait.pointer}/")


def _election_results(
    congress: Congress, waits: tuple[Finding, ...], book: TemplateBook
) -> Iterator[PlannedPaper | None]:
    seen: Counter[str] = Counter()
    for number, election in enumerate(congress.elections):
        seen[election.office] += 1
        key = election.office if seen[election.office] == 1 else f"{election.office}.{seen[election.office]}"
        for place in range(max(1, len(election.rounds))):
            path = f"/elections/{number}/rounds/{place}"
            lacks = round_lacks(congress, number, place) if election.rounds else _no_round(congress, number)
            yield _paper(
                book,
                "election_result",
                subject=f"{key}/{place + 1}",
                source=path,
                detail=_of_round(key, place),
                lacks=lacks,
                waits=tuple(wait for wait in waits if _touches(wait, path)),
            )
    for office in _known_by_outcome(congress):
        lacks = unknown_round_lacks(congress, office)
        yield _paper(
            book,
            "election_result",
            subject=f"{office}/1",
            source="",
            detail=_of_round(office, 0),
            lacks=lacks,
        )


def _no_round(congress: Congress, election: int) -> tuple[Lack, ...]:
    seats = lacking(congress, [f"/elections/{election}/seats"])
    return seats + tuple(
        missing
        for missing in unknown_round_lacks(congress, congress.elections[election].office)
        if not missing.pointer.endswith("/-/seats")
    )


def _of_round(key: str, place: int) -> tuple[str, str]:
    office, _, again = key.partition(".")
    name = OFFICES[office]
    vi, en = (f", lần {again}", f", vote {again}") if again else ("", "")
    return f" bầu {name.vi}{vi}, vòng {place + 1}", f": {name.en}{en}, round {place + 1}"


def _known_by_outcome(congress: Congress) -> Iterator[str]:
    """Offices that were voted on, as the results say, though the data have no count."""
    committee = congress.executive_committee
    if not of_office(congress, "executive_committee") and (committee or not congress.elections):
        yield "executive_committee"
    direct = committee is not None and committee.chair_elected_by == "congress"
    if direct and not of_office(congress, "chair"):
        yield "chair"
    if congress.upper_delegation and not of_office(congress, "upper_delegates"):
        yield "upper_delegates"


def _cards(congress: Congress, book: TemplateBook) -> Iterator[PlannedPaper | None]:
    if not congress.delegates:
        if congress.form != "plenary":
            lacks = shared_card_lacks(congress) + lacking(congress, ["/delegates"])
            yield _paper(book, "credential_card", subject="card", lacks=lacks)
        return
    shared = shared_card_lacks(congress)
    seen: set[str] = set()
    for place, delegate in enumerate(congress.delegates):
        subject = (
            f"card/{delegate.number:04d}" if delegate.number is not None else f"card/row-{place + 1:04d}"
        )
        if subject in seen:
            subject = f"card/row-{place + 1:04d}"
        seen.add(subject)
        label = f"{delegate.number:03d}" if delegate.number is not None else "…"
        yield _paper(
            book,
            "credential_card",
            subject=subject,
            source=f"/delegates/{place}",
            detail=(f" số {label}, {delegate.full_name}", f" no. {label}, {delegate.full_name}"),
            lacks=shared + card_lacks(congress, place),
        )


def _paper(
    book: TemplateBook,
    template: str,
    *,
    subject: str = "",
    source: str = "",
    detail: tuple[str, str] = ("", ""),
    lacks: tuple[Lack, ...],
    waits: tuple[Finding, ...] = (),
) -> PlannedPaper | None:
    if template not in book:
        return None
    file = book[template]
    state: State = "lacking" if lacks else "waiting" if waits else "ready"
    return PlannedPaper(
        template=template,
        kind=file.kind,
        subject=subject,
        source=source,
        title=file.title + detail[0],
        title_en=file.title_en + detail[1],
        symbol=file.symbol,
        originals=file.originals,
        state=state,
        lacks=lacks,
        waits=waits,
    )
