"""The fields of a batch of cards, four to a sheet, all of one category."""

from __future__ import annotations

from collections.abc import Sequence

from service.congress.model import Congress
from service.congress.people import Delegate, Guest, StaffMember
from service.congress.rules.rule_set import RuleSet
from service.congress.wording import BLANK, dateline
from service.documents.fields.letterhead import Fields, form_name, known, office_of, ordinal_term_caps
from service.documents.paper import PlannedPaper

BATCH = 100
"""Cards in one file: 25 sheets."""

CATEGORIES = {
    "official": "ĐẠI BIỂU",
    "alternate": "ĐẠI BIỂU DỰ KHUYẾT",
    "guest": "KHÁCH MỜI",
    "organiser": "BAN TỔ CHỨC",
    "service": "PHỤC VỤ",
}
"""What stands in the coloured band of a card, by category; each has a colour of its own in the template."""

Wearer = Delegate | Guest | StaffMember


def wearers(congress: Congress, category: str) -> Sequence[Wearer]:
    """Everybody who wears a card of this category, in the order of the data."""
    if category in ("organiser", "service"):
        return [one for one in congress.staff if one.duty == category]
    lists: dict[str, Sequence[Wearer]] = {
        "official": congress.delegates,
        "alternate": congress.alternate_delegates,
        "guest": congress.guests,
    }
    return lists[category]


def batch_of(paper: PlannedPaper) -> tuple[str, int]:
    """The category and the number of the batch, from 1, of a paper like `sheet/official-02`."""
    category, _, number = paper.subject.partition("/")[2].partition("-")
    return category, int(number)


def card_sheet_fields(paper: PlannedPaper, congress: Congress, _rule_set: RuleSet) -> Fields:
    """The words of up to 100 cards. Raises NotReady when their data is not complete."""
    category, number = batch_of(paper)
    batch = wearers(congress, category)[(number - 1) * BATCH : number * BATCH]
    return {
        "form_caps": form_name(congress).upper(),
        "organisation_caps": congress.organisation.name.upper(),
        "ordinal_term_caps": ordinal_term_caps(congress),
        "place_date": dateline(known(congress.place), known(congress.opened_on)),
        "cards": [_card(person, category) for person in batch],
    }


def _card(person: Wearer, category: str) -> Fields:
    bands = {key: words if key == category else "" for key, words in CATEGORIES.items()}
    delegation = person.delegation if isinstance(person, Delegate) else None
    unit = person.unit or delegation or office_of(person)
    return {
        **bands,
        "name_caps": person.full_name.upper(),
        "unit": unit if category != "guest" else office_of(person),
        "card_number": _number(person, category),
    }


def _number(person: Wearer, category: str) -> str:
    """The number; a blank on the card of a delegate who has none yet, so that one does not keep back the batch."""
    if person.number is not None:
        return f"Số: {person.number:03d}"
    return f"Số:{BLANK}" if category in ("official", "alternate") else ""
