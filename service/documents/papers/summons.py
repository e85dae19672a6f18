"""Summonses (giấy triệu tập), one for each delegate, and invitations (giấy mời), one for each guest."""

from __future__ import annotations

from collections.abc import Iterator

from service.congress.model import Congress
from service.congress.text import slug
from service.documents.facts.convened import invitation_facts, summons_facts
from service.documents.fields.convened import office_words
from service.documents.fields.invitation import invitation_fields
from service.documents.fields.summons import summons_fields
from service.documents.paper import Lack, PlannedPaper
from service.documents.papers.paper_type import Owed, PaperType, Signers
from service.documents.papers.people_listed import subjects
from service.documents.requirements import EVERY_PAPER, lack, lacking


def _summonses(congress: Congress) -> Iterator[Owed]:
    """One for each delegate; one alone where it is not known who is called, or by whom."""
    shared = _lacks(congress)
    if shared or not congress.delegates:
        if congress.delegates or congress.form != "plenary":
            yield Owed(subject="summons", lacks=shared + lacking(congress, ["/delegates"]))
        return
    for place, subject in enumerate(subjects("summons", congress.delegates)):
        person = congress.delegates[place]
        known = person.unit or person.delegation or person.position
        yield Owed(
            subject=subject,
            source=f"/delegates/{place}",
            detail=(f": {person.full_name}", f": {person.full_name}"),
            lacks=() if known else (lack(f"/delegates/{place}/unit"),),
        )


def _invitations(congress: Congress) -> Iterator[Owed]:
    """One for each guest on the list; one alone where it is not known who invites."""
    shared = _lacks(congress)
    if shared and congress.guests:
        yield Owed(subject="invitation", lacks=shared)
        return
    for place, subject in enumerate(subjects("invitation", congress.guests)):
        name = congress.guests[place].full_name
        yield Owed(subject=subject, source=f"/guests/{place}", detail=(f": {name}", f": {name}"))


def _lacks(congress: Congress) -> tuple[Lack, ...]:
    times = [f"/sessions/{n}/opened_at" for n in range(len(congress.sessions))]
    wanted = ["/organisation/place", "/opened_on", "/venue", "/sessions", *times, "/convening/signer"]
    return lacking(congress, [*EVERY_PAPER, *wanted])


def _signers(_paper: PlannedPaper, congress: Congress) -> Signers:
    signer = congress.convening.signer if congress.convening else None
    return ((office_words(signer), signer.full_name),) if signer else ()


def _stem(paper: PlannedPaper) -> str:
    what, _, last = paper.subject.partition("/")
    name = {"summons": "giay-trieu-tap", "invitation": "giay-moi"}[what]
    return f"{name}-{slug(last)}" if last else name


_HEADING = ("upper_caps", "union_caps", "number_line", "date_line", "subject", "opening")
_END = ("purpose", "particulars[].label", "particulars[].text", "closing", "capacity[]", "signer")

SUMMONS = PaperType(
    template="summons",
    owed=_summonses,
    fields=summons_fields,
    facts=summons_facts,
    as_read=(*_HEADING, "name", "office", "delegation", "card_number", *_END),
    signers=_signers,
    stem=_stem,
    is_prose=False,
)
INVITATION = PaperType(
    template="invitation",
    owed=_invitations,
    fields=invitation_fields,
    facts=invitation_facts,
    as_read=(*_HEADING, "salutation", "name", "office", *_END),
    signers=_signers,
    stem=_stem,
    is_prose=False,
)
