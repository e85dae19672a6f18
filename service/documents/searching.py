"""What a paper is found by, from the values it prints."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from service.archive.found_by import SearchText, WordsSaid
from service.congress.model import Congress
from service.documents.offices import NBSP
from service.documents.paper import PlannedPaper
from service.documents.papers import PAPERS, Types

_PEOPLE = frozenset({"name", "name_caps", "speaker", "signer", "president", "secretary", "head_teller"})
_HEAD = frozenset(
    {"number_line", "congress_caps", "form_caps", "organisation_caps", "ordinal_term_caps", "subject"}
)


def search_text(
    paper: PlannedPaper, congress: Congress, fields: Mapping[str, object], types: Types = PAPERS
) -> SearchText:
    """What a search finds the paper by, folded."""
    return words_said(paper, congress, fields, types).folded()


def words_said(
    paper: PlannedPaper, congress: Congress, fields: Mapping[str, object], types: Types = PAPERS
) -> WordsSaid:
    """
    What a search finds the paper by, as it stands in the paper, a line for each text, without repetition.

    Head: title, organisation, number, the congress, the people named. Body: every other text of a paper in prose; a card
    has only the words of its head.
    """
    head = {paper.title: None, congress.organisation.name: None}
    body: dict[str, None] = {}
    for name, text in _texts(fields):
        (head if name in _PEOPLE or name in _HEAD else body).setdefault(text)
    return WordsSaid(head=_joined(head), body=_joined(body) if types[paper.template].is_prose else "")


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
