"""Cards four to a sheet, to be cut: for each category its own files, a hundred cards in each."""

from __future__ import annotations

from collections.abc import Iterator

from service.congress.model import Congress
from service.documents.facts.card_sheet import card_sheet_facts
from service.documents.fields.card_sheet import BATCH, CATEGORIES, batch_of, card_sheet_fields, wearers
from service.documents.paper import PlannedPaper
from service.documents.papers.paper_type import Owed, PaperType
from service.documents.requirements import EVERY_PAPER, lacking

_EN = {
    "official": "delegates",
    "alternate": "alternates",
    "guest": "guests",
    "organiser": "organisers",
    "service": "service",
}
_STEMS = {
    "official": "dai-bieu",
    "alternate": "du-khuyet",
    "guest": "khach-moi",
    "organiser": "ban-to-chuc",
    "service": "phuc-vu",
}


def _owed(congress: Congress) -> Iterator[Owed]:
    shared = lacking(congress, (*EVERY_PAPER, "/organisation/place", "/opened_on"))
    for category, words in CATEGORIES.items():
        count = len(wearers(congress, category))
        for number in range(1, -(-count // BATCH) + 1):
            first, last = (number - 1) * BATCH + 1, min(number * BATCH, count)
            yield Owed(
                subject=f"sheet/{category}-{number:02d}",
                detail=(
                    f", {words.lower()}: {first} đến {last}",
                    f", {_EN[category]}: {first} to {last}",
                ),
                lacks=shared,
            )


def _stem(paper: PlannedPaper) -> str:
    category, number = batch_of(paper)
    return f"to-the-{_STEMS[category]}-{number:02d}"


CARD_SHEET = PaperType(
    template="card_sheet",
    owed=_owed,
    fields=card_sheet_fields,
    facts=card_sheet_facts,
    as_read=(
        "form_caps",
        "organisation_caps",
        "ordinal_term_caps",
        "cards[].official",
        "cards[].alternate",
        "cards[].guest",
        "cards[].organiser",
        "cards[].service",
        "cards[].name_caps",
        "cards[].unit",
        "cards[].card_number",
        "place_date",
    ),
    stem=_stem,
    is_prose=False,
)
