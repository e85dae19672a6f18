"""The cards (thẻ đại biểu): one for each delegate on the list."""

from __future__ import annotations

from collections.abc import Iterator

from service.congress.model import Congress
from service.congress.text import slug
from service.documents.facts.credential_card import credential_card_facts
from service.documents.fields.credential_card import credential_card_fields
from service.documents.paper import Lack, PlannedPaper
from service.documents.papers.paper_type import Owed, PaperType
from service.documents.papers.people_listed import labelled, subjects
from service.documents.requirements import EVERY_PAPER, lack, lacking


def _owed(congress: Congress) -> Iterator[Owed]:
    shared = _shared_lacks(congress)
    if not congress.delegates:
        if congress.form != "plenary":
            yield Owed(subject="card", lacks=shared + lacking(congress, ["/delegates"]))
        return
    for place, subject in enumerate(subjects("card", congress.delegates)):
        delegate = congress.delegates[place]
        yield Owed(
            subject=subject,
            source=f"/delegates/{place}",
            detail=labelled(" số", " no.", delegate.number, delegate.full_name),
            lacks=shared + _own_lacks(congress, place),
        )


def _stem(paper: PlannedPaper) -> str:
    last = paper.subject.partition("/")[2]
    return f"the-dai-bieu-{slug(last)}" if last else "the-dai-bieu"


def _shared_lacks(congress: Congress) -> tuple[Lack, ...]:
    return lacking(congress, (*EVERY_PAPER, "/organisation/place", "/opened_on"))


def _own_lacks(congress: Congress, delegate: int) -> tuple[Lack, ...]:
    person = congress.delegates[delegate]
    missing = [] if person.number is not None else [f"/delegates/{delegate}/number"]
    missing += [] if person.unit or person.delegation else [f"/delegates/{delegate}/unit"]
    return tuple(map(lack, missing))


CREDENTIAL_CARD = PaperType(
    template="credential_card",
    owed=_owed,
    fields=credential_card_fields,
    facts=credential_card_facts,
    in_order=(
        "form_caps",
        "organisation_caps",
        "ordinal_term_caps",
        "name_caps",
        "unit",
        "card_number",
        "place_date",
    ),
    stem=_stem,
    is_prose=False,
)
