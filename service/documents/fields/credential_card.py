"""The fields of a delegate's card (thẻ đại biểu)."""

from __future__ import annotations

from service.congress.model import Congress
from service.congress.people import Delegate
from service.congress.rules.rule_set import RuleSet
from service.congress.wording import dateline
from service.documents.fields.letterhead import Fields, form_name, known, ordinal_term_caps
from service.documents.paper import PlannedPaper


def credential_card_fields(paper: PlannedPaper, congress: Congress, _rule_set: RuleSet) -> Fields:
    """The words of one card. Raises NotReady when its data is not complete."""
    delegate = delegate_of(paper, congress)
    return {
        "form_caps": form_name(congress).upper(),
        "organisation_caps": congress.organisation.name.upper(),
        "ordinal_term_caps": ordinal_term_caps(congress),
        "name_caps": delegate.full_name.upper(),
        "unit": known(delegate.unit or delegate.delegation),
        "card_number": f"{known(delegate.number):03d}",
        "place_date": dateline(known(congress.place), known(congress.opened_on)),
    }


def delegate_of(paper: PlannedPaper, congress: Congress) -> Delegate:
    """The delegate whose card the paper is."""
    return congress.delegates[int(paper.source.rpartition("/")[2])]
