"""What a template may print: plain data for one paper, all words and figures made here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from service.congress.model import Congress
from service.congress.rules.rule_set import RuleSet
from service.documents.fields.credential_card import credential_card_fields
from service.documents.fields.credentials_report import credentials_report_fields
from service.documents.fields.election_result import election_result_fields
from service.documents.fields.letterhead import Fields, NotReady
from service.documents.fields.minutes import minutes_fields
from service.documents.fields.resolution import resolution_fields
from service.documents.offices import NBSP
from service.documents.paper import PlannedPaper

__all__ = ["Fields", "NotReady", "fields_for", "search_text", "signatories"]

_MAKERS: Mapping[str, Callable[[PlannedPaper, Congress, RuleSet], Fields]] = {
    "resolution": resolution_fields,
    "minutes": minutes_fields,
    "credential_card": credential_card_fields,
    "credentials_report": credentials_report_fields,
    "election_result": election_result_fields,
}
_PEOPLE = frozenset({"name", "name_caps", "speaker", "signer", "president", "secretary", "head_teller"})
_HEAD = frozenset(
    {"number_line", "congress_caps", "form_caps", "organisation_caps", "ordinal_term_caps", "subject"}
)


def fields_for(paper: PlannedPaper, congress: Congress, rule_set: RuleSet) -> Fields:
    """
    The values of one paper, under the names that `published.toml` lists.

    Only dicts, lists and texts. Raises NotReady for a paper that is not ready.
    """
    if paper.state != "ready":
        raise NotReady(f"{paper.template} {paper.subject} is {paper.state}")
    return _MAKERS[paper.template](paper, congress, rule_set)


def signatories(paper: PlannedPaper, congress: Congress) -> tuple[tuple[str, str], ...]:
    """Who signs, left to right: (capacity, name); nothing for cards, nobody where the organ is not known."""
    capacities = {
        "resolution": (("Đoàn Chủ tịch", congress.presidium),),
        "minutes": (("Đoàn Thư ký", congress.secretariat), ("Đoàn Chủ tịch", congress.presidium)),
        "credentials_report": (("Trưởng ban Thẩm tra tư cách đại biểu", congress.credentials_committee),),
        "election_result": (("Đoàn Chủ tịch", congress.presidium), ("Trưởng ban", congress.tellers)),
    }
    signing = capacities.get(paper.template, ())
    return tuple((capacity, organ.head.full_name) for capacity, organ in signing if organ)


def search_text(paper: PlannedPaper, congress: Congress, fields: Mapping[str, object]) -> tuple[str, str]:
    """
    What a search finds the paper by: (head, body), a line for each text, without repetition.

    Head: title, organisation, number, the congress, the people named. Body: every other text; empty for cards,
    whose only words are the head's.
    """
    head = {paper.title: None, congress.organisation.name: None}
    body: dict[str, None] = {}
    for name, text in _texts(fields):
        (head if name in _PEOPLE or name in _HEAD else body).setdefault(text)
    return _joined(head), "" if paper.template == "credential_card" else _joined(body)


def _texts(value: object, name: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _texts(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner, name)


def _joined(texts: Mapping[str, None]) -> str:
    return "\n".join(text.replace(NBSP, " ") for text in texts if text)
