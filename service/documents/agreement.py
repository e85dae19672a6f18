"""
Everything agrees with everything: the papers of a set are read back from their finished Word files before the seal.

What a paper prints is compared with the values it was made of, and the facts it declares (`service.documents.facts`)
with the data of the congress. Since all are compared with the same data they agree with each other; where one does not,
the sentence names another paper of the set that has it right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, zip_longest

from service.congress.model import Congress
from service.congress.rules.rule_set import RuleSet
from service.congress.wording import grouped
from service.documents.facts.every_paper import every_paper
from service.documents.facts.fact import Fact, Sighting, Value
from service.documents.facts.paper_text import NBSP, PaperText, paper_text
from service.documents.facts.reading import NUMBER, number, percent_of
from service.documents.paper import PlannedPaper
from service.documents.papers import PAPERS, Types, signatories
from service.documents.papers.paper_type import PaperType
from service.documents.printed_values import Printed, misplaced, missing_values, out_of_turn, typed_in
from service.docx import PackageRefused
from service.docx.lint.places import Spot

_SHARE = re.compile(
    rf"(?=\d)(?<![\d/.,])({NUMBER})/({NUMBER})(?![\d/])[^\d\n]{{0,80}}?(?:\(|\n)((?:{NUMBER})(?:,\d+)?%)(?=\)|\n|$)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedPaper:
    """A finished paper of a set: `fields` are the values it was made of, `printed` are those its template prints."""

    document_id: str
    paper: PlannedPaper
    content: bytes
    fields: Mapping[str, object]
    printed: tuple[Printed, ...]


class UnfitPaper(Exception):
    """A finished paper holds what no paper may, or cannot be read; the cause says what."""

    def __init__(self, paper: PrintedPaper) -> None:
        super().__init__(paper.document_id)
        self.paper = paper


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """
    One thing that a paper has otherwise than the data: `found` stands there (None: nothing does), `expected` is right
    (None: the data say nothing of the kind); `also` is the title of another paper that has it right.
    """

    document_id: str
    title: str
    title_en: str
    vi: str
    en: str
    spot: Spot | None
    found: str | None
    expected: str | None
    also: tuple[str, str] | None = None


def disagreements(
    papers: Sequence[PrintedPaper], congress: Congress, rule_set: RuleSet, types: Types = PAPERS
) -> tuple[Disagreement, ...]:
    """Everything in the papers of one set that is not as the data have it, paper by paper. Raises UnfitPaper."""
    own = _OwnWords(congress)
    right: dict[tuple[str, tuple[Value, ...]], tuple[str, str]] = {}
    wrong: list[tuple[Fact | None, Disagreement]] = []
    for one in papers:
        try:
            text = paper_text(one.content)
        except PackageRefused as refusal:
            raise UnfitPaper(one) from refusal
        wrong += ((None, found) for found in _of_values(one, text, own, types[one.paper.template]))
        for fact in _facts(one.paper, congress, rule_set, types):
            found = _of_fact(fact, one, text, own)
            if found:
                wrong.append((fact, found))
            else:
                right.setdefault((fact.key, fact.expected), (one.paper.title, one.paper.title_en))
    return tuple(_with_witness(fact, found, right) for fact, found in wrong)


def _facts(paper: PlannedPaper, congress: Congress, rule_set: RuleSet, types: Types) -> Iterator[Fact]:
    signers = signatories(paper, congress, types)
    return chain(
        every_paper(paper, congress, signers), types[paper.template].facts(paper, congress, rule_set)
    )


@dataclass(frozen=True)
class _OwnWords:
    """What people wrote into the data: a sentence that stands there in so many words is theirs."""

    congress: Congress

    @cached_property
    def _all(self) -> str:
        return self.congress.model_dump_json().replace(NBSP, " ").casefold()

    def hold(self, said: str) -> bool:
        return bool(said) and said.strip().casefold() in self._all


def _of_values(
    one: PrintedPaper, text: PaperText, own: _OwnWords, paper_type: PaperType
) -> Iterator[Disagreement]:
    for value, spot in missing_values(text, one.fields, one.printed):
        yield _said(one, "nội dung của mẫu", "content of the template", spot, None, value)
    placed = chain(
        misplaced(text, one.fields, paper_type.in_order), out_of_turn(text, one.fields, paper_type.as_read)
    )
    for value in placed:
        yield _said(one, "nội dung thiếu hoặc sai chỗ", "missing, or not in its place", None, None, value)
    for words, spot in typed_in(text, one.fields):
        if not own.hold(words):
            vi, en = "số liệu không có trong dữ liệu", "a figure that is not in the data"
            yield _said(one, vi, en, spot, words, None)
    for found, line in text.find(_SHARE):
        part, of, printed = found.groups()
        expected = percent_of(number(part), number(of))
        if printed != expected and not own.hold(found[0]):
            yield _said(
                one, f"tỷ lệ của {part}/{of}", f"percent of {part}/{of}", line.spot, printed, expected
            )


def _of_fact(fact: Fact, one: PrintedPaper, text: PaperText, own: _OwnWords) -> Disagreement | None:
    sightings = list(fact.read(text))
    found = _differing(fact, sightings)
    if found is None:
        return None
    found = _differing(fact, [seen for seen in sightings if not own.hold(seen.said)])
    if found is None:
        return None
    spot, value, expected = found
    return _said(one, fact.vi, fact.en, spot, _shown(value), _shown(expected))


def _differing(
    fact: Fact, sightings: list[Sighting]
) -> tuple[Spot | None, Value | None, Value | None] | None:
    """Where the paper first differs, what stands there and what is right; nothing where it agrees."""
    if not sightings:
        return (None, None, fact.expected[0]) if fact.required and fact.expected else None
    if fact.repeated:
        wrong = next((seen for seen in sightings if seen.value != fact.expected[0]), None)
        return (wrong.spot, wrong.value, fact.expected[0]) if wrong else None
    for seen, expected in zip_longest(sightings, fact.expected):
        value = seen.value if seen else None
        if value != expected:
            return (seen or sightings[-1]).spot, value, expected
    return None


def _shown(value: Value | None) -> str | None:
    return grouped(value) if isinstance(value, int) else value


def _said(
    one: PrintedPaper, vi: str, en: str, spot: Spot | None, found: str | None, expected: str | None
) -> Disagreement:
    return Disagreement(
        document_id=one.document_id,
        title=one.paper.title,
        title_en=one.paper.title_en,
        vi=vi,
        en=en,
        spot=spot,
        found=found,
        expected=expected,
    )


def _with_witness(
    fact: Fact | None,
    found: Disagreement,
    right: dict[tuple[str, tuple[Value, ...]], tuple[str, str]],
) -> Disagreement:
    also = right.get((fact.key, fact.expected)) if fact else None
    return Disagreement(**{name: getattr(found, name) for name in found.__slots__} | {"also": also})
